#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Erases secrets from the process's environment after they have been read.
enum SecretsInEnvironment {
  /// Removes variables, so that child processes do not inherit them, and overwrites their memory, which `/proc/PID/environ`
  /// shows to every process of the same user.
  ///
  /// Source: [proc_pid_environ(5)](https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html).
  ///
  /// - Parameter names: the variables; all occurrences are erased.
  static func erase(_ names: [String]) {
    for name in names {
      #if canImport(Darwin)
        var entry = _NSGetEnviron().pointee
      #else
        var entry = environ
      #endif
      while let text = entry.pointee {
        let beginning = "\(name)="
        if strncmp(text, beginning, beginning.utf8.count) == 0 {
          let value = text + beginning.utf8.count
          memset(value, 0, strlen(value))
        }
        entry += 1
      }
      unsetenv(name)
    }
  }
}
