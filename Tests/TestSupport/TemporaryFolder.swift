import Foundation

/// A temporary directory for one test, removed when this value is deinitialized.
public final class TemporaryFolder: Sendable {
  /// The absolute path without symbolic links.
  public let path: String

  /// Creates the directory.
  ///
  /// - Parameter inMemory: whether to use a file system in memory, if there is one, for tests that write thousands of files.
  public init(inMemory: Bool = false) throws {
    let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
    let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = parent.appending(path: "apim-dns-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of a name in the directory.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether a file or directory of this name exists.
  public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Writes a file, creates the directories in its name, and returns its path.
  @discardableResult
  public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a text file, and returns its path.
  @discardableResult
  public func write(_ name: String, text: String) throws -> String { try write(name, text.utf8) }

  /// Writes an executable script, and returns its path.
  ///
  /// A separate process writes it. A program that this process starts for another test could inherit the open file, and the
  /// system does not run a file that is open for writing ("text file busy").
  @discardableResult
  public func writeProgram(_ name: String, text: String) throws -> String {
    let source = try write("\(name).text", text: text)
    defer { try? FileManager.default.removeItem(atPath: source) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/install")
    process.arguments = ["-m", "755", source, path(name)]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    return path(name)
  }

  /// The bytes of a file in the directory.
  public func bytes(of name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  /// The text of a file in the directory.
  public func text(of name: String) throws -> String { String(decoding: try bytes(of: name), as: UTF8.self) }

  /// The bytes of all files in the directory and its subdirectories, by relative path.
  public func contents() throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: self.path(name), isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      contents[name] = try bytes(of: name)
    }
    return contents
  }
}
