import DNSModel

/// A record other than the managed SOA, NS and A records of a zone.
///
/// It keeps its wording when the file is rewritten.
struct ResourceRecord: Hashable, Sendable {
  /// The record on one line: the absolute owner name, the TTL, the class, and the type and data as they were written.
  let line: [UInt8]
  /// The canonical origin of relative names in the data.
  let origin: [UInt8]
  /// The canonical owner name: relative to the zone if it is in the zone, otherwise absolute.
  let owner: [UInt8]
  let type: RecordType
  /// The TTL in seconds.
  let ttl: UInt32
  /// The byte offset of the type in the file.
  let offset: Int
  /// The index of the data in the line.
  private let dataStart: Int

  /// The words of the data, separated by blanks.
  var data: ArraySlice<UInt8> { line[dataStart...] }

  /// Makes a managed record for a catalog zone.
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

  /// Reads the data of a record whose head was just read.
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

  /// Whether two records are the same; their position in the file does not count.
  static func == (left: ResourceRecord, right: ResourceRecord) -> Bool {
    left.line == right.line && left.origin == right.origin
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(line)
    hasher.combine(origin)
  }
}
