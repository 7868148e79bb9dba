#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Takes secrets out of the process's environment once they have been read.
enum SecretsInEnvironment {
  /// Removes variables, so that no program that is started inherits them, and overwrites them where the system put them when the
  /// process began: `/proc/PID/environ` shows that memory to every process of the same user.
  ///
  /// Source: [proc_pid_environ(5)](https://man7.org/linux/man-pages/man5/proc_pid_environ.5.html).
  ///
  /// - Parameter names: the variables; one that stands there twice goes twice.
  static func forget(_ names: [String]) {
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
