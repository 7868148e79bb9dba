/// A record of a type that is not ours, in a file that is: it is kept word for word when the file is written anew.
struct ForeignRecord: Hashable, Sendable {
  /// The record on one line: the owner with its origin, the TTL, the class, and the words of type and data as they were.
  let line: [UInt8]
  /// The canonical origin that relative names in the data have behind them.
  let origin: [UInt8]
  /// The canonical name of the owner, relative to the zone where it lies in it.
  let owner: [UInt8]
  /// Whether it says that its owner is another name for something, beside which no address can stand.
  let isAlias: Bool
  /// The byte of the file where the type stands, counted from 0.
  let offset: Int

  /// Makes a record of our own that is neither SOA, NS nor A.
  init(line: [UInt8], origin: [UInt8], owner: [UInt8]) {
    self.line = line
    self.origin = origin
    self.owner = owner
    isAlias = false
    offset = 0
  }

  /// Reads the data of the record of which the head has just been read.
  init(_ head: ZoneFileRecordReader.Head, from reader: inout ZoneFileRecordReader) throws(ZoneFileError) {
    let bytes = reader.scanner.bytes
    var line = reader.writtenName(of: head.owner)
    line += " \(head.ttl) IN ".utf8
    line += bytes[head.typeWord]
    let origin = reader.dataOrigin
    while let word = try reader.nextWord() {
      line.append(UInt8(ascii: " "))
      line += bytes[word]
    }
    self.line = line
    self.origin = origin
    owner = Array(reader.names[head.owner.name])
    isAlias = head.type == .alias
    offset = head.typeWord.lowerBound
  }

  /// Whether two say the same, wherever they stand.
  static func == (left: ForeignRecord, right: ForeignRecord) -> Bool {
    left.line == right.line && left.origin == right.origin
  }

  /// Adds what makes the records different.
  func hash(into hasher: inout Hasher) {
    hasher.combine(line)
    hasher.combine(origin)
  }
}
