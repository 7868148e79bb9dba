public import DNSModel

/// A place where an instance runs, and the addresses at which it answers there.
public struct Location: Hashable, Sendable {
  /// The Azure region.
  public let region: Region
  /// The private virtual IPs, at least one.
  public let virtualIPs: [IPv4Address]

  /// Makes a location.
  public init(region: Region, virtualIPs: [IPv4Address]) {
    self.region = region
    self.virtualIPs = virtualIPs
  }
}
