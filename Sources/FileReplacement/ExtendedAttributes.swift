import CFileCalls
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The extended attributes of a file, which include access control lists and the SELinux context
/// ([xattr(7)](https://man7.org/linux/man-pages/man7/xattr.7.html)).
enum ExtendedAttributes {
  /// Gives a file exactly the attributes of another one.
  ///
  /// An attribute that already has the right value is not set again, because only root may set some of them.
  ///
  /// - Parameters:
  ///   - old: the file to copy from.
  ///   - new: the file to copy to.
  /// - Throws: ``FileError`` if one cannot be copied.
  static func copy(from old: borrowing OpenFile, to new: borrowing OpenFile) throws(FileError) {
    #if canImport(Darwin)
      let flags = copyfile_flags_t(COPYFILE_ACL | COPYFILE_XATTR)
      try systemCall("copy the attributes to the new file", old.path) {
        fcopyfile(old.descriptor, new.descriptor, nil, flags)
      }
    #else
      let wanted = try names(of: old)
      let present = try names(of: new)
      for name in present where !wanted.contains(name) {
        try systemCall(
          "remove the attribute \(name) from the new "
            + "file", old.path
        ) { fremovexattr(new.descriptor, name) }
      }
      for name in wanted {
        let value = try value(of: name, in: old)
        if present.contains(name), try self.value(of: name, in: new) == value { continue }
        try systemCall("copy the attribute \(name) to the new file", old.path) {
          fsetxattr(new.descriptor, name, value, value.count, 0)
        }
      }
    #endif
  }

  #if !canImport(Darwin)
    /// The names of a file's attributes, without those that the kernel computes from its bytes.
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

    /// Gets the size and then the bytes; repeats that if the value has grown in between.
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
