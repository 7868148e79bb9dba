public import DNSModel

/// A region in which an instance runs, and its virtual IPs there.
public struct Location: Hashable, Sendable {
  /// The Azure region.
  public let region: Region
  /// The private virtual IPs, at least one.
  public let virtualIPs: [IPv4Address]

  /// Makes a location; `virtualIPs` must not be empty.
  public init(region: Region, virtualIPs: [IPv4Address]) {
    self.region = region
    self.virtualIPs = virtualIPs
  }
}
