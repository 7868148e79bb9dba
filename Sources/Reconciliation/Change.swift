public import DNSModel

/// One record set, zone, link or setting that an apply would create, update or delete.
public struct Change: Hashable, Sendable {
  /// What an apply does with it.
  public enum Action: String, CaseIterable, Hashable, Sendable {
    case create
    case update
    case delete
  }

  /// The kind of thing that changes.
  public enum Kind: String, Hashable, Sendable {
    /// A record set.
    case record
    /// A zone itself: in Azure the resource, in a zone file the SOA and NS records.
    case zone
    /// The link of a zone to a virtual network.
    case link
    /// Managed text other than records: an include file, or a managed block that was edited.
    case configuration
  }

  /// Where a change stands: planned, or the result of an apply.
  public enum Outcome: Hashable, Sendable {
    /// Not applied yet.
    case planned
    /// Applied.
    case applied
    /// Tried and failed; the text says why.
    case failed(String)
    /// Begun, but nothing says how it ended, so that its result is not known; the text says why.
    case unknown(String)
    /// Not tried, because an earlier change failed or the run was refused.
    case skipped
    /// Not tried, because it conflicts with unmanaged data; the text says which.
    case conflict(String)
  }

  /// What a record set, zone or link holds at one moment.
  public struct Value: Hashable, Sendable {
    /// The TTL; nil if the target stores none.
    public let ttl: TimeToLive?
    /// The addresses or other contents as text.
    public let contents: [String]

    package init(ttl: TimeToLive? = nil, contents: [String]) {
      self.ttl = ttl
      self.contents = contents
    }
  }

  /// What an apply does with it.
  public let action: Action
  /// The kind of thing that changes.
  public let kind: Kind
  /// Its name; a domain name has no trailing dot.
  public let name: String
  /// The zone that it belongs to; nil if the backend has no zones.
  public let zone: DomainName?
  /// What it held at the time of the plan; nil for a creation.
  public var before: Value?
  /// What it is to hold; nil for a deletion.
  public let after: Value?
  /// The unmanaged metadata that the owner mark replaces, as `key=value`.
  public var replacedMetadata: [String] = []
  /// Azure's ETag of the state that the change starts from; nil if the backend has no such tag.
  public var etag: String?
  /// Planned, or the result of an apply.
  public var outcome: Outcome

  package init(
    _ action: Action, _ kind: Kind = .record, name: String, zone: DomainName? = nil,
    before: Value? = nil, after: Value? = nil, etag: String? = nil
  ) {
    self.action = action
    self.kind = kind
    self.name = name
    self.zone = zone
    self.before = before
    self.after = after
    self.etag = etag
    self.outcome = .planned
  }
}
