import Foundation
import TestSupport
import Testing

/// Several writers of one hosts file at once: our own runs, and programs that know of no lock.
@Suite struct HostsConcurrencyTests {
  private let folder: TemporaryFolder
  private static let original = (1...200).map { "10.9.0.\($0) host\($0)\n" }.joined()
  private static let instance = [
    "--file", "hosts", "--region", "westus", "--hostnames", "regional", "--no-backup",
  ]

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: Self.original)
  }

  @Test func fiftyConcurrentOwnersLeaveFiftyBlocks() async throws {
    let path = folder.path
    try await withThrowingTaskGroup(of: Program.Result.self) { group in
      for number in 1...50 {
        let words =
          ["apply", "hosts", "--owner", "team-\(number)", "--name", "team\(number)-apim", "--vip", "10.1.0.\(number)"]
          + Self.instance
        group.addTask { try await Program.built("apim-dns").run(words, in: path) }
      }
      for try await result in group {
        #expect(result.status == 0)
        #expect(result.errors == "")
      }
    }
    let text = try folder.text(of: "hosts")
    #expect(text.hasPrefix(Self.original))
    let lines = Set(text.split(separator: "\n"))
    for number in 1...50 {
      #expect(lines.contains("# BEGIN apim-dns owner=team-\(number) (managed: edits inside are lost)"))
      #expect(lines.contains("10.1.0.\(number)\tteam\(number)-apim.westus.azure-api.net"))
      #expect(lines.contains("10.1.0.\(number)\tteam\(number)-apim.portal.azure-api.net"))
      #expect(lines.contains("# END apim-dns owner=team-\(number)"))
    }
    #expect(text.split(separator: "\n").count == 200 + 50 * 4)
    #expect(try folder.contents().count == 1)
  }

  /// The new file is ready beside the old one, and its writer stands still, when somebody else writes the old one.
  @Test(.needs("strace")) func unmanagedLineAddedDuringTheRunIsKept() async throws {
    let words =
      ["-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=STOP:when=1"]
      + [Program.built("apim-dns").path, "apply", "hosts", "--name", "contoso-apim", "--vip", "10.1.0.5"]
      + Self.instance
    async let result = Program.required("strace").run(words, in: folder.path)
    var writer: pid_t?
    for _ in 0..<6000 where writer == nil {
      try await Task.sleep(for: .milliseconds(10))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      writer = names.first { $0.hasSuffix(".tmp") }.flatMap { pid_t($0.split(separator: ".")[1]) }
    }
    let file = try #require(FileHandle(forWritingAtPath: folder.path("hosts")))
    try file.seekToEnd()
    try file.write(contentsOf: Data("10.8.8.8 quicker\n".utf8))
    try file.close()
    let stopped = try #require(writer)
    // It may not have stopped yet when it is told to go on for the first time.
    let wakeUp = Task {
      while !Task.isCancelled {
        kill(stopped, SIGCONT)
        try? await Task.sleep(for: .milliseconds(50))
      }
    }
    let ended = try await result
    wakeUp.cancel()
    #expect(ended.status == 0)
    #expect(ended.errors == "")
    let text = try folder.text(of: "hosts")
    #expect(text.hasPrefix(Self.original + "10.8.8.8 quicker\n# BEGIN apim-dns owner=apim-dns "))
    #expect(try folder.contents().count == 1)
  }
}
