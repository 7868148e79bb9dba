#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file or folder that is a mount point, as `/etc/hosts` is in containers.
///
/// Source: `/proc/self/mountinfo`, [proc_pid_mountinfo(5)](https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html);
/// other systems have no such table; there, a mount point shows only when the file is replaced.
package struct MountPoint: Hashable, Sendable {
  /// The path of the mounted file in its own file system, which shows who mounted it.
  package let root: String

  /// Looks up a path in the mount table; nil if the path is not a mount point, or if there is no table.
  ///
  /// - Parameter path: an absolute path without symbolic links.
  package init?(at path: String) {
    guard let table = try? OpenFile("/proc/self/mountinfo", O_RDONLY, doing: "open it"),
      let bytes = try? table.readAll(expected: 0)
    else { return nil }
    self.init(at: path, in: bytes)
  }

  /// Looks up a path in a mount table; the last mount on a path is the visible one.
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

  /// Decodes a field, in which blanks and backslashes are written as `\040` and `\134`.
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
