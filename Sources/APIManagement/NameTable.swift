/// Short texts, each once, numbered in the order in which they came.
///
/// All bytes stand one behind the other, and an open-addressing table finds them again, so that a text costs its own bytes
/// and some twenty more.
struct NameTable: Sendable {
  /// The texts without anything between them.
  private var bytes: [UInt8] = []
  /// The byte behind each text.
  private var ends: [UInt32] = []
  /// Half of the hash of a text, and behind it its number and one.
  ///
  /// A slot that nobody has is zero; at most half of them are taken.
  private var slots: [UInt64] = Array(repeating: 0, count: 64)

  /// How many texts there are.
  var count: Int { ends.count }

  /// The text of a number.
  subscript(number: Int) -> ArraySlice<UInt8> {
    bytes[Int(number == 0 ? 0 : ends[number - 1])..<Int(ends[number])]
  }

  /// The number of a text.
  func number(of text: ArraySlice<UInt8>) -> Int? {
    let number = slots[slot(of: text, Self.hash(text))] & 0xFFFF_FFFF
    return number == 0 ? nil : Int(number) - 1
  }

  /// Adds a text that is not there yet.
  ///
  /// - Returns: the number of the text where it was there already, else nothing.
  mutating func insert(_ text: ArraySlice<UInt8>) -> Int? {
    let hash = Self.hash(text)
    let slot = slot(of: text, hash)
    guard slots[slot] == 0 else { return Int(slots[slot] & 0xFFFF_FFFF) - 1 }
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
    slots[slot] = UInt64(hash) << 32 | UInt64(ends.count)
    if 2 * ends.count > slots.count { grow() }
    return nil
  }

  /// The slot in which a text stands, or would stand.
  private func slot(of text: ArraySlice<UInt8>, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      if UInt32(slots[slot] >> 32) == hash, self[Int(slots[slot] & 0xFFFF_FFFF) - 1].elementsEqual(text) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// Gives every text a place among four times as many slots.
  private mutating func grow() {
    let mask = 4 * slots.count - 1
    var larger = [UInt64](repeating: 0, count: mask + 1)
    for entry in slots where entry != 0 {
      var slot = Int(entry >> 32) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = entry
    }
    slots = larger
  }

  private static func hash(_ text: ArraySlice<UInt8>) -> UInt32 {
    var hasher = Hasher()
    text.withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }
}
