import DNSModel

/// A record of a type that is not ours, in a file that is: it is kept word for word when the file is written anew.
struct ResourceRecord: Hashable, Sendable {
  /// The record on one line: the owner with its origin, the TTL, the class, and the words of type and data as they were.
  let line: [UInt8]
  /// The canonical origin that relative names in the data have behind them.
  let origin: [UInt8]
  /// The canonical name of the owner, relative to the zone where it lies in it.
  let owner: [UInt8]
  /// What it is a record of.
  let type: RecordType
  /// The TTL in seconds.
  let ttl: UInt32
  /// The byte of the file where the type stands, counted from 0.
  let offset: Int
  /// Where the data stands in the line.
  private let dataStart: Int

  /// The words of the data, a blank between them.
  var data: ArraySlice<UInt8> { line[dataStart...] }

  /// Makes a record of our own that is neither SOA, NS nor A.
  init(_ owner: String, _ ttl: UInt32, _ type: RecordType, _ written: String, data: String, in zone: DomainName) {
    let head = "\(owner).\(zone). \(ttl) IN \(written) "
    line = Array("\(head)\(data)".utf8)
    origin = Array("\(zone).".utf8)
    self.owner = Array(owner.utf8)
    self.type = type
    self.ttl = ttl
    offset = 0
    dataStart = head.utf8.count
  }

  /// Reads the data of the record of which the head has just been read.
  init(_ head: ZoneFileRecordReader.Head, from reader: inout ZoneFileRecordReader) throws(ZoneFileError) {
    let bytes = reader.scanner.bytes
    var line = reader.writtenName(of: head.owner)
    line += " \(head.ttl) IN ".utf8
    line += bytes[head.typeWord]
    let origin = reader.origin
    let end = line.count
    while let word = try reader.nextWord() {
      line.append(UInt8(ascii: " "))
      line += bytes[word]
    }
    dataStart = min(end + 1, line.count)
    self.line = line
    self.origin = origin
    owner = Array(head.owner.name)
    type = head.type
    ttl = head.ttl
    offset = head.typeWord.lowerBound
  }

  /// Whether two say the same, wherever they stand.
  static func == (left: ResourceRecord, right: ResourceRecord) -> Bool {
    left.line == right.line && left.origin == right.origin
  }

  /// Adds what makes the records different.
  func hash(into hasher: inout Hasher) {
    hasher.combine(line)
    hasher.combine(origin)
  }
}
