import DNSModel
import Reconciliation

/// A hosts file, read as bytes: our block, and the lines of everybody else.
struct HostsFile {
  /// A line outside our block that leads names somewhere.
  struct ForeignEntry {
    /// The line's number, counted from 1.
    let line: Int
    /// What the line says.
    let entry: HostsEntry
  }

  /// The whole file.
  let bytes: [UInt8]
  /// Our block, where there is one.
  let block: ManagedBlock?
  /// The lines outside our block that name one of the names asked for.
  let foreignEntries: [ForeignEntry]
  /// What most lines outside our block end in.
  let lineEnd: String

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: the file's path for messages.
  ///   - owner: whose block is ours.
  ///   - names: the names whose foreign lines matter.
  /// - Throws: ``BackendError`` when the file is no text that we may change, or our block is not whole.
  init(_ bytes: [UInt8], path: String, owner: Owner, names: Set<String>) throws(BackendError) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw BackendError(.refused, "\(path): the file is UTF-16, which no resolver reads; save it as UTF-8 first")
    }
    var markers: [(line: TextLine, marker: BlockMarker)] = []
    var entries: [(line: TextLine, entry: HostsEntry)] = []
    var lines = (lf: 0, crlf: 0)
    var isInside = false
    for line in TextLines(of: bytes) {
      let content = bytes[line.content]
      if content.first == UInt8(ascii: "#") {
        if let marker = BlockMarker(content) {
          markers.append((line, marker))
          if marker.owner == owner.identifier { isInside = marker.edge == .begin }
        }
      } else if let entry = HostsEntry(content), isInside || entry.names.contains(where: names.contains) {
        entries.append((line, entry))
      }
      guard !isInside else { continue }
      lines.lf += line.endsInLF ? 1 : 0
      lines.crlf += line.endsInCRLF ? 1 : 0
    }
    let range = try Self.range(of: owner, among: markers, path: path)
    self.bytes = bytes
    lineEnd = lines.crlf > lines.lf ? "\r\n" : "\n"
    foreignEntries = entries.compactMap { line, entry in
      range?.contains(line.whole.lowerBound) == true ? nil : ForeignEntry(line: line.number, entry: entry)
    }
    block = range.map { range in
      let inside = entries.filter { range.contains($0.line.whole.lowerBound) }.map(\.entry)
      let first = markers.first { $0.line.whole.lowerBound == range.lowerBound }
      return ManagedBlock(
        range: range, lineEndBeforeIsOurs: first?.marker.lineEndBeforeIsOurs ?? false,
        recordSets: Self.recordSets(of: inside))
    }
  }

  /// Finds our block among the markers of all owners, and refuses what is not one whole block.
  private static func range(
    of owner: Owner, among markers: [(line: TextLine, marker: BlockMarker)], path: String
  ) throws(BackendError) -> Range<Int>? {
    var open: (line: TextLine, marker: BlockMarker)?
    var found: (range: Range<Int>, line: Int)?
    func refuse(_ line: Int, _ what: String) -> BackendError {
      BackendError(.refused, "\(path):\(line): \(what); put the lines in order by hand, then run again")
    }
    for (line, marker) in markers {
      let isOurs = marker.owner == owner.identifier
      switch (marker.edge, open) {
      case (.begin, nil):
        open = (line, marker)
      case (.begin, let before?):
        throw refuse(
          line.number,
          "a block of owner \(marker.owner) begins inside that of owner \(before.marker.owner), which began in line "
            + "\(before.line.number)")
      case (.end, let before?) where before.marker.owner == marker.owner:
        open = nil
        guard isOurs else { continue }
        if let found {
          throw refuse(
            before.line.number, "owner \(owner) has a second block here; the first one begins in line \(found.line)")
        }
        found = (before.line.whole.lowerBound..<line.whole.upperBound, before.line.number)
      case (.end, _):
        throw refuse(line.number, "a block of owner \(marker.owner) ends here and begins nowhere")
      }
    }
    if let open {
      throw refuse(open.line.number, "the block of owner \(open.marker.owner) begins here and ends nowhere")
    }
    return found?.range
  }

  /// Gathers the addresses of each name.
  private static func recordSets(of entries: [HostsEntry]) -> [StoredRecordSet] {
    var order: [DomainName] = []
    var addresses: [DomainName: [IPv4Address]] = [:]
    for entry in entries {
      guard let address = IPv4Address(entry.address) else { continue }
      for text in entry.names {
        guard let name = try? DomainName(text) else { continue }
        if addresses[name] == nil { order.append(name) }
        addresses[name, default: []].append(address)
      }
    }
    return order.map { StoredRecordSet(name: $0, ttl: nil, addresses: addresses[$0] ?? []) }
  }
}
