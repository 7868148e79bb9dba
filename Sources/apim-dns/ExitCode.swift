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
}
