import CFileCalls
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a file has besides its bytes, owner and mode: extended attributes, and among them access control lists and the
/// context of SELinux ([xattr(7)](https://man7.org/linux/man-pages/man7/xattr.7.html)).
enum ExtendedAttributes {
  /// Gives a file the attributes of another one, and no others.
  ///
  /// What the new file has already is not set again, since setting some of them is root's alone.
  ///
  /// - Parameters:
  ///   - old: the file that has them.
  ///   - new: the file that gets them.
  /// - Throws: ``FileError`` when one cannot be carried over.
  static func copy(from old: borrowing OpenFile, to new: borrowing OpenFile) throws(FileError) {
    #if canImport(Darwin)
      let flags = copyfile_flags_t(COPYFILE_ACL | COPYFILE_XATTR)
      try systemCall("give the new file the old one's attributes", old.path) {
        fcopyfile(old.descriptor, new.descriptor, nil, flags)
      }
    #else
      let wanted = try names(of: old)
      let present = try names(of: new)
      for name in present where !wanted.contains(name) {
        try systemCall("take the attribute \(name) off the new file", old.path) { fremovexattr(new.descriptor, name) }
      }
      for name in wanted {
        let value = try value(of: name, in: old)
        if present.contains(name), try self.value(of: name, in: new) == value { continue }
        try systemCall("give the new file the old one's attribute \(name)", old.path) {
          fsetxattr(new.descriptor, name, value, value.count, 0)
        }
      }
    #endif
  }

  #if !canImport(Darwin)
    /// The names of a file's attributes, without those that the kernel reckons from its bytes.
    private static func names(of file: borrowing OpenFile) throws(FileError) -> [String] {
      let list: [UInt8]
      do throws(FileError) {
        list = try bytes("list the attributes", file) {
          flistxattr(file.descriptor, $0?.assumingMemoryBound(to: CChar.self), $1)
        }
      } catch {
        guard error.number == ENOTSUP else { throw error }
        return []
      }
      let names = list.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return names.filter { !["security.ima", "security.evm"].contains($0) }
    }

    private static func value(of name: String, in file: borrowing OpenFile) throws(FileError) -> [UInt8] {
      try bytes("read the attribute \(name)", file) { fgetxattr(file.descriptor, name, $0, $1) }
    }

    /// Asks for a size and then for that many bytes, again where they have become more in between.
    private static func bytes(
      _ doing: String, _ file: borrowing OpenFile, _ call: (UnsafeMutableRawPointer?, Int) -> Int
    ) throws(FileError) -> [UInt8] {
      while true {
        let size = try systemCall(doing, file.path) { call(nil, 0) }
        guard size > 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: size)
        do throws(FileError) {
          let count = try systemCall(doing, file.path) { call(&buffer, size) }
          return Array(buffer[..<count])
        } catch {
          guard error.number == ERANGE else { throw error }
        }
      }
    }
  #endif
}
