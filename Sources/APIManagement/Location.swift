public import DNSModel

/// A region in which an instance runs, and its virtual IPs there.
public struct Location: Hashable, Sendable {
  /// The Azure region; nil if it is not known, which is right only if no hostname depends on it.
  public let region: Region?
  /// The private virtual IPs, at least one.
  public let virtualIPs: [IPv4Address]
  /// Whether the gateway is switched off here, so that no name leads to it.
  package let gatewayIsDisabled: Bool

  /// Makes a location; `virtualIPs` must not be empty.
  public init(region: Region?, virtualIPs: [IPv4Address], gatewayIsDisabled: Bool = false) {
    self.region = region
    self.virtualIPs = virtualIPs
    self.gatewayIsDisabled = gatewayIsDisabled
  }
}
