import ProgramExecution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a process starts with, whoever started it, put right before anything is opened.
enum ProcessSetup {
  /// Sees to it that no program is looked for in the working folder, no file or connection gets the number of a closed stream,
  /// and no signal ends work halfway.
  static func prepare() {
    CrashSignals.useNoHandler()
    SearchPath.keepAbsoluteFolders()
    // Reading from or writing to these fails, as it does where the stream is closed.
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", mode)
    }
    // A reader that goes away and a limit of file sizes are errors of a write. A handler, other than SIG_IGN, is not handed
    // down to programs that are started.
    for number in [SIGPIPE, SIGXFSZ] { signal(number) { _ in } }
  }

  /// Ends the process as a pipe without a reader ends others, where that is what became of its result.
  static func endWhereNobodyReads() {
    guard StandardStream.output.hasLostItsReader else { return }
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }
}
