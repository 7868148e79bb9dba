import Glibc

/// Why the program ends before it has served anybody.
struct ProgramFailure: Error, Sendable, CustomStringConvertible {
  /// The exit status.
  enum Code: Int32, Sendable {
    /// Something on this machine did not work, or a file is not what it should be.
    case failed = 1
    /// The program was called wrongly.
    case usage = 64
  }

  /// The exit status.
  let code: Code
  /// One sentence without a full stop.
  let description: String

  /// Says that a system call did not work, with the reason it left in `errno`.
  static func system(_ doing: String, advice: String? = nil) -> ProgramFailure {
    let reason = String(cString: strerror(errno))
    return ProgramFailure(code: .failed, description: "\(doing): \(reason)\(advice.map { "; \($0)" } ?? "")")
  }

  /// Says that the program was called wrongly.
  static func usage(_ description: String) -> ProgramFailure {
    ProgramFailure(code: .usage, description: "\(description); --help lists the options")
  }
}
