#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The name of a temporary file beside the file that it replaces: `.apim-dns.PROCESS.RANDOM.tmp`.
struct TemporaryName {
  /// The name without its folder.
  let text: String

  /// A new random name.
  init() {
    text = ".apim-dns.\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
  }

  /// Parses a name; nil if it does not have exactly this form.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "apim-dns", parts[4] == "tmp",
      let process = Int32(parts[2]), process > 0, parts[2] == "\(process)",
      let number = UInt32(parts[3]), parts[3] == "\(number)"
    else { return nil }
    self.text = text
  }

  /// Removes the temporary files that killed runs left in a folder.
  ///
  /// A run holds the lock of the folder while its temporary files exist, and the kernel releases the lock with the process.
  /// So the holder of the lock knows that no temporary file is in use. Those that cannot be removed stay for the next run.
  ///
  /// - Parameter folder: the folder, whose lock the caller holds.
  static func removeLeftovers(in folder: borrowing OpenFile) {
    let descriptor = folder.descriptor
    guard let stream = fdopendir(openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      guard let name = TemporaryName(entryName(entry)) else { continue }
      var status = stat()
      guard fstatat(descriptor, name.text, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFREG { unlinkat(descriptor, name.text, 0) }
    }
  }
}

/// The name in a directory entry of `readdir`.
func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
  withUnsafePointer(to: &entry.pointee.d_name) { pointer in
    pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
  }
}
