import DNSModel
import Reconciliation

/// The SOA record of a zone without its serial number.
///
/// All times are in seconds. Source: [RFC 1035 §3.3.13](https://www.rfc-editor.org/rfc/rfc1035#section-3.3.13).
struct StartOfAuthority: Hashable, Sendable {
  /// The canonical name of the primary name server (MNAME).
  let primary: String
  /// The person responsible for the zone (RNAME).
  let contact: ResponsiblePerson
  /// How often a secondary checks the serial.
  var refresh = Self.standardRefresh
  /// How soon a secondary retries a failed check.
  var retry = Self.standardRetry
  /// How long a secondary serves the zone while its checks fail.
  var expire = Self.standardExpire
  /// How long a resolver may cache a negative answer.
  var minimum = Self.standardMinimum
  /// The TTL of the record itself.
  var ttl = Self.standardTTL

  /// One hour.
  ///
  /// [RFC 1912 §2.2](https://www.rfc-editor.org/rfc/rfc1912#section-2.2) recommends 20 minutes to 12 hours. An address that
  /// moves should not be wrong for half a day if no NOTIFY arrives.
  static let standardRefresh: UInt32 = 3_600
  /// Ten minutes: "typically a fraction of the refresh interval" (RFC 1912 §2.2).
  static let standardRetry: UInt32 = 600
  /// Two weeks: RFC 1912 §2.2 recommends 2 to 4 weeks.
  static let standardExpire: UInt32 = 1_209_600
  /// One minute.
  ///
  /// [RFC 2308 §5](https://www.rfc-editor.org/rfc/rfc2308#section-5) recommends one to three hours, for zones whose names seldom
  /// change. A name that is asked for an instant too early would then be missing for an hour.
  static let standardMinimum: UInt32 = 60
  /// One hour.
  ///
  /// The lesser of this and the minimum is the TTL of negative answers (RFC 2308 §5).
  static let standardTTL: UInt32 = 3_600
}

/// The SOA and NS records at the apex of a zone.
///
/// A file may use any names here, such as `.`, so they are canonical names and not `DomainName`s.
struct ZoneApex: Hashable, Sendable {
  let soa: StartOfAuthority
  /// The canonical names of the name servers in canonical order.
  let nameServers: [String]
  /// The TTL of the NS records in seconds; 0 also if they have different TTLs, which managed ones never have.
  let nameServersTTL: UInt32

  /// Makes the apex; order and duplicates of the name servers do not matter.
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
      contents: ["SOA \(CanonicalName.withoutTrailingDot(soa.primary)) \(soa.contact.mail) \(times)"]
        + nameServers.map { "NS \(CanonicalName.withoutTrailingDot($0))\(ownTTL)" })
  }
}
