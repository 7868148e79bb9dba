import Foundation

/// A folder of its own for one test, removed with all that is in it when the value goes.
public final class TemporaryFolder: Sendable {
  /// The folder's absolute path, symbolic links followed.
  public let path: String

  /// Makes the folder below the system's place for temporary files.
  ///
  /// - Parameter inMemory: whether it lies in memory where the machine can do that, for tests that write thousands of
  ///   files and do not care whether they reach the disk.
  public init(inMemory: Bool = false) throws {
    let memory = URL(filePath: "/dev/shm", directoryHint: .isDirectory)
    let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let url = parent.appending(path: "apim-dns-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The absolute path of something in the folder.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Whether there is a file or folder of a name.
  public func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Writes a file, in a folder below where the name has a slash, and gives its path.
  @discardableResult
  public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Writes a text file and gives its path.
  @discardableResult
  public func write(_ name: String, text: String) throws -> String { try write(name, text.utf8) }

  /// Writes a script that can be run, and gives its path.
  ///
  /// Another process puts it there: what this one has open for writing may still be so in a program that it starts for
  /// another test, and then the system would not run it ("text file busy").
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

  /// The bytes of a file in the folder.
  public func bytes(of name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

  /// The text of a file in the folder.
  public func text(of name: String) throws -> String { String(decoding: try bytes(of: name), as: UTF8.self) }

  /// Every file in the folder and below, by its path from here, with its bytes.
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
