/// All A records of one owner name, which share one TTL ([RFC 2181 §5](https://www.rfc-editor.org/rfc/rfc2181#section-5)).
public struct RecordSet: Hashable, Sendable {
  /// The owner name of the records.
  public let name: DomainName
  /// How long a resolver may cache the records.
  public let ttl: TimeToLive
  /// The addresses in numeric order, each once.
  public let addresses: [IPv4Address]
  /// What the records are for, in printable ASCII, as a comment for people; nil if there is none.
  ///
  /// Sets that differ only in it are equal.
  package var note: String?

  /// Makes a set; order and duplicates of the addresses do not matter.
  public init(name: DomainName, ttl: TimeToLive, addresses: [IPv4Address]) {
    self.name = name
    self.ttl = ttl
    self.addresses = addresses.count < 2 ? addresses : Set(addresses).sorted()
  }

  /// Compares all but the note.
  public static func == (left: Self, right: Self) -> Bool {
    left.name == right.name && left.ttl == right.ttl && left.addresses == right.addresses
  }

  /// Hashes all but the note.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(ttl)
    hasher.combine(addresses)
  }
}
