import Glibc

/// Why the program ends.
struct ProgramFailure: Error, Sendable, CustomStringConvertible {
  /// The exit status.
  enum Code: Int32, Sendable {
    /// A system call failed, or a file is not valid.
    case failed = 1
    /// The command line is not valid.
    case usage = 64
  }

  let code: Code
  /// The message.
  let description: String

  /// A failed system call, with the reason in `errno`.
  static func system(_ doing: String, fix: String? = nil) -> ProgramFailure {
    let reason = String(cString: strerror(errno))
    return ProgramFailure(code: .failed, description: "\(doing): \(reason)\(fix.map { ". \($0)" } ?? "")")
  }

  /// An invalid command line.
  static func usage(_ problem: String) -> ProgramFailure {
    let sentence = problem.hasSuffix(".") ? problem : "\(problem)."
    return ProgramFailure(code: .usage, description: "\(sentence) Run 'azure-emulator --help' to list the options.")
  }
}
