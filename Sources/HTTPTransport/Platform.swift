#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

#if canImport(Darwin)
  /// The file name of libcurl on macOS.
  let platformLibrary = "/usr/lib/libcurl.4.dylib"
#else
  /// The file name of libcurl on Linux.
  let platformLibrary = "libcurl.so.4"
#endif

/// The value of an environment variable; nil if it is unset or empty.
func environmentVariable(_ name: String) -> String? {
  guard let value = getenv(name), value.pointee != 0 else { return nil }
  return String(cString: value)
}

/// Raises the limit of open files if it is too low.
///
/// - Parameter needed: how many files must be open at once.
/// - Returns: the limit if it is still too low, else nil.
func raiseOpenFileLimit(to needed: UInt64) -> UInt64? {
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  var limit = rlimit()
  guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return nil }
  limit.rlim_cur = min(rlim_t(needed), limit.rlim_max)
  // Whether the limit can be raised is only known after trying.
  guard setrlimit(resource, &limit) != 0 || limit.rlim_cur < needed else { return nil }
  getrlimit(resource, &limit)
  return UInt64(limit.rlim_cur)
}
