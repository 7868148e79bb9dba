#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The signals by which a program ends that has made a mistake.
package enum CrashSignals {
  /// Has them end this process and do nothing else: the handler of a Swift runtime that is not linked in starts a program, which
  /// the variable `SWIFT_BACKTRACE` may name.
  package static func useNoHandler() {
    for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] {
      let wasIgnored = unsafeBitCast(signal(number, SIG_DFL), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
      if wasIgnored { signal(number, SIG_IGN) }
    }
  }
}
