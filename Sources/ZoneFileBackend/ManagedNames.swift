import DNSModel

/// The names of a zone that are to have addresses of ours, by their owners.
///
/// Records of others may leave no room for them: with both, servers refuse the zone or do not answer with ours.
struct ManagedNames {
  /// What leaves no room for one of our names.
  struct ConflictCause {
    /// The first such name.
    let name: String
    /// Why, and what to do.
    let reason: String

    /// Takes a name, if there is one.
    fileprivate init?(_ name: String?, _ reason: String) {
      guard let name else { return nil }
      self.name = name
      self.reason = reason
    }
  }

  /// The zone's own name, where any name is wanted.
  private let apex: String?
  /// The name of each owner.
  private var exact: [Substring: String] = [:]
  /// The first name below each owner.
  private var below: [Substring: String] = [:]

  /// Takes the names, which are in canonical order.
  init(of zone: Zone) {
    apex = zone.recordSets.isEmpty ? nil : zone.origin.text
    for set in zone.recordSets {
      let owner = zone.origin.owner(ofQueryName: set.name)
      exact[owner] = set.name.text
      var rest = owner
      while !rest.isEmpty {
        rest = rest.drop { $0 != "." }.dropFirst()
        below[rest] = below[rest] ?? set.name.text
      }
    }
  }

  /// Whether a record of somebody else leaves no room for one of our names.
  func conflictCause(by record: ResourceRecord) -> ConflictCause? {
    let owner = String(decoding: record.owner, as: UTF8.self)[...]
    switch record.type {
    case .cname:
      // [RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2); at the apex stands our SOA record.
      return ConflictCause(
        owner.isEmpty ? apex : exact[owner],
        "there is an alias, beside which no address of ours can stand: take the record out")
    case .dname:
      // [RFC 6672 §2.4](https://www.rfc-editor.org/rfc/rfc6672#section-2.4)
      return ConflictCause(
        below[owner], "there is a DNAME record, below which no address of ours can stand: take the record out")
    case .ns:
      return ConflictCause(
        exact[owner] ?? below[owner],
        "there is a delegation, at or below which no address of ours is answered: take the record out")
    default: return nil
    }
  }
}
