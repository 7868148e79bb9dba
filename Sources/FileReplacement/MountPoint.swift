#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or folder that is mounted on its own, as containers do with /etc/hosts.
///
/// Source: `/proc/self/mountinfo`, [proc_pid_mountinfo(5)](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html);
/// other systems have no such table, and there it shows only when the file is replaced.
package struct MountPoint: Hashable, Sendable {
  /// Where in its own file system the mounted file lies, which tells who mounted it.
  package let root: String

  /// Looks a path up in the table of mounts; gives nothing where the path is no mount point, or nobody knows.
  ///
  /// - Parameter path: an absolute path without symbolic links.
  package init?(at path: String) {
    guard let table = try? OpenFile("/proc/self/mountinfo", O_RDONLY, doing: "open it"),
      let bytes = try? table.readAll(expected: 0)
    else { return nil }
    self.init(at: path, in: bytes)
  }

  /// Looks a path up in a table; the last mount on a path is the one that is seen.
  init?(at path: String, in table: [UInt8]) {
    var root: String?
    for line in table.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "))
      guard fields.count > 4, Self.unescaped(fields[4]) == path else { continue }
      root = Self.unescaped(fields[3])
    }
    guard let root else { return nil }
    self.root = root
  }

  /// Reads a field in which blanks and backslashes stand as `\040` and `\134`.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var rest = field
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      guard byte == UInt8(ascii: "\\"), digits.count == 3,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
      else {
        text.append(byte)
        continue
      }
      text.append(code)
      rest = rest.dropFirst(3)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
