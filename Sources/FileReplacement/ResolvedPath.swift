#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where a path leads once its symbolic links are followed.
///
/// What is opened afterwards is opened under this path and without following any link, so that nobody can exchange a part of
/// it meanwhile. It is found out here and not by `realpath`, because that does not say whose the links are.
struct ResolvedPath {
  /// The path from the root, without `.`, `..` and symbolic links.
  let path: String
  /// The first link that belongs to somebody whom the one who runs this need not trust, where there is one.
  let untrustedLink: String?
  /// What stands against the path by the users who alone may have a hand in it; nothing where nobody asked.
  let objection: FileError?

  /// How many links may follow each other, as on Linux
  /// ([path_resolution(7)](https://man7.org/linux/man-pages/man7/path_resolution.7.html)).
  private static let mostLinks = 40

  /// Follows a path.
  ///
  /// - Parameters:
  ///   - path: the path.
  ///   - isWhole: whether everything on it must be there.
  ///   - users: who alone may have a hand in what is on the path.
  /// - Throws: ``FileError`` when it cannot be followed.
  init(_ path: String, isWhole: Bool = true, watchedBy users: TrustedUsers? = nil) throws(FileError) {
    var place = ""
    var untrustedLink: String?
    var objection: FileError?
    var links = 0
    var rest = try Self.components(of: path, seenFrom: path)
    while let component = rest.popLast() {
      guard component != "..", component != "." else {
        if component == ".." { place = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "" }
        continue
      }
      let next = "\(place)/\(component)"
      var status = stat()
      var isMissing = false
      do throws(FileError) {
        try systemCall("find out where it leads", path) { lstat(next, &status) }
      } catch {
        guard !isWhole, error.number == ENOENT else { throw error }
        isMissing = true
      }
      if let users, objection == nil {
        objection = users.objection(
          toFolder: place.isEmpty ? "/" : place, isForFolder: status.st_mode & S_IFMT == S_IFDIR)
      }
      guard !isMissing, status.st_mode & S_IFMT == S_IFLNK else {
        place = next
        continue
      }
      links += 1
      guard links <= Self.mostLinks else {
        throw FileError(
          .systemCall, path: path, number: ELOOP,
          "cannot find out where it leads: \(String(cString: strerror(ELOOP))); see whether a link leads to itself")
      }
      if !Self.isTrusted(status), untrustedLink == nil { untrustedLink = next }
      if objection == nil { objection = users?.objection(toLink: next, status) }
      let target = try Self.target(of: next, seenFrom: path)
      if target.hasPrefix("/") { place = "" }
      rest += target.split(separator: "/").reversed()
    }
    self.path = place.isEmpty ? "/" : place
    self.untrustedLink = untrustedLink
    self.objection = objection
  }

  /// Follows the path of a file or folder that is not there; folders above it may be missing too.
  init(ofNew path: String) throws(FileError) {
    let folder = try ResolvedPath(folderPath(of: path), isWhole: false)
    self.path = "\(folder.path == "/" ? "" : folder.path)/\(fileName(of: path))"
    untrustedLink = folder.untrustedLink
    objection = nil
  }

  /// Whether a link may be followed to a file that is going to be written: whoever is root follows only those of root,
  /// since anybody else could lead it to a file that only root can write.
  private static func isTrusted(_ link: stat) -> Bool { geteuid() != 0 || link.st_uid == 0 }

  /// The components of a path, from the root, the last one first.
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

  /// Where a symbolic link leads.
  private static func target(of link: String, seenFrom origin: String) throws(FileError) -> String {
    var target = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = try systemCall("find out where it leads", origin) {
      readlink(link, &target, Int(PATH_MAX))
    }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
