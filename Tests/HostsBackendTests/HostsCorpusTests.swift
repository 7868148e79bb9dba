import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// Real hosts files get our block and lose it again, and are what they were.
@Suite struct HostsCorpusTests {
  @Test(.enabled(if: !HostsCorpus.files.isEmpty, "the corpora are not beside this package"))
  func everyRealFileIsRestored() async throws {
    let folder = try TemporaryFolder(inMemory: true)
    for path in HostsCorpus.files {
      let original = try HostsCorpus.bytes(of: path)
      try folder.write("hosts", original)
      let backend = HostsBackend(path: folder.path("hosts"), owner: .standard, keepsBackup: false)
      let applied = try await backend.plan(.present(BackendConformance.first)).carryOut()
      #expect(applied.changes.count == 3, "\(path)")
      #expect(try folder.bytes(of: "hosts").starts(with: original), "\(path)")
      #expect(try await backend.plan(.present(BackendConformance.first)).plan.isInSync, "\(path)")
      _ = try await backend.plan(.absent).carryOut()
      #expect(try folder.bytes(of: "hosts") == original, "\(path)")
    }
    #expect(HostsCorpus.files.count > 35)
  }
}
