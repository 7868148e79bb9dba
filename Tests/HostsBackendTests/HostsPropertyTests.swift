import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// Generated files: whatever is in them, a run changes nothing but our block, and removing it brings the file back.
@Suite struct HostsPropertyTests {
  static let pieces: [[UInt8]] = [
    Array("127.0.0.1\tlocalhost".utf8), Array("::1 ip6-localhost".utf8), Array("# remark".utf8), [], [0], [0xE9, 0x20],
    Array("10.9.9.9 db # contoso-apim.westus.azure-api.net".utf8), Array(" \t ".utf8), [UInt8(ascii: "\r")],
    Array("# BEGIN apim-dns owner=other\n10.8.8.8 other\n# END apim-dns owner=other".utf8),
    Array("# BEGIN apim-dns".utf8), Array("#BEGIN apim-dns owner=apim-dns".utf8),
    Array(repeating: UInt8(ascii: "x"), count: 700),
  ]
  static let lineEnds: [[UInt8]] = [Array("\n".utf8), Array("\r\n".utf8), Array("\n\n".utf8)]

  /// Those that a difference shows as they are.
  static let shownPieces = [
    "127.0.0.1\tlocalhost", "::1 ip6-localhost", "# remark", "", "10.9.9.9 db # comment", " \t ",
    "# BEGIN apim-dns owner=other\n10.8.8.8 other\n# END apim-dns owner=other",
  ].map { Array($0.utf8) }

  static func file(_ random: inout SeededGenerator, of pieces: [[UInt8]] = pieces) -> [UInt8] {
    var bytes: [UInt8] = Bool.random(using: &random) ? [] : [0xEF, 0xBB, 0xBF]
    for _ in 0..<Int.random(in: 0...8, using: &random) {
      bytes += pieces.randomElement(using: &random) ?? []
      bytes += lineEnds.randomElement(using: &random) ?? []
    }
    if Bool.random(using: &random) { bytes += Array("10.7.7.7 last".utf8) }
    if Bool.random(using: &random) { bytes.append(UInt8(ascii: "\r")) }
    return bytes
  }

  /// The line end that came with our block, which stays where somebody has added lines behind it.
  static func lineEndBeforeBlock(in bytes: [UInt8], behind original: [UInt8]) -> [UInt8] {
    Array(bytes.dropFirst(original.count).prefix { $0 != UInt8(ascii: "#") })
  }

  @Test(arguments: 0..<8) func removeAfterApplyRestoresTheFile(seed: UInt64) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let path = folder.path("hosts")
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1250 {
      let original = Self.file(&random)
      try folder.write("hosts", original)
      // What somebody else adds behind our block once it is there.
      let isAdded = Bool.random(using: &random)
      let added = isAdded ? Array("10.6.6.6 behind\n".utf8) + Self.file(&random).drop { $0 > 0x7F } : []
      let backend = HostsBackend(path: path, owner: .standard, keepsBackup: false)
      for (sets, tail) in [(BackendConformance.first, []), (BackendConformance.second, added)] {
        let work = try await backend.plan(.present(sets))
        let applied = try await work.apply(overriding: work.plan.conflicts)
        try #require(!applied.changes.isEmpty)
        let now = try folder.bytes(of: "hosts")
        try #require(now.starts(with: original), "our block stands behind everything else")
        try #require(now.suffix(tail.count).elementsEqual(tail), "what somebody added behind it is kept")
        try #require(try await backend.plan(.present(sets)).plan.isInSync)
        if tail.isEmpty { try folder.write("hosts", now + added) }
      }
      let block = try folder.bytes(of: "hosts")
      _ = try await backend.plan(.absent).apply()
      let lineEnd = added.isEmpty ? [] : Self.lineEndBeforeBlock(in: block, behind: original)
      try #require(try folder.bytes(of: "hosts") == original + lineEnd + added)
    }
  }
}
