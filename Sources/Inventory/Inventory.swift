public import APIManagement
public import DNSModel
public import Reconciliation

/// What somebody wants: instances with their hostnames, and the places in which the records are kept.
public struct Inventory: Sendable {
  /// The mark of what we own in every backend.
  public let owner: Owner
  /// The cloud in which the instances run.
  public let cloud: Cloud
  /// The TTL of every record.
  public let ttl: TimeToLive
  /// How the hostnames of an instance are formed that does not say so itself.
  public let scheme: HostnameScheme
  /// Whether somebody chose a scheme: for all, with an option, or for an instance.
  ///
  /// Azure's articles contradict each other, so where nobody chose, the commands say that there is a choice.
  public let schemeIsChosen: Bool
  /// The instances in the order of the inventory; none at all is no mistake here, the safety limits refuse it.
  public var instances: [Instance] { hostnames.instances }
  /// The instances that are still to be read from Azure; they are not among ``instances``.
  public let references: [InstanceReference]
  /// The hostnames of all instances and their records.
  public let hostnames: HostnameTable
  /// The backends that the inventory configures, and what it says about each.
  public let backends: BackendSettings
}
