/// Whether a file is one of hosts at all, by the lines in it that say something.
///
/// Real ones have a line here and there that is no entry, and templates have some sentences; `/etc/shadow` has nothing else.
struct HostsFileDetection {
  /// How many lines are looked at.
  private static let most = 1000

  /// The lines that were looked at: those that are neither empty nor a comment.
  private var lines = 0
  /// Those of them that are an address and names.
  private var entries = 0

  /// Looks at the first lines of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - text: the part of it behind a byte order mark.
  init(of bytes: [UInt8], in text: Range<Int>) {
    for line in TextLines(of: bytes, in: text) {
      guard lines < Self.most else { return }
      guard !HostsEntry.isSilent(bytes[line.content]) else { continue }
      lines += 1
      if PlainEntry.isOne(bytes[line.whole]) { entries += 1 }
    }
  }

  /// Whether lines of it may be shown around ours, comments too.
  var isCertain: Bool { entries > 0 && isLikely }

  /// Whether at least one line in four is an entry; a file of comments alone may become one of hosts.
  private var isLikely: Bool { 4 * entries >= lines }

  /// Why the file is probably another one, and what to do; nothing where it is a hosts file.
  ///
  /// Where no line says anything, its name must: one line of ours breaks the file of another program that has yet to be made.
  ///
  /// - Parameter path: what the file is called.
  /// - Returns: the reason.
  func objection(toName path: String) -> String? {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    // `hosts.allow` and its like are files of other programs.
    let isAnother = [".allow", ".deny", ".equiv", ".conf"].contains { name.hasSuffix($0) }
    if lines == 0, isAnother || !name.contains("hosts") {
      return
        "this is perhaps no hosts file: it has no entry yet, and its name is not that of one; give the path of the right "
        + "file, or use --force if it is meant"
    }
    guard !isLikely else { return nil }
    return
      "this is hardly a hosts file: of \(lines) lines that say something, \(entries) are an address and names; give the "
      + "path of the right file, or use --force if it is meant"
  }
}
