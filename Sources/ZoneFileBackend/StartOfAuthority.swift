import DNSModel
import Reconciliation

/// The SOA record of a zone, save its serial number.
///
/// All times are in seconds. Source: [RFC 1035 §3.3.13](https://www.rfc-editor.org/rfc/rfc1035#section-3.3.13).
struct StartOfAuthority: Hashable, Sendable {
  /// The canonical name of the primary name server (MNAME).
  let primary: String
  /// Who answers for the zone (RNAME).
  let contact: ResponsiblePerson
  /// How often a secondary asks for a new serial.
  var refresh = Self.standardRefresh
  /// How soon it asks again when nobody answered.
  var retry = Self.standardRetry
  /// How long it serves the zone when nobody answers at all.
  var expire = Self.standardExpire
  /// How long a resolver may keep the answer that something does not exist.
  var minimum = Self.standardMinimum
  /// The TTL of the record itself.
  var ttl = Self.standardTTL

  /// One hour.
  ///
  /// [RFC 1912 §2.2](https://www.rfc-editor.org/rfc/rfc1912#section-2.2) has 20 minutes to 12 hours, and an address that
  /// moves should not be wrong for half a day where no NOTIFY comes through.
  static let standardRefresh: UInt32 = 3_600
  /// Ten minutes: "typically a fraction of the refresh interval" (RFC 1912 §2.2).
  static let standardRetry: UInt32 = 600
  /// Two weeks: RFC 1912 §2.2 has 2 to 4 weeks.
  static let standardExpire: UInt32 = 1_209_600
  /// One hour.
  ///
  /// [RFC 2308 §5](https://www.rfc-editor.org/rfc/rfc2308#section-5) has one to three hours, and a new hostname should not
  /// stay missing for longer than it must.
  static let standardMinimum: UInt32 = 3_600
  /// One hour, the same as ``standardMinimum``.
  ///
  /// The lesser of the two is how long a negative answer lives (RFC 2308 §5).
  static let standardTTL: UInt32 = 3_600
}

/// What a zone has at its apex whatever its records: its SOA record and its NS records.
///
/// A file may have any names there, such as `.`, so they are canonical names and not `DomainName`s.
struct ZoneApex: Hashable, Sendable {
  /// The SOA record.
  let soa: StartOfAuthority
  /// The canonical names of the name servers in canonical order.
  let nameServers: [String]
  /// The TTL of the NS records in seconds; 0 also where they have several, which ours never have.
  let nameServersTTL: UInt32

  /// Makes the apex; the order and repetition of the name servers do not matter.
  init(_ soa: StartOfAuthority, nameServers: [String], nameServersTTL: UInt32) {
    self.soa = soa
    self.nameServers = Set(nameServers).sorted(by: CanonicalName.isBefore)
    self.nameServersTTL = nameServersTTL
  }

  /// The records as a plan shows them.
  var value: Change.Value {
    let soa = soa
    let times = "refresh \(soa.refresh) retry \(soa.retry) expire \(soa.expire) minimum \(soa.minimum)"
    let ownTTL = nameServersTTL == soa.ttl ? "" : nameServersTTL == 0 ? " ttl 0 or several" : " ttl \(nameServersTTL)"
    return Change.Value(
      ttl: TimeToLive(seconds: Int(soa.ttl)),
      contents: ["SOA \(CanonicalName.shown(soa.primary)) \(soa.contact.mail) \(times)"]
        + nameServers.map { "NS \(CanonicalName.shown($0))\(ownTTL)" })
  }
}
