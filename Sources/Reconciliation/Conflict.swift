public import DNSModel

/// Unmanaged data, or a target that cannot be changed: what keeps a change from being applied without `--force`.
public struct Conflict: Hashable, Sendable {
  /// The name that both want, or the unmanaged file or resource.
  public let name: String
  /// The zone that it belongs to; nil if the backend has no zones.
  public let zone: DomainName?
  /// Where the unmanaged data is: `file:line`, or the path of a resource.
  public let place: String
  /// What the conflict is and what to do, without the place.
  public let reason: String
  /// Whether `--force` overrides it.
  public let yieldsToForce: Bool

  package init(name: String, zone: DomainName? = nil, place: String, reason: String, yieldsToForce: Bool) {
    self.name = name
    self.zone = zone
    self.place = place
    self.reason = reason
    self.yieldsToForce = yieldsToForce
  }
}
