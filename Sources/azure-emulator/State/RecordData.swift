/// The records of a set, in the spelling of the REST API; only those of the set's own type are present.
struct RecordData: Codable, Sendable {
  /// An IPv4 address.
  struct A: Codable, Sendable {
    var ipv4Address: String
  }

  /// An IPv6 address.
  struct AAAA: Codable, Sendable {
    var ipv6Address: String
  }

  /// An alias.
  struct CNAME: Codable, Sendable {
    /// The canonical name.
    var cname: String
  }

  /// A mail exchanger.
  struct MX: Codable, Sendable {
    var exchange: String
    /// The preference; the lowest is tried first.
    var preference: Int
  }

  /// A pointer to a name.
  struct PTR: Codable, Sendable {
    var ptrdname: String
  }

  /// The location of a service.
  struct SRV: Codable, Sendable {
    var port: Int
    /// The priority; the lowest is tried first.
    var priority: Int
    var target: String
    /// The relative weight among targets of the same priority.
    var weight: Int
  }

  /// A text in several strings.
  struct TXT: Codable, Sendable {
    /// The strings, each with at most 255 bytes.
    var value: [String]
  }

  /// The start of authority.
  ///
  /// Fields that a request leaves out do not change.
  struct SOA: Codable, Sendable {
    /// The mail address of the responsible person, with a dot instead of the @.
    var email: String?
    /// Seconds until a secondary server stops serving the zone.
    var expireTime: Int?
    /// The primary name server.
    var host: String?
    /// Seconds that resolvers cache negative responses.
    var minimumTtl: Int?
    /// Seconds between checks of a secondary server for a new version.
    var refreshTime: Int?
    /// Seconds until a failed check is retried.
    var retryTime: Int?
    /// The serial number, always 1.
    var serialNumber: Int?

    /// The SOA of new zones.
    static let standard = SOA(
      email: "azureprivatedns-host.microsoft.com", expireTime: 2_419_200, host: "azureprivatedns.net", minimumTtl: 10,
      refreshTime: 3600, retryTime: 300, serialNumber: 1)

    /// This record with the fields of a request; Azure does not allow changes of host and serial number.
    func updated(by request: SOA) -> SOA {
      SOA(
        email: request.email ?? email, expireTime: request.expireTime ?? expireTime, host: host,
        minimumTtl: request.minimumTtl ?? minimumTtl, refreshTime: request.refreshTime ?? refreshTime,
        retryTime: request.retryTime ?? retryTime, serialNumber: serialNumber)
    }
  }

  var aRecords: [A]?
  var aaaaRecords: [AAAA]?
  var cnameRecord: CNAME?
  var mxRecords: [MX]?
  var ptrRecords: [PTR]?
  var soaRecord: SOA?
  var srvRecords: [SRV]?
  var txtRecords: [TXT]?

  /// The records of one type; an empty list if the type has a list and there are none.
  func only(_ type: RecordType) -> RecordData {
    switch type {
    case .a: RecordData(aRecords: aRecords ?? [])
    case .aaaa: RecordData(aaaaRecords: aaaaRecords ?? [])
    case .cname: RecordData(cnameRecord: cnameRecord)
    case .mx: RecordData(mxRecords: mxRecords ?? [])
    case .ptr: RecordData(ptrRecords: ptrRecords ?? [])
    case .soa: RecordData(soaRecord: soaRecord)
    case .srv: RecordData(srvRecords: srvRecords ?? [])
    case .txt: RecordData(txtRecords: txtRecords ?? [])
    }
  }

  /// Whether records of a type are present, even an empty list.
  func has(_ type: RecordType) -> Bool {
    switch type {
    case .a: aRecords != nil
    case .aaaa: aaaaRecords != nil
    case .cname: cnameRecord != nil
    case .mx: mxRecords != nil
    case .ptr: ptrRecords != nil
    case .soa: soaRecord != nil
    case .srv: srvRecords != nil
    case .txt: txtRecords != nil
    }
  }

  /// How many records there are.
  var count: Int {
    (aRecords?.count ?? 0) + (aaaaRecords?.count ?? 0) + (mxRecords?.count ?? 0) + (ptrRecords?.count ?? 0)
      + (srvRecords?.count ?? 0) + (txtRecords?.count ?? 0) + (cnameRecord == nil ? 0 : 1)
      + (soaRecord == nil ? 0 : 1)
  }
}
