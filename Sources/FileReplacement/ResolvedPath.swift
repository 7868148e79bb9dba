#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A path with all symbolic links followed.
///
/// Files are then opened under this path without following links, so that no part of it can be exchanged meanwhile. It does
/// not use `realpath`, because that does not report the owners of the links.
struct ResolvedPath {
  /// The absolute path, without `.`, `..` and symbolic links.
  let path: String
  /// The first link that must not be followed for writing; nil if there is none.
  let untrustedLink: String?
  /// Why the path cannot be trusted; nil if it can, or if no trusted users were given.
  let objection: FileError?

  /// How many links are followed at most, as on Linux
  /// ([path_resolution(7)](https://man7.org/linux/man-pages/man7/path_resolution.7.html)).
  private static let maxLinks = 40

  /// Resolves a path.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - mustExist: whether every part of it must exist.
  ///   - users: the only users who may be able to change what is on the path; nil for any.
  /// - Throws: ``FileError`` if it cannot be resolved.
  init(_ path: String, mustExist: Bool = true, trusting users: TrustedUsers? = nil) throws(FileError) {
    var resolved = ""
    var untrustedLink: String?
    var objection: FileError?
    var links = 0
    var rest = try Self.components(of: path, seenFrom: path)
    while let component = rest.popLast() {
      guard component != "..", component != "." else {
        if component == ".." {
          resolved = resolved.lastIndex(of: "/").map { String(resolved[..<$0]) } ?? ""
        }
        continue
      }
      let next = "\(resolved)/\(component)"
      var status = stat()
      var isMissing = false
      do throws(FileError) {
        try systemCall("resolve the path", path) { lstat(next, &status) }
      } catch {
        guard !mustExist, error.number == ENOENT else { throw error }
        isMissing = true
      }
      if let users, objection == nil {
        objection = users.objection(
          toFolder: resolved.isEmpty ? "/" : resolved, isForFolder: status.st_mode & S_IFMT == S_IFDIR)
      }
      guard !isMissing, status.st_mode & S_IFMT == S_IFLNK else {
        resolved = next
        continue
      }
      links += 1
      guard links <= Self.maxLinks else {
        throw FileError(
          .systemCall, path: path, number: ELOOP,
          "cannot resolve the path: \(String(cString: strerror(ELOOP))). Check for a link that points to itself.")
      }
      if !Self.isTrusted(status), untrustedLink == nil { untrustedLink = next }
      if objection == nil { objection = users?.objection(toLink: next, status) }
      let target = try Self.target(of: next, seenFrom: path)
      if target.hasPrefix("/") { resolved = "" }
      rest += target.split(separator: "/").reversed()
    }
    self.path = resolved.isEmpty ? "/" : resolved
    self.untrustedLink = untrustedLink
    self.objection = objection
  }

  /// Resolves the path of a file or folder that does not exist; folders above it may be missing too.
  init(ofNew path: String) throws(FileError) {
    let folder = try ResolvedPath(folderPath(of: path), mustExist: false)
    self.path = "\(folder.path == "/" ? "" : folder.path)/\(fileName(of: path))"
    untrustedLink = folder.untrustedLink
    objection = nil
  }

  /// Whether a link may be followed for writing: root follows only links of root, because another owner could point it at
  /// a file that only root can write.
  private static func isTrusted(_ link: stat) -> Bool { geteuid() != 0 || link.st_uid == 0 }

  /// The components of the absolute path, the last one first.
  private static func components(of path: String, seenFrom origin: String) throws(FileError) -> [Substring] {
    let components = path.split(separator: "/")
    if path.hasPrefix("/") { return components.reversed() }
    guard let working = getcwd(nil, 0) else {
      throw FileError(
        .systemCall, path: origin, number: errno, "cannot find the working folder: \(String(cString: strerror(errno)))")
    }
    defer { free(working) }
    return (String(cString: working).split(separator: "/") + components).reversed()
  }

  /// The target of a symbolic link.
  private static func target(of link: String, seenFrom origin: String) throws(FileError) -> String {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = try systemCall("resolve the path", origin) {
      readlink(link, &target, Int(PATH_MAX))
    }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
