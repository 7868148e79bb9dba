/// How a run ended, for whoever called it.
enum ExitCode: Int32 {
  /// Everything was done, or there was nothing to do.
  case done = 0
  /// Something failed.
  case failed = 1
  /// `plan --detailed-exitcode`: there are changes; `verify`, `discover --compare`: something differs.
  case differs = 2
  /// Refused before the first write.
  case refused = 3
  /// Wrong usage or a wrong inventory; nothing was written.
  case usage = 64

  /// How a run ends that has several reasons: what the user has to put right first wins.
  ///
  /// - Parameter codes: how it would end for each reason alone.
  /// - Returns: nothing where there is no reason.
  static func first(of codes: [ExitCode]) -> ExitCode? {
    [.usage, .refused, .failed, .differs, .done].first(where: codes.contains)
  }
}
