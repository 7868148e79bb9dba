/// Decides whether a file is a hosts file, by the share of hosts entries among its lines with content.
///
/// Real hosts files have a few lines that are not entries, and templates have some sentences; `/etc/shadow` has no entry.
struct HostsFileDetection {
  /// How many lines with content are examined.
  private static let lineLimit = 1000

  /// The examined lines with content: neither empty nor a comment.
  private var lines = 0
  /// Those of them that are hosts entries.
  private var entries = 0

  /// Examines the first lines of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - text: the range without a byte order mark.
  init(of bytes: [UInt8], in text: Range<Int>) {
    for line in TextLines(of: bytes, in: text) {
      guard lines < Self.lineLimit else { return }
      guard !HostsEntry.isBlankOrComment(bytes[line.content]) else { continue }
      lines += 1
      if StrictHostsEntry.matches(bytes[line.whole]) { entries += 1 }
    }
  }

  /// Whether it has an entry, so that its comments may be shown.
  var isCertain: Bool { entries > 0 && isLikely }

  /// Whether at least one line in four is an entry; true for a file of comments only.
  private var isLikely: Bool { 4 * entries >= lines }

  /// Why the file is probably not a hosts file, and what to do; nil if it is one.
  ///
  /// The name of a file without content must contain `hosts`: a managed block breaks the files of many other programs.
  ///
  /// - Parameter path: the path of the file.
  /// - Returns: the reason.
  func objection(toFileAt path: String) -> String? {
    let name = path.split(separator: "/").last?.lowercased() ?? ""
    // `hosts.allow` and the like are files of other programs.
    let hasOtherSuffix = [".allow", ".deny", ".equiv", ".conf"].contains { name.hasSuffix($0) }
    if lines == 0, hasOtherSuffix || !name.contains("hosts") {
      return
        "this may not be a hosts file: it has no entries, and its name does not contain 'hosts'. Give the path of "
        + "the right file, or use --force to add the block anyway."
    }
    guard !isLikely else { return nil }
    return
      "this does not look like a hosts file: of \(lines) lines with content, \(entries) are hosts entries. Give the "
      + "path of the right file, or use --force to add the block anyway."
  }
}
