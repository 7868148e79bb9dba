/// The exit code of a run.
enum ExitCode: Int32 {
  /// Success, or nothing to do.
  case done = 0
  /// Something failed.
  case failed = 1
  /// `plan --detailed-exitcode`: there are changes; `verify`, `discover --compare`: there are differences.
  case differs = 2
  /// Refused before any change.
  case refused = 3
  /// Invalid usage or inventory; nothing was written.
  case usage = 64

  /// The exit code of a run with several results: the one that the user has to fix first.
  ///
  /// - Parameter codes: the exit code of each result alone.
  /// - Returns: nil if there is no result.
  static func first(of codes: [ExitCode]) -> ExitCode? {
    [.usage, .refused, .failed, .differs, .done].first(where: codes.contains)
  }
}
