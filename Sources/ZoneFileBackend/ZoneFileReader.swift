import DNSModel
import Reconciliation

/// Reads a zone file of ours, also where somebody brought it into another form: SOA, NS and A, and what is not ours.
struct ZoneFileReader {
  /// Where we are in the file.
  private var records: ZoneFileRecordReader
  /// The zone that the file's name says.
  private let origin: DomainName
  /// The SOA record, once it was found.
  private var soa: (record: StartOfAuthority, serial: SerialNumber)?
  /// The targets of the NS records.
  private var nameServers: [String] = []
  /// The TTL of the NS records; 0 where they have several.
  private var nameServersTTL: UInt32?
  /// The A records, each by the name that it is asked for by.
  private var addresses: [(name: String, ttl: TimeToLive?, address: IPv4Address)] = []
  /// Room in which the names are put together.
  private var nameBytes: [UInt8] = []
  /// All other records.
  private var foreign: [ResourceRecord] = []

  /// Reads a whole file.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - origin: the zone that the file's name says.
  /// - Returns: all that the file says.
  /// - Throws: ``ZoneFileError`` for the first thing that it cannot read.
  static func contents(of bytes: [UInt8], origin: DomainName) throws(ZoneFileError) -> FoundZone {
    var reader = ZoneFileReader(
      records: ZoneFileRecordReader(bytes, zone: Array("\(origin).".utf8)), origin: origin)
    while let head = try reader.records.next() { try reader.read(head) }
    return try reader.finish(length: bytes.count)
  }

  /// Begins to read.
  private init(records: ZoneFileRecordReader, origin: DomainName) {
    self.records = records
    self.origin = origin
  }

  /// Puts together what was read.
  private func finish(length: Int) throws(ZoneFileError) -> FoundZone {
    guard let (record, serial) = soa else {
      throw ZoneFileError(at: length, "the file ends without an SOA record")
    }
    return FoundZone(
      origin: origin,
      apex: ZoneApex(record, nameServers: nameServers, nameServersTTL: nameServersTTL ?? record.ttl),
      serial: serial, recordSets: recordSets(), foreign: foreign)
  }

  /// Gathers the A records of each name.
  private func recordSets() -> [(key: String, value: StoredRecordSet)] {
    let order = CanonicalOrder.order(of: addresses.map(\.name))
    var sets: [(key: String, value: StoredRecordSet)] = []
    var start = 0
    while start < order.count {
      let first = order[start]
      let end = order[start...].firstIndex { addresses[$0].name != addresses[first].name } ?? order.count
      let ttl = addresses[first].ttl
      let hasOneTTL = order[start..<end].allSatisfy { addresses[$0].ttl == ttl }
      let set = StoredRecordSet(
        ttl: hasOneTTL ? ttl : nil, addresses: order[start..<end].map { addresses[$0].address })
      sets.append((addresses[first].name, set))
      start = end
    }
    return sets
  }

  /// Reads the data of a record.
  private mutating func read(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    switch head.type {
    case .a where isOurAddress(head): try readAddress(head)
    case .soa: try readStartOfAuthority(head)
    case .ns where isApex(head.owner): try readNameServer(head)
    default: foreign.append(try ResourceRecord(head, from: &records))
    }
  }

  /// Whether a record is an A record that could be one of ours: named passes over those outside of the zone, and nobody
  /// asks for the apex of a policy zone.
  private func isOurAddress(_ head: ZoneFileRecordReader.Head) -> Bool {
    head.type == .a && head.owner.isInZone && !(head.owner.name.isEmpty && origin.isPolicyZone)
  }

  /// Whether an owner is the zone itself.
  private func isApex(_ owner: ZoneFileRecordReader.Owner) -> Bool { owner.isInZone && owner.name.isEmpty }

  /// Reads an A record, also where its data is written as that of an unknown type.
  private mutating func readAddress(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    let word = try records.word("an address")
    var address = IPv4Address(records.scanner.bytes[word])
    if address == nil { address = try genericAddress(word) }
    guard let address else { return }
    addresses.append((queryName(ofOwner: head.owner.name), TimeToLive(seconds: Int(head.ttl)), address))
    try records.endEntry()
  }

  /// The name that is asked for, from an owner relative to the zone.
  private mutating func queryName(ofOwner owner: ArraySlice<UInt8>) -> String {
    nameBytes.removeAll(keepingCapacity: true)
    nameBytes += owner
    if !origin.isPolicyZone {
      if !owner.isEmpty { nameBytes.append(UInt8(ascii: ".")) }
      nameBytes += origin.text.utf8
    }
    return String(decoding: nameBytes, as: UTF8.self)
  }

  /// Reads the address in `\# 4 0A000001` ([RFC 3597 §5](https://www.rfc-editor.org/rfc/rfc3597#section-5)).
  private mutating func genericAddress(_ first: Range<Int>) throws(ZoneFileError) -> IPv4Address {
    let problem = ZoneFileError(at: first.lowerBound, "\(records.scanner.shown(first)) is no IPv4 address")
    guard records.scanner.bytes[first].elementsEqual("\\#".utf8) else { throw problem }
    guard decimal(try records.word("the length of the data")) == 4 else { throw problem }
    var digits: [UInt8] = []
    while let word = try records.nextWord() { digits += records.scanner.bytes[word] }
    guard digits.count == 8, digits.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem }
    return IPv4Address(number: number)
  }

  /// Reads an NS record of the zone itself.
  private mutating func readNameServer(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    nameServersTTL = nameServersTTL ?? head.ttl == head.ttl ? head.ttl : 0
    nameServers.append(try name("the name of a name server"))
    try records.endEntry()
  }

  /// Reads the seven fields of an SOA record.
  private mutating func readStartOfAuthority(_ head: ZoneFileRecordReader.Head) throws(ZoneFileError) {
    guard isApex(head.owner) else {
      throw ZoneFileError(
        at: head.typeWord.lowerBound,
        "\(records.scanner.shown(head.owner.word)) is not the zone that the file's name says, which is '\(origin).'")
    }
    guard soa == nil else {
      throw ZoneFileError(at: head.typeWord.lowerBound, "the zone has a second SOA record")
    }
    let primary = try name("the primary name server")
    let contact = ResponsiblePerson(name: try records.name("the contact").name)
    let serialWord = try records.word("the serial")
    guard let serial = decimal(serialWord) else {
      throw ZoneFileError(
        at: serialWord.lowerBound,
        "\(records.scanner.shown(serialWord)) is not the serial as a number of 0 to 4294967295")
    }
    var record = StartOfAuthority(primary: primary, contact: contact)
    record.refresh = try records.time("the refresh time")
    record.retry = try records.time("the retry time")
    record.expire = try records.time("the expire time")
    record.minimum = try records.time("the minimum TTL")
    record.ttl = head.ttl
    soa = (record, SerialNumber(number: serial))
    try records.endEntry()
  }

  /// Takes a name.
  private mutating func name(_ expected: String) throws(ZoneFileError) -> String {
    String(decoding: try records.name(expected).name, as: UTF8.self)
  }

  /// Reads decimal digits.
  private func decimal(_ word: Range<Int>) -> UInt32? {
    let bytes = records.scanner.bytes[word]
    guard bytes.first != UInt8(ascii: "+") else { return nil }
    return UInt32(String(decoding: bytes, as: UTF8.self))
  }
}
