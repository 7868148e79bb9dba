import DNSModel

/// The names in a zone that get managed A records, indexed by owner name.
///
/// Some unmanaged records conflict with them: a server would reject the zone or not serve the managed records.
struct ManagedNames {
  /// Why an unmanaged record conflicts with a managed name.
  struct ConflictCause {
    /// The first managed name that it conflicts with.
    let name: String
    /// What conflicts, and what to do.
    let reason: String

    fileprivate init?(_ name: String?, reason: (String) -> String) {
      guard let name else { return nil }
      self.name = name
      self.reason = reason(name)
    }
  }

  /// The name of the apex; nil if the zone has no managed names.
  private let apex: String?
  /// The managed name at each owner name.
  private var exact: [Substring: String] = [:]
  /// The first managed name below each owner name.
  private var below: [Substring: String] = [:]

  /// Indexes the names of a zone, which are in canonical order.
  init(of zone: Zone) {
    apex = zone.recordSets.isEmpty ? nil : zone.origin.text
    for set in zone.recordSets {
      let owner = zone.owner(ofQueryName: set.name)
      exact[owner] = set.name.text
      var rest = owner
      while !rest.isEmpty {
        rest = rest.drop { $0 != "." }.dropFirst()
        below[rest] = below[rest] ?? set.name.text
      }
    }
  }

  /// The conflict between an unmanaged record and a managed name; nil if they can coexist.
  func conflictCause(of record: ResourceRecord) -> ConflictCause? {
    let owner = String(decoding: record.owner, as: UTF8.self)[...]
    switch record.type {
    case .cname:
      // [RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2); the apex always has the managed SOA record.
      return ConflictCause(owner.isEmpty ? apex : exact[owner]) { name in
        "the unmanaged CNAME record at \(name) cannot coexist with managed records. Remove the CNAME record."
      }
    case .dname:
      // [RFC 6672 §2.4](https://www.rfc-editor.org/rfc/rfc6672#section-2.4)
      return ConflictCause(below[owner]) { name in
        "the unmanaged DNAME record above \(name) redirects every name below it. Remove the DNAME record."
      }
    case .ns:
      return ConflictCause(exact[owner] ?? below[owner]) { name in
        "the unmanaged NS record delegates \(name) to another name server. Remove the NS record."
      }
    default: return nil
    }
  }
}
