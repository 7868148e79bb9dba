/// How many bytes are read of what may have no end.
///
/// It counts what comes, not what the file system says of the size: a pipe has none, and files of the kernel say 0.
package struct ReadLimit: Sendable {
  /// The bytes beyond which nothing more is read.
  let bytes: Int

  /// Sets a limit.
  ///
  /// - Parameter mebibytes: how much is read, in MiB.
  package init(mebibytes: Int) { bytes = mebibytes << 20 }

  /// Sets a limit in bytes.
  init(bytes: Int) { self.bytes = bytes }

  /// What there is room for in memory: a million names take forty million bytes.
  package static let memory = ReadLimit(mebibytes: 1024)

  /// The limit in words, such as `256 MiB`.
  package var text: String {
    for (shift, unit) in [(30, "GiB"), (20, "MiB")] where bytes > 0 && bytes % (1 << shift) == 0 {
      return "\(bytes >> shift) \(unit)"
    }
    return "\(bytes) bytes"
  }

  /// How much is read next: first what is expected, and behind that as much again as there is.
  ///
  /// So the work grows with what comes and no faster. One byte beyond the limit tells that there is more.
  func room(behind count: Int, of expected: Int) -> Int {
    let rest = count <= expected ? expected + 1 - count : count
    return min(max(rest, 4096), bytes + 1 - count)
  }
}
