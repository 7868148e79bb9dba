/// The records of a set, under the names that they have on the wire; only those of the set's own type are there.
struct RecordData: Codable, Sendable {
  /// A host's address of version 4.
  struct A: Codable, Sendable {
    /// The address in dotted form.
    var ipv4Address: String
  }

  /// A host's address of version 6.
  struct AAAA: Codable, Sendable {
    /// The address in one of its text forms.
    var ipv6Address: String
  }

  /// Another name for a host.
  struct CNAME: Codable, Sendable {
    /// The name that it stands for.
    var cname: String
  }

  /// A mail exchanger.
  struct MX: Codable, Sendable {
    /// The name of the mail server.
    var exchange: String
    /// Its place in the order; the lowest is tried first.
    var preference: Int
  }

  /// A host's name by its address.
  struct PTR: Codable, Sendable {
    /// The name that the address has.
    var ptrdname: String
  }

  /// The place of a service.
  struct SRV: Codable, Sendable {
    /// The port of the service.
    var port: Int
    /// Its place in the order; the lowest is tried first.
    var priority: Int
    /// The service's host.
    var target: String
    /// Its share among those of the same priority.
    var weight: Int
  }

  /// A text in pieces.
  struct TXT: Codable, Sendable {
    /// The pieces, each of at most 255 bytes.
    var value: [String]
  }

  /// The start of authority; what a request leaves out stays as it is.
  struct SOA: Codable, Sendable {
    /// The mail address of who is responsible, its @ written as a dot.
    var email: String?
    /// Seconds until a copy of the zone is no more good.
    var expireTime: Int?
    /// The first name server.
    var host: String?
    /// Seconds that a resolver may remember that a name is not there.
    var minimumTtl: Int?
    /// Seconds between two looks for a newer zone.
    var refreshTime: Int?
    /// Seconds between two looks when the first found nobody.
    var retryTime: Int?
    /// The version of the zone, always 1.
    var serialNumber: Int?

    /// What new zones have.
    static let standard = SOA(
      email: "azureprivatedns-host.microsoft.com", expireTime: 2_419_200, host: "azureprivatedns.net", minimumTtl: 10,
      refreshTime: 3600, retryTime: 300, serialNumber: 1)

    /// This record with the fields that a request gives; the host and the serial number are Azure's alone.
    func updated(by request: SOA) -> SOA {
      SOA(
        email: request.email ?? email, expireTime: request.expireTime ?? expireTime, host: host,
        minimumTtl: request.minimumTtl ?? minimumTtl, refreshTime: request.refreshTime ?? refreshTime,
        retryTime: request.retryTime ?? retryTime, serialNumber: serialNumber)
    }
  }

  /// The records of type A.
  var aRecords: [A]?
  /// The records of type AAAA.
  var aaaaRecords: [AAAA]?
  /// The record of type CNAME.
  var cnameRecord: CNAME?
  /// The records of type MX.
  var mxRecords: [MX]?
  /// The records of type PTR.
  var ptrRecords: [PTR]?
  /// The record of type SOA.
  var soaRecord: SOA?
  /// The records of type SRV.
  var srvRecords: [SRV]?
  /// The records of type TXT.
  var txtRecords: [TXT]?

  /// The records of one type; an empty list where the type has a list and none was given.
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

  /// Whether there are records of this type, be it an empty list.
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
