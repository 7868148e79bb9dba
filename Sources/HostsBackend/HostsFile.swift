import DNSModel
import Reconciliation

/// A hosts file, read as bytes: our block, and the lines of everybody else.
struct HostsFile {
  /// What lines outside our block say of one name: that it leads to one address.
  struct ForeignEntry {
    /// The name.
    let name: String
    /// The address as it stands there.
    let address: ArraySlice<UInt8>
    /// The first line that says so, counted from 1.
    let line: Int
    /// Whether that line stands before our block, or before the place to which our block will go.
    let isBeforeBlock: Bool
    /// How many lines behind it say the same.
    fileprivate(set) var moreLines = 0
    fileprivate var lastLine: Int
  }

  /// The whole file.
  let bytes: [UInt8]
  /// Our block, where there is one.
  let block: ManagedBlock?
  /// What lines outside our block say of the names asked for; no name and address is there twice.
  let foreignEntries: [ForeignEntry]
  /// What most lines outside our block end in.
  let lineEnd: String
  /// Whether it is one of hosts at all.
  let likeness: HostsLikeness
  /// The number of the first line with a NUL byte, where there is one.
  let nulLine: Int?

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the file's path for messages.
  ///   - owner: whose block is ours.
  ///   - names: the names whose foreign lines matter.
  /// - Throws: ``BackendError`` when the file is no text that we may change, or our block is not whole.
  init(_ bytes: [UInt8], path: String, owner: Owner, names: Set<String>) throws(BackendError) {
    if Self.isUTF16(bytes) {
      throw BackendError(.refused, "\(path): the file is UTF-16, which no resolver reads; save it as UTF-8 first")
    }
    let text = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<bytes.count
    let finder = LineFinder(BlockMarker.beginnings + names.map { Array($0.utf8) })
    var numbers = LineNumbers(of: bytes)
    var markers: [NumberedMarker] = []
    var others: [(number: Int, line: TextLine)] = []
    for place in finder.places(in: bytes, within: text) {
      let line = TextLine(around: place, in: bytes, within: text)
      let content = bytes[line.content]
      if let marker = BlockMarker(content) {
        markers.append(NumberedMarker(line: numbers.number(at: place), place: line.whole, marker: marker))
      } else if content.first != UInt8(ascii: "#") {
        others.append((numbers.number(at: place), line))
      }
    }
    let block = try NumberedMarker.block(of: owner, among: markers, path: path).map { begin, range in
      ManagedBlock(range: range, lineEndBeforeIsOurs: begin.lineEndBeforeIsOurs, in: bytes)
    }
    let whole = LineStatistics(of: bytes[...])
    let outside = block.map { whole - LineStatistics(of: bytes[$0.range]) } ?? whole
    self.bytes = bytes
    self.block = block
    likeness = HostsLikeness(of: bytes, in: text)
    // Before a block, a carriage return at the end of the file gets the line feed that it lacks.
    let added = block == nil && bytes.last == UInt8(ascii: "\r") ? 1 : 0
    lineEnd = outside.withCarriageReturn + added > outside.lineFeeds - outside.withCarriageReturn ? "\r\n" : "\n"
    nulLine = whole.nulBytes == 0 ? nil : bytes.firstIndex(of: 0).map { bytes[..<$0].count { $0 == 0x0A } + 1 }
    foreignEntries = Self.foreignEntries(in: others, of: bytes, besides: block, names: names)
  }

  /// Reads lines that may be entries with one of our names, and counts those that say the same.
  private static func foreignEntries(
    in lines: [(number: Int, line: TextLine)], of bytes: [UInt8], besides block: ManagedBlock?, names: Set<String>
  ) -> [ForeignEntry] {
    var entries: [ForeignEntry] = []
    var places: [String: [ArraySlice<UInt8>: Int]] = [:]
    for (number, line) in lines where block?.range.contains(line.whole.lowerBound) != true {
      guard let entry = HostsEntry(bytes[line.content]) else { continue }
      for name in entry.names where names.contains(name) {
        if let place = places[name]?[entry.address] {
          if entries[place].lastLine != number { entries[place].moreLines += 1 }
          entries[place].lastLine = number
        } else {
          places[name, default: [:]][entry.address] = entries.count
          let isBeforeBlock = block.map { line.whole.lowerBound < $0.range.lowerBound } ?? true
          entries.append(
            ForeignEntry(
              name: name, address: entry.address, line: number, isBeforeBlock: isBeforeBlock, lastLine: number))
        }
      }
    }
    return entries
  }

  /// Whether every character has two bytes: by its byte order mark, or because every second byte is NUL.
  static func isUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let start = bytes.prefix(512)
    guard start.contains(0), start.count >= 8, start.count.isMultiple(of: 2) else { return false }
    return [0, 1].contains { nul in
      start.indices.allSatisfy { (start[$0] == 0) == ($0 % 2 == nul) } && start.contains { $0 > 0x20 }
    }
  }
}

/// Counts lines on the way through a file.
private struct LineNumbers {
  private let bytes: [UInt8]
  private var counted = 0
  private var lineFeeds = 0

  init(of bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The number of the line in which a byte stands, counted from 1; places must not go backward.
  mutating func number(at place: Int) -> Int {
    lineFeeds += LineStatistics(of: bytes[counted..<place]).lineFeeds
    counted = place
    return lineFeeds + 1
  }
}
