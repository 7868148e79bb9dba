import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// Real hosts files get our block and lose it again, and are what they were.
@Suite struct HostsCorpusTests {
  @Test(.enabled(if: !HostsCorpus.files.isEmpty, "the corpora are not beside this package"))
  func everyRealFileIsRestored() async throws {
    for path in HostsCorpus.files { try await expectRestored(HostsCorpus.bytes(of: path), "\(path)") }
    #expect(HostsCorpus.files.count > 35)
  }

  /// Files that no chance would make: empty ones, with lines of a mebibyte and more, with every byte there is.
  @Test func everyOddFileIsRestored() async throws {
    let long = Array(repeating: UInt8(ascii: "y"), count: 1 << 20)
    let files: [[UInt8]] = [
      [], [0xEF, 0xBB, 0xBF], Array("\n".utf8), Array("\r".utf8), Array("\r\n\r".utf8), Array(0...255), long,
      Array("127.0.0.1 localhost\r\n".utf8) + long + Array(" z\r\n".utf8), [0, 0xE9] + long + [0x0A, 0xFF, 0],
      Array("10.9.9.9 ".utf8) + Array(repeatElement("name ".utf8, count: 210_000).joined()),
    ]
    for (number, original) in files.enumerated() { try await expectRestored(original, "number \(number)") }
  }

  private func expectRestored(_ original: [UInt8], _ comment: Comment) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    try folder.write("hosts", original)
    let backend = HostsBackend(path: folder.path("hosts"), owner: .standard, keepsBackup: false)
    let work = try await backend.plan(.present(BackendConformance.first))
    let applied = try await work.apply(overriding: work.plan.conflicts)
    #expect(applied.changes.count == 3, comment)
    #expect(try folder.bytes(of: "hosts").starts(with: original), comment)
    #expect(try await backend.plan(.present(BackendConformance.first)).plan.isInSync, comment)
    _ = try await backend.plan(.absent).apply()
    #expect(try folder.bytes(of: "hosts") == original, comment)
  }
}
