#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folders in which programs are looked up: the variable `PATH`.
///
/// An empty or relative entry depends on where the process was started: the owner of that folder would decide which
/// program `ssh` is.
/// Source: [POSIX](https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_03).
package enum SearchPath {
  /// Removes all entries that do not start with `/` from `PATH`, for this process and all that it starts.
  ///
  /// If none is left, `PATH` becomes `/usr/bin:/bin`: without the variable, each program has its own default.
  /// Call it at the start of a program, before there are threads, because it changes the environment.
  package static func keepAbsoluteFolders() {
    let path = getenv("PATH").map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) } ?? []
    let kept = path.split(separator: CChar(UInt8(ascii: ":"))).filter { entry in
      let text = String(decoding: entry.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // `/proc/self/cwd` is another name for the working folder.
      return text.hasPrefix("/") && !text.hasPrefix("/proc/") && !text.hasPrefix("/dev/")
    }
    let folders =
      kept.isEmpty
      ? "/usr/bin:/bin".utf8CString.dropLast()[...] : ArraySlice(kept.joined(separator: [CChar(UInt8(ascii: ":"))]))
    // The variable may be set twice, and a shell may use the other one.
    unsetenv("PATH")
    setenv("PATH", Array(folders) + [0], 1)
  }
}
