#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The signals that a crash raises.
package enum CrashSignals {
  /// Resets them to end this process and do nothing else.
  ///
  /// The handler of a dynamically linked Swift runtime would start a program, which the variable `SWIFT_BACKTRACE` can name.
  package static func useNoHandler() {
    for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
      let wasIgnored = unsafeBitCast(signal(number, SIG_DFL), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if wasIgnored { signal(number, SIG_IGN) }
    }
  }
}
