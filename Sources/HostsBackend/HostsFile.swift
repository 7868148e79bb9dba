import DNSModel
import Reconciliation

/// A hosts file, read as bytes: our block, and the lines of everybody else.
struct HostsFile {
  /// What lines outside our block say of one name: that it leads to one address.
  struct UnmanagedEntry {
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
  let foreignEntries: [UnmanagedEntry]
  /// What most lines outside our block end in.
  let lineEnd: String
  /// The number of the first line with a NUL byte, where there is one.
  let nulLine: Int?
  /// The part behind a byte order mark.
  private let text: Range<Int>

  /// Whether it is one of hosts at all; it is looked at anew each time.
  var detection: HostsFileDetection { HostsFileDetection(of: bytes, in: text) }

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
    var markers: [PlacedMarker] = []
    var others: [TextLine] = []
    var nulLine: Int?
    var ending = 0
    for line in TextLines(of: bytes, in: text, searching: NameSearch(names)) {
      ending += line.ending
      if line.hasNUL, nulLine == nil { nulLine = line.number }
      if bytes[line.whole.lowerBound] == UInt8(ascii: "#") {
        if let marker = BlockMarker(bytes[line.content]) { markers.append(PlacedMarker(line: line, marker: marker)) }
      } else if line.mayHaveName {
        others.append(line)
      }
    }
    let block = try PlacedMarker.block(of: owner, among: markers, path: path).map { begin, range in
      ManagedBlock(range: range, lineEndBeforeIsOurs: begin.lineEndBeforeIsOurs, in: bytes)
    }
    self.bytes = bytes
    self.block = block
    self.text = text
    self.nulLine = nulLine
    // Before a block, a carriage return at the end of the file gets the line feed that it lacks.
    let added = block == nil && bytes.last == UInt8(ascii: "\r") ? 1 : 0
    lineEnd = ending - (block?.ending ?? 0) + added > 0 ? "\r\n" : "\n"
    foreignEntries = Self.foreignEntries(in: others, of: bytes, besides: block, names: names)
  }

  /// Reads lines that may be entries with one of our names, and counts those that say the same.
  private static func foreignEntries(
    in lines: [TextLine], of bytes: [UInt8], besides block: ManagedBlock?, names: Set<String>
  ) -> [UnmanagedEntry] {
    var entries: [UnmanagedEntry] = []
    var places: [String: [ArraySlice<UInt8>: Int]] = [:]
    for line in lines where block?.range.contains(line.whole.lowerBound) != true {
      guard let entry = HostsEntry(bytes[line.content]) else { continue }
      for name in entry.names where names.contains(name) {
        if let place = places[name]?[entry.address] {
          if entries[place].lastLine != line.number { entries[place].moreLines += 1 }
          entries[place].lastLine = line.number
        } else {
          places[name, default: [:]][entry.address] = entries.count
          let isBeforeBlock = block.map { line.whole.lowerBound < $0.range.lowerBound } ?? true
          entries.append(
            UnmanagedEntry(
              name: name, address: entry.address, line: line.number, isBeforeBlock: isBeforeBlock, lastLine: line.number
            ))
        }
      }
    }
    return entries
  }

  /// Whether every character has two bytes: by its byte order mark, or because every second byte is NUL.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let start = bytes.prefix(512)
    guard start.contains(0), start.count >= 8, start.count.isMultiple(of: 2) else { return false }
    return [0, 1].contains { nul in
      start.indices.allSatisfy { (start[$0] == 0) == ($0 % 2 == nul) } && start.contains { $0 > 0x20 }
    }
  }
}
