import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import HostsBackend

/// The pass over the lines of a file, beside the plainest way to say the same.
@Suite struct HostsLineTests {
  private static let names: Set = ["db", "contoso-apim.westus.azure-api.net", "contoso-apim.portal.azure-api.net"]

  /// What lines are made of: names, what looks nearly like one, and all that parts them or ends a line.
  private static let pieces = [
    "db", "DB", "db.", "db..", "dbx", "Contoso-APIM.westus.azure-api.net", "contoso-apim.portal.azure-api.net.",
    "contoso-apim.portal.azure-api.nets", "10.1.0.5", "::1", " ", "\t", "\u{B}", "\u{C}", "\r", "\n", "\r\n", "\0", "#",
    "\u{1}", "\u{E9}", "",
  ].map { Array($0.utf8) }

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<Int.random(in: 0..<24, using: &random)).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
  }

  @Test(arguments: 0..<4) func lineFeedsSeparateLines(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let bytes = Self.text(&random)
      let lines = Array(TextLines(of: bytes, in: 0..<bytes.count))
      var expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
      if expected.last == [] { expected.removeLast() }
      try #require(lines.map(\.number) == Array(1..<expected.count + 1))
      try #require(lines.flatMap { bytes[$0.whole] } == bytes)
      var ending = 0
      for (line, text) in zip(lines, expected) {
        let hasFeed = bytes[line.whole].last == 0x0A
        let isPair = hasFeed && text.last == 0x0D
        try #require(Array(bytes[line.content]) == (isPair ? text.dropLast() : text))
        try #require(line.hasNUL == text.contains(0))
        ending += isPair ? 1 : hasFeed ? -1 : 0
      }
      try #require(lines.reduce(0) { $0 + $1.ending } == ending)
    }
  }

  @Test(arguments: 0..<4) func searchFindsEveryEntry(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let search = NameSearch(Self.names)
    var found = 0
    for _ in 0..<1000 {
      let bytes = Self.text(&random)
      for line in TextLines(of: bytes, in: 0..<bytes.count, searching: search) {
        guard let entry = HostsEntry(bytes[line.content]), !Self.names.isDisjoint(with: entry.names) else { continue }
        found += 1
        try #require(line.mayHaveName, "\(String(decoding: bytes[line.whole], as: UTF8.self))")
      }
    }
    #expect(found > 50, "the lines have our names in them")
  }

  @Test(arguments: [
    "10.9.9.9 other.example", "", "# contoso-apim.westus.azure-api.net", "10.9.9.9 db2", "10.9.9.9\0db",
  ])
  func searchSkipsOtherLines(line: String) {
    let bytes = Array(line.utf8)
    for names in [Self.names, []] {
      let lines = TextLines(of: bytes, in: 0..<bytes.count, searching: NameSearch(names))
      #expect(lines.allSatisfy { !$0.mayHaveName })
    }
  }

  /// Our block and a line of somebody else with one of our names, far down a large file.
  @Test func largeFileIsReadToItsEnd() async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let others = (0..<100_000).map { "10.0.0.1\th\($0).bench.test\n" }.joined()
    let path = try folder.write("hosts", text: others)
    let backend = HostsBackend(path: path, owner: .standard, keepsBackup: false)
    _ = try await backend.plan(.present(BackendConformance.first)).apply()
    #expect(try await backend.plan(.present(BackendConformance.first)).plan.isInSync)
    let block = try folder.bytes(of: "hosts").dropFirst(others.utf8.count)
    let name = try #require(BackendConformance.first.first?.name)
    try folder.write("hosts", Array(others.utf8) + block + "10.9.9.9 \(name.text.uppercased())\n".utf8)
    let plan = try await backend.plan(.present(BackendConformance.first)).plan
    let line = 100_000 + block.count { $0 == 0x0A } + 1
    #expect(plan.changes.isEmpty)
    #expect(plan.conflicts.map(\.place) == ["\(path):\(line)"])
  }
}
