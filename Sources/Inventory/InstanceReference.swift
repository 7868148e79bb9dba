public import APIManagement
public import DNSModel

/// An instance that an inventory names by its resource ID alone: its hostnames and addresses are to be read from Azure.
public struct InstanceReference: Hashable, Sendable {
  /// By what Resource Manager knows the instance.
  public let resource: ResourceID
  /// Where it stands in the inventory.
  public let position: SourcePosition
}
