import Glibc

/// A file on this machine; what does not work is told in the words of the system.
struct PlainFile {
  /// Where it is.
  let path: String

  /// How much of a file is read, in bytes.
  private static let limit = 256 << 20

  /// Reads all of it.
  func bytes() throws(ProgramFailure) -> [UInt8] {
    let failure = { ProgramFailure.system("cannot read \(path)", advice: "name a file that may be read") }
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

  /// Puts new contents in the file's place, in one step.
  ///
  /// - Throws: ``ProgramFailure`` when it could not; the old file is then still there.
  func replace(with bytes: [UInt8]) throws(ProgramFailure) { try replace(with: bytes, through: newName) }

  /// A name beside it that is another one each time, so that nobody can put a file or a link in its way.
  var newName: String { "\(path).\(String(UInt64.random(in: 0...UInt64.max), radix: 36)).tmp" }

  /// The same, with the name under which the new contents are written before they are put in place; nothing may be there.
  func replace(with bytes: [UInt8], through temporaryPath: String) throws(ProgramFailure) {
    let failure = {
      ProgramFailure.system(
        "cannot write \(path)", advice: "name a file in a folder that is there and may be written")
    }
    let descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    guard write(bytes, to: descriptor), rename(temporaryPath, path) == 0 else {
      let failure = failure()
      unlink(temporaryPath)
      throw failure
    }
  }

  /// Writes all of a new file and closes it; where it does not work, the reason is in `errno`.
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
