import APIManagement

/// Remembers regions as they were written, since a large inventory has few of them and has them often.
struct RegionCache {
  /// A spelling and what it stands for.
  struct Entry {
    /// The spelling.
    let spelling: [UInt8]
    /// The number by which the table of hostnames knows the region.
    let number: UInt32
    /// The length of the longest label that stands between the instance's name and the cloud's suffix.
    let longestLabel: Int

    /// Whether a text is the spelling.
    func isSpelled(_ text: Span<UInt8>) -> Bool {
      guard spelling.count == text.count else { return false }
      for index in text.indices where spelling[index] != text[index] { return false }
      return true
    }
  }

  /// Each in the slot of its spelling.
  private var entries = [Entry?](repeating: nil, count: 256)

  /// Finds a region by its name or display name.
  ///
  /// - Parameters:
  ///   - text: the name as somebody wrote it.
  ///   - cloud: the cloud of the region, the same in every call.
  ///   - number: gives a region its number.
  /// - Returns: the region; nothing where Azure's list does not have it, or has it as a group of regions.
  mutating func find(_ text: Span<UInt8>, in cloud: Cloud, number: (Region) -> UInt32) -> Entry? {
    guard !text.isEmpty else { return nil }
    let slot = Int(text[0] &* 31 &+ text[text.count - 1] &* 7 &+ UInt8(truncatingIfNeeded: text.count))
    if let entry = entries[slot], entry.isSpelled(text) { return entry }
    let spelling = text.withUnsafeBufferPointer { Array($0) }
    guard let known = KnownRegion.find(String(decoding: spelling, as: UTF8.self), in: cloud), !known.isLogical else {
      return nil
    }
    let entry = Entry(
      spelling: spelling, number: number(known.region),
      longestLabel: max(known.region.name.utf8.count, "management".utf8.count))
    entries[slot] = entry
    return entry
  }
}
