#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What libFuzzer calls with every input; each target has one `fuzz(_:)`.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// Ends the run as a finding where something does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
  guard holds else { fatalError(what()) }
}

/// A file in memory for what can only be read from a file; each process has its own.
enum ScratchFile {
  /// Where it is; the name begins in memory where the system has a place for that.
  static let path = "\(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")/apim-dns-fuzz.\(getpid())"

  /// Writes it anew; it is removed when the process ends.
  static func write(_ pieces: [ArraySlice<UInt8>]) {
    _ = removal
    guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
    for piece in pieces {
      _ = piece.withUnsafeBufferPointer { fwrite($0.baseAddress, 1, $0.count, file) }
    }
    fclose(file)
  }

  /// Reads another file.
  static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { fatalError("cannot read \(path)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  private static let removal: Void = { atexit { unlink(ScratchFile.path) } }()
}
