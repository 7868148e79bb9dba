import DNSModel
import Reconciliation

/// The managed block of one owner in a hosts file.
struct ManagedBlock {
  /// The range of its bytes, from the BEGIN marker to the line end after the END marker.
  let range: Range<Int>
  /// Whether the line end before the block was added together with the block.
  let ownsPrecedingLineEnd: Bool
  /// The sum of ``TextLine/ending`` of its lines.
  private(set) var ending = 0
  /// The record sets of its lines, by name; lines that are not entries are ignored.
  private(set) var recordSets: [String: StoredRecordSet] = [:]

  /// Parses a block.
  ///
  /// - Parameters:
  ///   - range: the range of its bytes.
  ///   - ownsPrecedingLineEnd: whether the line end before it was added together with it.
  ///   - bytes: the whole file.
  init(range: Range<Int>, ownsPrecedingLineEnd: Bool, in bytes: [UInt8]) {
    self.range = range
    self.ownsPrecedingLineEnd = ownsPrecedingLineEnd
    for line in TextLines(of: bytes, in: range) {
      ending += line.ending
      guard let entry = HostsEntry(bytes[line.content]), let address = IPv4Address(entry.address.span) else { continue }
      for name in entry.names.compactMap({ try? DomainName($0).text }) {
        var set = recordSets[name] ?? StoredRecordSet(ttl: nil, addresses: [])
        set.add(address, ttl: nil)
        recordSets[name] = set
      }
    }
  }

  /// The record sets of a block in the order of its lines, one for each line; lines that are not entries are left out.
  static func lines(in range: Range<Int>, of bytes: [UInt8]) -> [RecordSet] {
    var sets: [RecordSet] = []
    for line in TextLines(of: bytes, in: range) {
      guard let entry = HostsEntry(bytes[line.content]), let address = IPv4Address(entry.address.span) else { continue }
      sets += entry.names.compactMap { try? DomainName($0) }.map { name in
        RecordSet(name: name, ttl: .standard, addresses: [address])
      }
    }
    return sets
  }

  /// The text of a block.
  ///
  /// It has one name in each line, the only form that every resolver reads completely: musl reads 512 bytes of a line,
  /// Windows nine names.
  static func text(
    of sets: [RecordSet], owner: Owner, lineEnd: String, ownsPrecedingLineEnd: Bool
  ) -> [UInt8] {
    var text: [UInt8] = []
    func add(_ line: String) { text += "\(line)\(lineEnd)".utf8 }
    add(BlockMarker(.begin, of: owner, ownsPrecedingLineEnd: ownsPrecedingLineEnd).text)
    for set in sets {
      for address in set.addresses { add("\(address)\t\(set.name)") }
    }
    add(BlockMarker(.end, of: owner).text)
    return text
  }
}
