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
  /// Whoever writes a temporary file holds a lock on it as long as it lives, and the kernel takes that lock back with the
  /// process: a file whose lock can be had is nobody's any more. What cannot be removed stays for the next run.
  static func removeLitter(in folder: borrowing OpenFile) {
    let place = folder.descriptor
    guard let stream = fdopendir(openat(place, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      guard let name = TemporaryName(entryName(entry)) else { continue }
      let descriptor = openat(place, name.text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      var status = stat()
      let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      if isFile, flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlinkat(place, name.text, 0) }
      close(descriptor)
    }
  }
}

/// The name in an entry that `readdir` gave.
func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
  withUnsafePointer(to: &entry.pointee.d_name) { pointer in
    pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
  }
}
