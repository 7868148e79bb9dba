/// Finds the lines of a big file in which one of some texts may stand, without looking at every byte.
///
/// This is the search of Sun Wu and Udi Manber ([A Fast Algorithm for Multi-Pattern Searching, TR-94-17](https://webglimpse.net/pubs/TR94-17.pdf)):
/// two bytes at the end of a window say how far the window may move on. Case does not count, and what is found is only
/// likely: the caller reads the line.
struct LineFinder {
  /// How many bytes of each text are looked for: as many as the shortest one has.
  private let window: Int
  /// How far the window may move, by its last two bytes.
  private let shifts: [UInt8]
  /// The hashes of the texts' beginnings.
  private let beginnings: Set<UInt64>

  /// Takes the texts, none of them with a line feed.
  init(_ texts: [[UInt8]]) {
    let window = min(texts.map(\.count).min() ?? 0, 64)
    self.window = window
    guard window >= 2 else {
      shifts = []
      beginnings = []
      return
    }
    var shifts = [UInt8](repeating: UInt8(window - 1), count: 1 << 12)
    for text in texts {
      for end in 1..<window {
        let key = Self.key(text[end - 1], text[end])
        shifts[key] = min(shifts[key], UInt8(window - 1 - end))
      }
    }
    self.shifts = shifts
    beginnings = Set(texts.map { text in text.withUnsafeBufferPointer { Self.hash($0, 0..<window) } })
  }

  /// The places in a part of a file where one of the texts probably begins, at most one in each line.
  func places(in bytes: [UInt8], within part: Range<Int>) -> [Int] {
    guard window >= 2 else { return TextLines(of: bytes, in: part).map(\.whole.lowerBound) }
    return bytes.withUnsafeBufferPointer { bytes in
      shifts.withUnsafeBufferPointer { shifts in
        var places: [Int] = []
        var end = part.lowerBound + window - 1
        while end < part.upperBound {
          let shift = shifts[Self.key(bytes[end &- 1], bytes[end])]
          guard shift == 0 else {
            end &+= Int(shift)
            continue
          }
          let start = end &- window &+ 1
          guard beginnings.contains(Self.hash(bytes, start..<end &+ 1)) else {
            end &+= 1
            continue
          }
          places.append(start)
          while end < part.upperBound, bytes[end] != 0x0A { end &+= 1 }
          end &+= window
        }
        return places
      }
    }
  }

  /// Two bytes as a number of 12 bits, capital and small letters alike: a table of that size is always near the processor.
  private static func key(_ first: UInt8, _ second: UInt8) -> Int {
    Int(first | 0x20) & 0x3F &<< 6 | Int(second | 0x20) & 0x3F
  }

  /// FNV-1a, capital and small letters alike.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { hash = (hash ^ UInt64(bytes[index] | 0x20)) &* 0x100_0000_01B3 }
    return hash
  }
}
