/// The folder of an inventory, as the user wrote it.
struct SourceFolder: Hashable, Sendable {
  /// The folder with a slash at its end; empty for the working folder.
  private let prefix: String

  /// Takes the folder from the path of a file.
  init(ofFile file: String) {
    // For a pipe such as `/dev/fd/63`, paths start at the working folder.
    let isPipe = file.hasPrefix("/dev/") || file.hasPrefix("/proc/")
    guard !isPipe, let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      prefix = ""
      return
    }
    prefix = String(file[...slash])
  }

  /// A path in the inventory, relative to the working folder or absolute.
  func path(_ path: String) -> String {
    guard path.utf8.first != UInt8(ascii: "/") else { return path }
    // `..` stays, because the folder before it can be a symbolic link.
    guard !prefix.isEmpty else { return path }
    var rest = path[...]
    while rest.hasPrefix("./") { rest = rest.dropFirst(2).drop { $0 == "/" } }
    return rest == "." ? prefix : prefix + rest
  }
}
