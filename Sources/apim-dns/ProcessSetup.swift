import ProgramExecution

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Sets up the process before it opens anything, however it was started.
enum ProcessSetup {
  /// Makes sure that no program is searched in the working folder, no file or connection gets the descriptor of a closed
  /// stream, and no signal ends the process halfway.
  static func prepare() {
    CrashSignals.useNoHandler()
    SearchPath.keepAbsoluteFolders()
    // Reading from or writing to these fails, as for a closed stream.
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", mode)
    }
    // A closed pipe and a file size limit then become errors of a write. Unlike SIG_IGN, child processes do not inherit a
    // handler.
    for number in [SIGPIPE, SIGXFSZ] { signal(number) { _ in } }
  }

  /// Refuses work that starts threads where `/proc` is missing.
  ///
  /// libdispatch looks there for the state of its threads once a second, and ends the process if it finds none: see
  /// `_dispatch_workq_count_runnable_workers` in
  /// [event_workqueue.c](https://github.com/swiftlang/swift-corelibs-libdispatch/blob/main/src/event/workqueue.c).
  ///
  /// - Parameter task: what would be done, for the message.
  /// - Throws: ``Failure`` on Linux without `/proc`.
  static func requireProc(for task: String) throws(Failure) {
    #if os(Linux)
      guard access("/proc/self/task", F_OK) != 0 else { return }
      throw Failure(
        .failed,
        "\(task) needs /proc, which is not mounted. Nothing was written. Mount it with 'mount -t proc proc /proc', then run again."
      )
    #endif
  }

  /// Ends the process with SIGPIPE if the reader of its output has gone, as other programs end.
  static func exitOnBrokenPipe() {
    guard StandardStream.output.isBrokenPipe else { return }
    signal(SIGPIPE, SIG_DFL)
    raise(SIGPIPE)
  }
}
