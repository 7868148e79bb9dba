/// The most bytes that are read from a file or pipe.
///
/// It counts the bytes read, not the reported size: a pipe has no size, and files of the kernel report 0.
package struct ReadLimit: Sendable {
  let bytes: Int

  /// A limit in MiB.
  ///
  /// - Parameter mebibytes: the limit.
  package init(mebibytes: Int) { bytes = mebibytes << 20 }

  init(bytes: Int) { self.bytes = bytes }

  /// 1 GiB, which fits in memory: a million names take about 40 MB.
  package static let memory = ReadLimit(mebibytes: 1024)

  /// The limit in words, such as `256 MiB`.
  package var text: String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB")] where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(bytes) bytes"
  }

  /// The size of the next read: the expected rest at first, then as much again as there is so far.
  ///
  /// So the work is linear in the bytes read. One byte beyond the limit shows that there is more.
  func nextReadSize(after count: Int, of expected: Int) -> Int {
    let rest = count <= expected ? expected + 1 - count : count
    return min(max(rest, 4096), bytes + 1 - count)
  }
}
