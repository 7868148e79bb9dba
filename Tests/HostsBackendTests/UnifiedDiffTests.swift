import DNSModel
import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// What `plan` shows: `patch` makes the new file of it, and `diff -u` says the same.
@Suite struct UnifiedDiffTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder(inMemory: true)
  }

  /// The diff of our own, checked by letting `patch` apply it, and compared with what `diff` says.
  private func check(_ original: [UInt8], _ desiredState: DesiredState) async throws {
    let path = try folder.write("hosts", original)
    try folder.write("old", original)
    let comment = Comment(rawValue: String(decoding: original, as: UTF8.self))
    let work = try await HostsBackend(path: path, owner: .standard, keepsBackup: false).plan(desiredState)
    let ours = try folder.write("ours.diff", work.unifiedDiff())
    _ = try await work.apply()
    guard try folder.bytes(of: "hosts") != original else {
      #expect(work.unifiedDiff().isEmpty, comment)
      return
    }
    let patched = folder.path("patched")
    let patch = try await Program.required("patch").run([
      "--binary", "-s", "-o", patched, folder.path("old"), ours,
    ])
    #expect(patch.status == 0 && patch.output == "", comment)
    #expect(try folder.bytes(of: "patched") == folder.bytes(of: "hosts"), comment)
    let theirs = try await Program.required("diff").run([
      "-a", "-d", "-u", "--label", path, "--label", path, folder.path("old"), path,
    ])
    #expect(String(decoding: try folder.bytes(of: "ours.diff"), as: UTF8.self) == theirs.output, comment)
  }

  @Test(.needs("patch", "diff")) func generatedDiffsEqualThoseOfDiff() async throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<40 {
      let entry = Array("10.3.3.3 first\n".utf8)
      let original = entry + HostsPropertyTests.file(&random, of: HostsPropertyTests.shownPieces).drop { $0 > 0x7F }
      try await check(original, .present(BackendConformance.first))
      let applied = try folder.bytes(of: "hosts")
      try await check(applied + Array("10.7.7.7 behind\n".utf8), .present(BackendConformance.second))
      try await check(applied, .present(BackendConformance.second))
      try await check(applied, .absent)
    }
  }

  @Test(.needs("patch", "diff")) func distantChangesHaveTheirOwnHunks() async throws {
    let names = (0..<40).map { "10.1.0.5\th\($0).azure-api.net\n" }
    let block = "# BEGIN apim-dns owner=apim-dns\n\(names.joined())# END apim-dns owner=apim-dns\n"
    let sets: [RecordSet] = try (0..<40).filter { $0 != 20 }.map { number in
      RecordSet(
        name: try DomainName("h\(number).azure-api.net"), ttl: .standard,
        addresses: [IPv4Address(number: 0x0A01_0005 + (number % 8 == 3 ? 1 : 0))])
    }
    try await check(Array("127.0.0.1 localhost\n\(block)10.9.9.9 last".utf8), .present(sets))
    #expect(try folder.text(of: "ours.diff").split(separator: "\n").count { $0.hasPrefix("@@") } > 3)
  }

  @Test func newFileIsADiffFromDevNull() async throws {
    let path = folder.path("hosts")
    let work = try await HostsBackend(path: path, owner: .standard).plan(.present(BackendConformance.first))
    #expect(
      String(decoding: work.unifiedDiff(), as: UTF8.self) == """
        --- /dev/null
        +++ \(path)
        @@ -0,0 +1,6 @@
        +# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
        +10.1.0.5\tcontoso-apim.westus.azure-api.net
        +10.1.0.5\tcontoso-apim.portal.azure-api.net
        +10.2.0.5\tfabrikam-apim.azure-api.net
        +10.2.0.6\tfabrikam-apim.azure-api.net
        +# END apim-dns owner=apim-dns

        """)
  }
}
