import Glibc

/// A file; errors carry the message of the system.
struct PlainFile {
  let path: String

  /// The size limit in bytes.
  private static let limit = 256 << 20

  func bytes() throws(ProgramFailure) -> [UInt8] {
    let failure = { ProgramFailure.system("cannot read \(path)", fix: "Use a file that you can read.") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
      var count = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, used in
        count = read(descriptor, buffer.baseAddress, buffer.count)
        used = max(0, count)
      }
      guard count >= 0 else { throw failure() }
      if count == 0 { return bytes }
      bytes += chunk
      guard bytes.count <= Self.limit else {
        throw ProgramFailure(code: .failed, description: "\(path) is larger than 256 MiB. Use the right file.")
      }
    }
  }

  /// Replaces the contents atomically.
  ///
  /// - Throws: ``ProgramFailure`` if that fails; the old file then still exists.
  func replace(with bytes: [UInt8]) throws(ProgramFailure) { try replace(with: bytes, through: newName) }

  /// A random name for a temporary file, so that nobody can create a file or link there in advance.
  var newName: String { "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).tmp" }

  /// Replaces the contents through a given temporary file, which must not exist.
  func replace(with bytes: [UInt8], through temporaryPath: String) throws(ProgramFailure) {
    let failure = {
      ProgramFailure.system(
        "cannot write \(path)", fix: "Use a file in an existing directory that you can write to.")
    }
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    guard write(bytes, to: descriptor), rename(temporaryPath, path) == 0 else {
      let failure = failure()
      unlink(temporaryPath)
      throw failure
    }
  }

  /// Writes and closes a new file; if that fails, the reason is in `errno`.
  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else {
        let number = errno
        close(descriptor)
        errno = number
        return false
      }
      rest = rest.dropFirst(count)
    }
    return close(descriptor) == 0
  }
}
