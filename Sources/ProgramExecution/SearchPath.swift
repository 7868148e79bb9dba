#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folders in which programs are looked for, as the variable `PATH` names them.
///
/// An entry that is empty or relative means a folder that depends on where the process was started: whoever keeps that folder
/// would decide which program `ssh` is.
/// Source: [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03).
package enum SearchPath {
  /// Takes all entries that do not begin with `/` out of `PATH`, for this process and for all that it starts.
  ///
  /// Where none is left, the system's own two folders stand there: without the variable, each program has a way of its own.
  /// It changes the environment, so it belongs to the start of a program, before there are threads.
  package static func keepAbsoluteFolders() {
    let path = getenv("PATH").map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) } ?? []
    let kept = path.split(separator: CChar(UInt8(ascii: ":"))).filter { entry in
      let text = String(decoding: entry.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // `/proc/self/cwd` is the working folder in other words.
      return text.hasPrefix("/") && !text.hasPrefix("/proc/") && !text.hasPrefix("/dev/")
    }
    let folders =
      kept.isEmpty
      ? "/usr/bin:/bin".utf8CString.dropLast()[...] : ArraySlice(kept.joined(separator: [CChar(UInt8(ascii: ":"))]))
    // The variable may be there twice, and a shell may take the other one.
    unsetenv("PATH")
    setenv("PATH", Array(folders) + [0], 1)
  }
}
