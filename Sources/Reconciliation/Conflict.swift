public import DNSModel

/// Somebody else's data where ours should be.
public struct Conflict: Hashable, Sendable {
  /// The name that both want, or the file or resource that is not ours.
  public let name: String
  /// The zone it lies in, where there is one.
  public let zone: DomainName?
  /// Where the foreign data is: `file:line`, or the path of a resource.
  public let place: String
  /// What is in the way and what to do, in one sentence without a full stop.
  public let reason: String
  /// Whether `--force` may go ahead in spite of it.
  public let yieldsToForce: Bool

  /// Makes a conflict.
  package init(name: String, zone: DomainName? = nil, place: String, reason: String, yieldsToForce: Bool) {
    self.name = name
    self.zone = zone
    self.place = place
    self.reason = reason
    self.yieldsToForce = yieldsToForce
  }
}
