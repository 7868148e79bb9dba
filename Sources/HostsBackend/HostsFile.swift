import DNSModel
import Reconciliation

/// A hosts file, parsed as bytes: the managed block of one owner, and the unmanaged lines that matter.
struct HostsFile {
  /// One mapping of a name to an address in unmanaged lines.
  struct UnmanagedEntry {
    let name: String
    /// The first field of the line, which need not be a valid address.
    let address: ArraySlice<UInt8>
    /// The number of the first line with this mapping, counted from 1.
    let line: Int
    /// Whether that line comes before the managed block; true if there is no block yet.
    let isBeforeBlock: Bool
    /// How many later lines have the same mapping.
    fileprivate(set) var laterLines = 0
    fileprivate var lastLine: Int
  }

  /// The whole file.
  let bytes: [UInt8]
  /// The managed block; nil if there is none.
  let block: ManagedBlock?
  /// The mappings of the given names in unmanaged lines, each name and address once.
  let unmanagedEntries: [UnmanagedEntry]
  /// The most frequent line end of unmanaged lines.
  let lineEnd: String
  /// The number of the first line with a NUL byte; nil if there is none.
  let nulLine: Int?
  /// The bytes without a byte order mark.
  private let text: Range<Int>

  /// Whether it is a hosts file at all; computed on each access.
  var detection: HostsFileDetection { HostsFileDetection(of: bytes, in: text) }

  /// Parses a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the file's path in messages.
  ///   - owner: the owner of the managed block.
  ///   - names: the names whose unmanaged lines matter.
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  init(_ bytes: [UInt8], path: String, owner: Owner, names: Set<String>) throws(BackendError) {
    if Self.isUTF16(bytes) {
      throw BackendError(.refused, "\(path): the file is UTF-16, which resolvers cannot read. Save it as UTF-8 first.")
    }
    let text = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<bytes.count
    var markers: [MarkerLine] = []
    var candidates: [TextLine] = []
    var nulLine: Int?
    var ending = 0
    for line in TextLines(of: bytes, in: text, searching: NameSearch(names)) {
      ending += line.ending
      if line.hasNUL, nulLine == nil { nulLine = line.number }
      if bytes[line.whole.lowerBound] == UInt8(ascii: "#") {
        if let marker = BlockMarker(bytes[line.content]) { markers.append(MarkerLine(line: line, marker: marker)) }
      } else if line.mayHaveName {
        candidates.append(line)
      }
    }
    let block = try MarkerLine.block(of: owner, among: markers, path: path).map { begin, range in
      ManagedBlock(range: range, ownsPrecedingLineEnd: begin.ownsPrecedingLineEnd, in: bytes)
    }
    self.bytes = bytes
    self.block = block
    self.text = text
    self.nulLine = nulLine
    // Before a new block, a carriage return at the end of the file gets a line feed.
    let added = block == nil && bytes.last == UInt8(ascii: "\r") ? 1 : 0
    lineEnd = ending - (block?.ending ?? 0) + added > 0 ? "\r\n" : "\n"
    unmanagedEntries = Self.unmanagedEntries(in: candidates, of: bytes, besides: block, names: names)
  }

  /// Parses lines that may have one of the names, and counts repeated mappings.
  private static func unmanagedEntries(
    in lines: [TextLine], of bytes: [UInt8], besides block: ManagedBlock?, names: Set<String>
  ) -> [UnmanagedEntry] {
    var entries: [UnmanagedEntry] = []
    var indices: [String: [ArraySlice<UInt8>: Int]] = [:]
    for line in lines where block?.range.contains(line.whole.lowerBound) != true {
      guard let entry = HostsEntry(bytes[line.content]) else { continue }
      for name in entry.names where names.contains(name) {
        if let index = indices[name]?[entry.address] {
          if entries[index].lastLine != line.number { entries[index].laterLines += 1 }
          entries[index].lastLine = line.number
        } else {
          indices[name, default: [:]][entry.address] = entries.count
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

  /// Whether the file is UTF-16: it has such a byte order mark, or every second byte is NUL.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return true }
    let start = bytes.prefix(512)
    guard start.contains(0), start.count >= 8, start.count.isMultiple(of: 2) else { return false }
    return [0, 1].contains { nul in
      start.indices.allSatisfy { (start[$0] == 0) == ($0 % 2 == nul) } && start.contains { $0 > 0x20 }
    }
  }
}
