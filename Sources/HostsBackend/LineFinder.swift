/// Finds the lines of a big file in which one of some texts may stand, without looking at every byte.
///
/// This is the search of Sun Wu and Udi Manber ([A Fast Algorithm for Multi-Pattern Searching, TR-94-17](https://webglimpse.net/pubs/TR94-17.pdf)):
/// three bytes at the end of a window say how far the window may move on. Case does not count, and what is found is only
/// likely: the caller reads the line.
struct LineFinder {
  /// The shortest text that is looked for in this way.
  private static let least = 3

  /// How many bytes of each text are looked for: as many as the shortest one has.
  private let window: Int
  /// How far the window may move, by its last three bytes.
  private let shifts: [UInt8]
  /// The hashes of the texts' beginnings.
  private let beginnings: Set<UInt64>

  /// Takes the texts, none of them with a line feed.
  init(_ texts: [[UInt8]]) {
    let window = min(texts.map(\.count).min() ?? 0, 64)
    self.window = window
    guard window >= Self.least else {
      shifts = []
      beginnings = []
      return
    }
    var shifts = [UInt8](repeating: UInt8(window - 2), count: 1 << 15)
    for text in texts {
      for end in 2..<window {
        let key = Self.key(text[end - 2], text[end - 1], text[end])
        shifts[key] = min(shifts[key], UInt8(window - 1 - end))
      }
    }
    self.shifts = shifts
    beginnings = Set(texts.map { text in text.withUnsafeBufferPointer { Self.hash($0, 0..<window) } })
  }

  /// The places in a part of a file where one of the texts probably begins, at most one in each line.
  func places(in bytes: [UInt8], within part: Range<Int>) -> [Int] {
    bytes.withUnsafeBufferPointer { places(in: $0, within: part) }
  }

  /// The same in bytes that lie somewhere else.
  ///
  /// Two windows move in turn, one in each half: the processor waits for the bytes of both at the same time.
  func places(in bytes: UnsafeBufferPointer<UInt8>, within part: Range<Int>) -> [Int] {
    guard window >= Self.least else { return lineStarts(in: bytes, within: part) }
    let middle = lineStart(in: bytes, atOrBehind: (part.lowerBound + part.upperBound) / 2, within: part)
    var (places, others): ([Int], [Int]) = ([], [])
    shifts.withUnsafeBufferPointer { shifts in
      func move(_ end: inout Int, before limit: Int, _ found: inout [Int]) {
        let shift = shifts[Self.key(bytes[end &- 2], bytes[end &- 1], bytes[end])]
        end &+= Int(shift)
        if shift == 0 { end = stop(at: end, in: bytes, before: limit, &found) }
      }
      var (first, second) = (part.lowerBound + window - 1, middle + window - 1)
      while first < middle, second < part.upperBound {
        move(&first, before: middle, &places)
        move(&second, before: part.upperBound, &others)
      }
      while first < middle { move(&first, before: middle, &places) }
      while second < part.upperBound { move(&second, before: part.upperBound, &others) }
    }
    return places + others
  }

  /// Every line, where a text is too short to be looked for.
  private func lineStarts(in bytes: UnsafeBufferPointer<UInt8>, within part: Range<Int>) -> [Int] {
    var starts: [Int] = []
    var start = part.lowerBound
    while start < part.upperBound {
      starts.append(start)
      start = lineStart(in: bytes, atOrBehind: start, within: part)
    }
    return starts
  }

  /// Looks at a window that may hold the beginning of a text, and gives the end of the next one to look at.
  private func stop(
    at end: Int, in bytes: UnsafeBufferPointer<UInt8>, before limit: Int, _ places: inout [Int]
  ) -> Int {
    let start = end - window + 1
    guard beginnings.contains(Self.hash(bytes, start..<end + 1)) else { return end + 1 }
    places.append(start)
    var end = end
    while end < limit, bytes[end] != 0x0A { end += 1 }
    return end + window
  }

  /// The first beginning of a line at or behind a place, or the end of the part: texts do not go over lines.
  private func lineStart(in bytes: UnsafeBufferPointer<UInt8>, atOrBehind place: Int, within part: Range<Int>) -> Int {
    bytes[place..<part.upperBound].firstIndex(of: 0x0A).map { $0 + 1 } ?? part.upperBound
  }

  /// Three bytes as a number of 15 bits, capital and small letters alike: a table of that size stays near the processor.
  private static func key(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
    (Int(first) & 0x1F) &<< 10 | (Int(second) & 0x1F) &<< 5 | Int(third) & 0x1F
  }

  /// FNV-1a, capital and small letters alike.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { hash = (hash ^ UInt64(bytes[index] | 0x20)) &* 0x100_0000_01B3 }
    return hash
  }
}
