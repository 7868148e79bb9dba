public import DNSModel

/// One thing that an apply would create, update or delete.
public struct Change: Hashable, Sendable {
  /// What is done to it.
  public enum Action: String, CaseIterable, Hashable, Sendable {
    case create
    case update
    case delete
  }

  /// What sort of thing it is.
  public enum Kind: String, Hashable, Sendable {
    /// A record set.
    case record
    /// A zone itself: in Azure the resource, in a zone file the SOA and NS records.
    case zone
    /// The link of a zone to a virtual network.
    case link
    /// What our part of a file says besides records: an include file, a block whose text was edited.
    case configuration
  }

  /// What became of it.
  public enum Outcome: Hashable, Sendable {
    /// Nothing yet.
    case planned
    /// It was done.
    case applied
    /// It was tried and did not work; the text says why.
    case failed(String)
    /// It was not tried, because something before it failed or was refused.
    case skipped
    /// It was left alone, because somebody else's data is in the way; the text says whose.
    case conflict(String)
  }

  /// What a record set, zone or link holds at one moment.
  public struct Value: Hashable, Sendable {
    /// The TTL, where there is one.
    public let ttl: TimeToLive?
    /// The addresses or other contents as text.
    public let contents: [String]

    /// Makes a value.
    package init(ttl: TimeToLive? = nil, contents: [String]) {
      self.ttl = ttl
      self.contents = contents
    }
  }

  /// What is done to it.
  public let action: Action
  /// What sort of thing it is.
  public let kind: Kind
  /// Its name, without the trailing dot where it is a domain name.
  public let name: String
  /// The zone it lies in, where there is one.
  public let zone: DomainName?
  /// What it held when the plan was made.
  public var before: Value?
  /// What it is to hold.
  public let after: Value?
  /// The tag by which the place knows the state that the change starts from, where it gives one: Azure's ETag.
  public var etag: String?
  /// What became of it.
  public var outcome: Outcome

  /// Makes a change that is planned.
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
