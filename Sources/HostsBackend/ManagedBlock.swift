import DNSModel
import Reconciliation

/// Where the block of our owner stands in a hosts file, and what is in it.
struct ManagedBlock {
  /// The bytes of the block from its first marker to the end of its last one's line.
  let range: Range<Int>
  /// Whether the line end before the block was put there together with the block.
  let lineEndBeforeIsOurs: Bool
  /// The sum of the endings of its lines; see ``TextLine/ending``.
  private(set) var ending = 0
  /// The record sets that its lines say, by name; a line that says nothing is left out.
  private(set) var recordSets: [String: StoredRecordSet] = [:]

  /// Reads a block.
  ///
  /// - Parameters:
  ///   - range: where it stands.
  ///   - lineEndBeforeIsOurs: what its first marker says of the line end before it.
  ///   - bytes: the whole file.
  init(range: Range<Int>, lineEndBeforeIsOurs: Bool, in bytes: [UInt8]) {
    self.range = range
    self.lineEndBeforeIsOurs = lineEndBeforeIsOurs
    for line in TextLines(of: bytes, in: range) {
      ending += line.ending
      guard let entry = HostsEntry(bytes[line.content]), let address = IPv4Address(entry.address) else { continue }
      for name in entry.names.compactMap({ try? DomainName($0).text }) {
        var set = recordSets[name] ?? StoredRecordSet(ttl: nil, addresses: [])
        set.add(address, ttl: nil)
        recordSets[name] = set
      }
    }
  }

  /// The text of a block.
  ///
  /// One name a line is the only form that every resolver reads whole: musl reads 512 bytes of a line, Windows nine names.
  static func text(
    of sets: [RecordSet], owner: Owner, lineEnd: String, lineEndBeforeIsOurs: Bool
  ) -> [UInt8] {
    var text: [UInt8] = []
    func add(_ line: String) { text += "\(line)\(lineEnd)".utf8 }
    add(BlockMarker(.begin, of: owner, lineEndBeforeIsOurs: lineEndBeforeIsOurs).text)
    for set in sets {
      for address in set.addresses { add("\(address)\t\(set.name)") }
    }
    add(BlockMarker(.end, of: owner).text)
    return text
  }
}
