#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a temporary file beside its target is called: `.apim-dns.PROCESS.RANDOM.tmp`.
struct TemporaryName {
  /// The name alone, without its folder.
  let text: String

  /// Makes a name that nobody else has.
  init() {
    text = ".apim-dns.\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
  }

  /// Takes a name that is exactly one of ours.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "apim-dns", parts[4] == "tmp",
      let process = Int32(parts[2]), process > 0, parts[2] == "\(process)",
      let number = UInt32(parts[3]), parts[3] == "\(number)"
    else { return nil }
    self.text = text
  }

  /// Removes what killed runs have left in a folder.
  ///
  /// Whoever makes a temporary file has the lock of its folder as long as the file lives, and the kernel takes that lock back with
  /// the process: for who has the lock now, all of them are nobody's. What cannot be removed stays for the next run.
  ///
  /// - Parameter folder: the folder, whose lock the caller has.
  static func removeLitter(in folder: borrowing OpenFile) {
    let place = folder.descriptor
    guard let stream = fdopendir(openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      guard let name = TemporaryName(entryName(entry)) else { continue }
      var status = stat()
      guard fstatat(place, name.text, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFREG { unlinkat(place, name.text, 0) }
    }
  }
}

/// The name in an entry that `readdir` gave.
func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
  withUnsafePointer(to: &entry.pointee.d_name) { pointer in
    pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
  }
}
