import APIManagement

/// Remembers regions as they were written, since a large inventory has few of them and has them often.
struct RegionCache {
  /// A spelling and the region that it stands for, in the slot of the spelling.
  private var entries = [(spelling: [UInt8], known: KnownRegion)?](repeating: nil, count: 256)

  /// Finds a region by its name or display name.
  ///
  /// - Parameters:
  ///   - text: the name as somebody wrote it.
  ///   - cloud: the cloud of the region, the same in every call.
  /// - Returns: the region; nothing where Azure's list does not have it.
  mutating func find(_ text: ArraySlice<UInt8>, in cloud: Cloud) -> KnownRegion? {
    guard let first = text.first, let last = text.last else { return nil }
    let slot = Int(first &* 31 &+ last &* 7 &+ UInt8(truncatingIfNeeded: text.count))
    if let entry = entries[slot], entry.spelling.elementsEqual(text) { return entry.known }
    guard let known = KnownRegion.find(String(decoding: text, as: UTF8.self), in: cloud) else { return nil }
    entries[slot] = (Array(text), known)
    return known
  }
}
