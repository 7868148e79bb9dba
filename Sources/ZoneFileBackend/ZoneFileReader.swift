import DNSModel
import Reconciliation

/// Reads a managed zone file in any valid form, since people and programs may reformat it.
///
/// It parses the SOA record, the NS records of the apex and the A records, and keeps all other records as they are.
struct ZoneFileReader {
  private var records: ZoneFileRecordReader
  /// The origin by the file's name.
  private let origin: DomainName
  /// Whether owner names are query names.
  private let isPolicy: Bool
  /// The owner names that unmanaged NS records delegate, once they are known; A records at or below them are their glue.
  private let delegations: [[UInt8]]
  /// The query names whose A records are managed even where a delegation covers them.
  private let names: Set<String>
  /// The SOA record, once it is found.
  private var soa: (record: StartOfAuthority, serial: SerialNumber)?
  /// The name servers in the NS records of the apex.
  private var nameServers: [String] = []
  /// The TTL of the NS records; 0 if they have different TTLs.
  private var nameServersTTL: UInt32?
  /// The A record sets by the names that clients query.
  private var recordSets: [String: StoredRecordSet] = [:]
  /// A buffer for names, reused to save allocations.
  private var nameBytes: [UInt8] = []
  /// All other records.
  private var otherRecords: [ResourceRecord] = []

  /// Parses a whole file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - origin: the origin by the file's name.
  ///   - isPolicy: whether it is a response policy zone.
  ///   - desired: the desired zone, whose names are managed even where a delegation covers them, which is a conflict.
  /// - Returns: the contents of the file.
  /// - Throws: ``ZoneFileError`` for the first error.
  static func contents(
    of bytes: [UInt8], origin: DomainName, isPolicy: Bool = false, managing desired: Zone? = nil
  ) throws(ZoneFileError) -> FoundZone {
    let found = try contents(of: bytes, origin, isPolicy: isPolicy, below: [], [])
    let delegations = Set(found.otherRecords.filter { $0.type == .ns }.map(\.owner))
    // A delegation may stand after its glue, so the glue is told apart in a second pass.
    return delegations.isEmpty || isPolicy
      ? found
      : try contents(
        of: bytes, origin, isPolicy: isPolicy, below: Array(delegations),
        Set(desired?.recordSets.map(\.name.text) ?? []))
  }

  private static func contents(
    of bytes: [UInt8], _ origin: DomainName, isPolicy: Bool, below delegations: [[UInt8]], _ names: Set<String>
  ) throws(ZoneFileError) -> FoundZone {
    var reader = ZoneFileReader(
      records: ZoneFileRecordReader(bytes, zone: Array("\(origin).".utf8)), origin: origin, isPolicy: isPolicy,
      delegations: delegations, names: names)
    // Enough for most hostnames, so that the dictionary is not copied as it grows.
    reader.recordSets.reserveCapacity(bytes.count / 32)
    while let head = try reader.records.next() { try reader.read(head) }
    return try reader.finish(length: bytes.count)
  }

  private init(
    records: ZoneFileRecordReader, origin: DomainName, isPolicy: Bool, delegations: [[UInt8]], names: Set<String>
  ) {
    self.records = records
    self.origin = origin
    self.isPolicy = isPolicy
    self.delegations = delegations
    self.names = names
  }

  /// Assembles the zone.
  private func finish(length: Int) throws(ZoneFileError) -> FoundZone {
    guard let (record, serial) = soa else {
      throw ZoneFileError(
        at: length, "the zone has no SOA record",
        fix:
          "Add an SOA record, or move the file away and apply with --serial-from so that the serial does not decrease.")
    }
    return FoundZone(
      origin: origin,
      apex: ZoneApex(record, nameServers: nameServers, nameServersTTL: nameServersTTL ?? record.ttl),
      serial: serial, recordSets: recordSets, otherRecords: otherRecords)
  }

  /// Reads the data of a record.
  private mutating func read(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    switch head.type {
    case .a where isManagedAddress(head): try readAddress(head)
    case .soa: try readStartOfAuthority(head)
    case .ns where isApex(head.owner): try readNameServer(head)
    default: otherRecords.append(try ResourceRecord(head, from: &records))
    }
  }

