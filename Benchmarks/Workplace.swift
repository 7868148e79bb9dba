import Foundation

/// The folder in which the benchmarks keep their files, and the programs that they run.
struct Workplace: Sendable {
  /// The folder's absolute path.
  let folder: String
  /// Our program, optimised.
  let program: String

  /// Whether what takes minutes is run five times, and not once: the word `thorough` asks for it.
  let isThorough: Bool

  /// Takes the folder `.build/bench` and the programs beside this one.
  init(isThorough: Bool) throws {
    self.isThorough = isThorough
    let here = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    folder = URL(filePath: ".build/bench").standardizedFileURL.path
    program = here.appending(path: "apim-dns").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// The absolute path of something in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The file of a name, made first where it is missing.
  ///
  /// - Parameters:
  ///   - name: the file's name; it must say what is in it, since a file that is there is not made again.
  ///   - contents: what is to be in it.
  /// - Returns: the file's absolute path.
  /// - Throws: what Foundation throws where the file cannot be written.
  func file(_ name: String, contents: () -> [UInt8]) throws -> String {
    let path = path(name)
    if !FileManager.default.fileExists(atPath: path) { try Data(contents()).write(to: URL(filePath: path)) }
    return path
  }
}
