import DNSModel
import FileReplacement
import Reconciliation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Tells a big file in which nothing is to be done from all others, by reading it once, piece by piece, on two processors.
///
/// Most runs change nothing, and a file of a million lines need not come into memory for that. What is said to be unchanged
/// is so; whatever is not plain, such as a carriage return, another owner's block or one of our names outside our own, is
/// left to ``HostsPatch``, which reads the whole file.
struct UnchangedFile: Sendable {
  /// How long a file must be for this to be worth it.
  private static let least = 1 << 20
  /// How much is read at once: as much as stays near the processor.
  private static let piece = 1 << 18

  private let path: String
  private let block: [UInt8]
  private let finder: LineFinder
  /// How many bytes of a piece are read again with the next one, since a text may lie across.
  private let overlap: Int

  /// Takes what the file should hold.
  init(path: String, owner: Owner, desired: [RecordSet]) {
    self.path = path
    block = ManagedBlock.text(of: desired, owner: owner, lineEnd: "\n", lineEndBeforeIsOurs: false)
    let texts = BlockMarker.beginnings + desired.map { Array($0.name.text.utf8) }
    finder = LineFinder(texts)
    overlap = texts.map(\.count).max() ?? 0
  }

  /// Whether the file certainly holds our block as it should be, and nothing else that is our concern.
  func isCertain() async -> Bool {
    guard let file = try? PiecewiseFile(path), file.size >= Self.least else { return false }
    let middle = file.size / 2
    async let first = places(in: 0..<middle, of: file)
    async let second = places(in: max(0, middle - overlap)..<file.size, of: file)
    guard let places = await first, let others = await second, let start = places.first ?? others.first,
      isLineStart(start, in: file), holds(block, at: start, in: file)
    else { return false }
    let own = start..<start + block.count
    return places.allSatisfy(own.contains) && others.allSatisfy(own.contains) && file.isCurrent()
  }

  /// The places in a part of the file where something of our concern may stand; nothing where the part is not plain.
  private func places(in part: Range<Int>, of file: PiecewiseFile) async -> [Int]? {
    var places: [Int] = []
    var isPlain = true
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.piece) { buffer in
      var start = part.lowerBound
      while isPlain, start < part.upperBound {
        let end = min(start + Self.piece, part.upperBound)
        guard let count = try? file.read(start..<end, into: buffer), count == end - start,
          let bytes = buffer.baseAddress, memchr(bytes, 0x0D, count) == nil,
          start > 0 || !HostsFile.isUTF16(Array(buffer.prefix(512)))
        else {
          isPlain = false
          return
        }
        places += finder.places(in: UnsafeBufferPointer(rebasing: buffer[..<count]), within: 0..<count).map {
          start + $0
        }
        guard end < part.upperBound else { return }
        start = end - overlap
      }
    }
    return isPlain ? places : nil
  }

  private func isLineStart(_ place: Int, in file: PiecewiseFile) -> Bool {
    place == 0 || holds([0x0A], at: place - 1, in: file)
  }

  private func holds(_ bytes: [UInt8], at place: Int, in file: PiecewiseFile) -> Bool {
    guard place + bytes.count <= file.size else { return false }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { buffer in
      let count = try? file.read(place..<place + bytes.count, into: buffer)
      return count == bytes.count && buffer.elementsEqual(bytes)
    }
  }
}