  /// Whether a record is a managed A record.
  ///
  /// Others are unmanaged: named ignores those outside the zone, no query name is at the apex of a response policy zone, and
  /// what a delegation covers is its glue.
  private mutating func isManagedAddress(_ head: ZoneFileRecordReader.Head) -> Bool {
    guard head.type == .a, head.owner.isInZone, !(head.owner.name.isEmpty && isPolicy) else { return false }
    let isGlue = delegations.contains { CanonicalName.prefixLength(of: Array(head.owner.name), in: $0) != nil }
    return !isGlue || names.contains(queryName(ofOwner: head.owner.name))
  }

  /// Whether an owner name is the apex.
  private func isApex(_ owner: ZoneFileRecordReader.Owner) -> Bool { owner.isInZone && owner.name.isEmpty }

  /// Reads the data of an A record, also in the generic form of RFC 3597.
  private mutating func readAddress(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    let word = try records.word("IPv4 address")
    var address = IPv4Address(records.scanner.bytes[word].span)
    if address == nil { address = try genericAddress(word) }
    guard let address else { return }
    let ttl = TimeToLive(seconds: Int(head.ttl))
    recordSets[queryName(ofOwner: head.owner.name), default: StoredRecordSet(ttl: ttl, addresses: [address])]
      .add(address, ttl: ttl)
    try records.endEntry()
  }

  /// The query name for an owner name that is relative to the zone.
  private mutating func queryName(ofOwner owner: ArraySlice<UInt8>) -> String {
    nameBytes.removeAll(keepingCapacity: true)
    nameBytes += owner
    if !isPolicy {
      if !owner.isEmpty { nameBytes.append(UInt8(ascii: ".")) }
      nameBytes += origin.text.utf8
    }
    return String(decoding: nameBytes, as: UTF8.self)
  }

  /// Reads the address of data such as `\# 4 0A000001` ([RFC 3597 §5](https://www.rfc-editor.org/rfc/rfc3597#section-5)).
  private mutating func genericAddress(_ first: Range<Int>) throws(ZoneFileError) -> IPv4Address {
    let problem = ZoneFileError(at: first.lowerBound, "\(records.scanner.quoted(first)) is not a valid IPv4 address")
    guard records.scanner.bytes[first].elementsEqual("\\#".utf8) else { throw problem }
    guard decimal(try records.word("data length")) == 4 else { throw problem }
    var digits: [UInt8] = []
    while let word = try records.nextWord() { digits += records.scanner.bytes[word] }
    guard digits.count == 8, digits.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem }
    return IPv4Address(number: number)
  }

  /// Reads the data of an NS record of the apex.
  private mutating func readNameServer(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    nameServersTTL = nameServersTTL ?? head.ttl == head.ttl ? head.ttl : 0
    nameServers.append(try name("name server"))
    try records.endEntry()
  }

  /// Reads the seven fields of an SOA record.
  private mutating func readStartOfAuthority(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    guard isApex(head.owner) else {
      throw ZoneFileError(
        at: head.typeWord.lowerBound,
        "the SOA record is for \(records.scanner.quoted(head.owner.word)), but the file's name is for '\(origin).'")
    }
    guard soa == nil else {
      throw ZoneFileError(
        at: head.typeWord.lowerBound, "the zone has more than one SOA record",
        fix:
          "Remove one of the SOA records, or move the file away and apply with --serial-from so that the serial does not "
          + "decrease.")
    }
    let primary = try name("primary name server")
    let contact = ResponsiblePerson(name: try records.name("contact").name)
    let serialWord = try records.word("serial")
    guard let serial = decimal(serialWord) else {
      throw ZoneFileError(
        at: serialWord.lowerBound,
        "\(records.scanner.quoted(serialWord)) is not a valid serial from 0 to 4294967295")
    }
    var record = StartOfAuthority(primary: primary, contact: contact)
    record.refresh = try records.time("refresh time")
    record.retry = try records.time("retry time")
    record.expire = try records.time("expire time")
    record.minimum = try records.time("minimum TTL")
    record.ttl = head.ttl
    soa = (record, SerialNumber(number: serial))
    try records.endEntry()
  }

  /// Reads a domain name.
  private mutating func name(_ expected: String) throws(ZoneFileError) -> String {
    String(decoding: try records.name(expected).name, as: UTF8.self)
  }

  /// The value of decimal digits; nil if the word has other characters or does not fit.
  private func decimal(_ word: Range<Int>) -> UInt32? {
    let bytes = records.scanner.bytes[word]
    guard bytes.first != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: bytes, as: UTF8.self))
  }
}
