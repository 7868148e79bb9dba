/// The folder in which an inventory lies, as the user wrote it.
struct SourceFolder: Hashable, Sendable {
  /// The folder with its slash; empty for the working folder.
  private let prefix: String

  /// Takes the folder from the path of a file.
  init(ofFile file: String) {
    // A pipe such as `/dev/fd/63` lies in no folder that anybody means.
    let isPipe = file.hasPrefix("/dev/") || file.hasPrefix("/proc/")
    guard !isPipe, let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      prefix = ""
      return
    }
    prefix = String(file[...slash])
  }

  /// A path of the inventory as seen from the working folder: absolute paths as they are, others behind the folder.
  func path(_ path: String) -> String {
    path.utf8.first == UInt8(ascii: "/") ? path : prefix + path
  }
}
