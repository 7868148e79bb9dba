import APIManagement

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Remembers regions as they were written, since a large inventory has few of them and has them often.
struct RegionCache {
  /// What a spelling stands for.
  struct Entry {
    /// The number by which the table of hostnames knows the region.
    let number: UInt32
    /// The length of the longest label that stands between the instance's name and the cloud's suffix.
    let longestLabel: Int
    /// The length of the spelling.
    fileprivate let length: Int
  }

  /// The most bytes of a spelling that is remembered; all of Azure's are shorter.
  private static let longest = 32

  /// Each in the slot of its spelling.
  private var entries = [Entry?](repeating: nil, count: 256)
  /// The spelling of each slot.
  private var spellings = [UInt8](repeating: 0, count: 256 * Self.longest)

  /// Finds a region by its name or display name.
  ///
  /// - Parameters:
  ///   - text: the name as somebody wrote it.
  ///   - cloud: the cloud of the region, the same in every call.
  ///   - number: gives a region its number.
  /// - Returns: the region; nothing where Azure's list does not have it, or has it as a group of regions.
  mutating func find(_ text: Span<UInt8>, in cloud: Cloud, number: (Region) -> UInt32) -> Entry? {
    guard (1...Self.longest).contains(text.count) else { return nil }
    let slot = Int(text[0] &* 31 &+ text[text.count - 1] &* 7 &+ UInt8(truncatingIfNeeded: text.count))
    if let entry = entries[slot], isSpelled(entry, slot, text) { return entry }
    let spelling = text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    guard let known = KnownRegion.find(spelling, in: cloud), !known.isLogical else { return nil }
    let entry = Entry(
      number: number(known.region), longestLabel: max(known.region.name.utf8.count, "management".utf8.count),
      length: text.count)
    entries[slot] = entry
    for index in text.indices { spellings[slot * Self.longest + index] = text[index] }
    return entry
  }

  /// Whether a text is the spelling of a slot.
  private func isSpelled(_ entry: Entry, _ slot: Int, _ text: Span<UInt8>) -> Bool {
    guard entry.length == text.count else { return false }
    return text.withUnsafeBufferPointer { text in
      spellings.withUnsafeBufferPointer { spellings in
        guard let text = text.baseAddress, let spellings = spellings.baseAddress else { return false }
        return memcmp(text, spellings + slot * Self.longest, entry.length) == 0
      }
    }
  }
}
