import FoundationEssentials
import Glibc
import ProgramExecution

/// The system's openssl.
enum OpenSSLProgram {
  /// Runs openssl; false if it fails.
  static func run(_ arguments: [String]) -> Bool {
    let program = try? StartedProgram(["openssl"] + arguments, streams: [nil, nil, nil], mode: .interactive)
    return program?.wait() == .status(0)
  }

  /// Creates a temporary folder for its files, which only this user can read; nil if that fails.
  static func makeFolder() -> String? {
    var name = Array("\(FileManager.default.temporaryDirectory.path)/azure-emulator.XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    return String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
