/// Short texts, each once, numbered in the order in which they came.
///
/// All bytes stand one behind the other, and an open-addressing table finds them again. A text that is not there yet is
/// known by the marks alone, one byte a slot, which stay in the processor's cache where the numbers would not.
struct NameTable: Sendable {
  /// The texts without anything between them.
  private var bytes: [UInt8] = []
  /// The byte behind each text.
  private var ends: [UInt32] = []
  /// Seven bits of the hash of the text in each slot, and a bit that says that the slot is taken.
  ///
  /// At most half of the slots are.
  private var marks: [UInt8] = Array(repeating: 0, count: 64)
  /// The number of the text in each slot.
  private var numbers: [UInt32] = Array(repeating: 0, count: 64)
  /// Makes the hashes others in each run, so that nobody can write texts that all have one slot.
  private let seed = UInt64.random(in: .min ... .max)

  /// How many texts there are.
  var count: Int { ends.count }

  /// The text of a number.
  subscript(number: Int) -> ArraySlice<UInt8> { bytes[range(number)] }

  /// Lends out the text of a number as it stands in memory.
  func withText<Result>(_ number: Int, _ body: (Span<UInt8>) -> Result) -> Result {
    body(bytes.span.extracting(range(number)))
  }

  /// Where a text stands.
  private func range(_ number: Int) -> Range<Int> { Int(number == 0 ? 0 : ends[number - 1])..<Int(ends[number]) }

  /// Makes room for so many texts of some twenty bytes.
  mutating func reserveCapacity(_ count: Int) {
    bytes.reserveCapacity(24 * count)
    ends.reserveCapacity(count)
  }

  /// The number of a text.
  func number(of text: Span<UInt8>) -> Int? {
    let slot = slot(of: text, hash(text))
    return marks[slot] == 0 ? nil : Int(numbers[slot])
  }

  /// Adds a text that is not there yet.
  ///
  /// - Returns: the number of the text where it was there already, else nothing.
  mutating func insert(_ text: Span<UInt8>) -> Int? {
    let hash = hash(text)
    let slot = slot(of: text, hash)
    guard marks[slot] == 0 else { return Int(numbers[slot]) }
    marks[slot] = Self.mark(hash)
    numbers[slot] = UInt32(count)
    text.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    ends.append(UInt32(bytes.count))
    if 2 * count > marks.count { grow() }
    return nil
  }

  /// The slot in which a text stands, or would stand.
  private func slot(of text: Span<UInt8>, _ hash: UInt64) -> Int {
    let mark = Self.mark(hash)
    var slot = Int(truncatingIfNeeded: hash) & (marks.count - 1)
    while marks[slot] != 0 {
      if marks[slot] == mark, isText(text, Int(numbers[slot])) { break }
      slot = (slot + 1) & (marks.count - 1)
    }
    return slot
  }

  /// Whether a text is the one of a number.
  private func isText(_ text: Span<UInt8>, _ number: Int) -> Bool {
    let range = range(number)
    guard range.count == text.count else { return false }
    for index in text.indices where bytes[range.lowerBound + index] != text[index] { return false }
    return true
  }

  /// Gives every text a place among four times as many slots.
  private mutating func grow() {
    marks = Array(repeating: 0, count: 4 * marks.count)
    numbers = Array(repeating: 0, count: marks.count)
    for number in 0..<count {
      let hash = hash(bytes.span.extracting(range(number)))
      var slot = Int(truncatingIfNeeded: hash) & (marks.count - 1)
      while marks[slot] != 0 { slot = (slot + 1) & (marks.count - 1) }
      marks[slot] = Self.mark(hash)
      numbers[slot] = UInt32(number)
    }
  }

  /// The mark of a text in a slot: other bits of its hash than those that choose the slot.
  private static func mark(_ hash: UInt64) -> UInt8 { UInt8(hash >> 57) | 0x80 }

  /// Folds a text into one number, eight bytes at a time, as [wyhash](https://github.com/wangyi-fudan/wyhash) does.
  private func hash(_ text: Span<UInt8>) -> UInt64 {
    text.withUnsafeBytes { bytes in
      var hash = seed ^ UInt64(bytes.count)
      var offset = 0
      while offset + 8 <= bytes.count {
        hash = Self.fold(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
      }
      var rest: UInt64 = 0
      for byte in bytes[offset...] { rest = rest << 8 | UInt64(byte) }
      return Self.fold(Self.fold(hash ^ rest))
    }
  }

  /// Mixes every bit into every other.
  private static func fold(_ number: UInt64) -> UInt64 {
    let product = number.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }
}
