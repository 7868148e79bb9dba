import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// A run was killed while it rewrote the file in place and left the unfinished backup.
@Suite struct HostsUnfinishedTests {
  let folder: TemporaryFolder
  let path: String
  let desiredState = DesiredState.present(BackendConformance.first)

  init() throws {
    folder = try TemporaryFolder(inMemory: true)
    path = folder.path("hosts")
  }

  private var backend: HostsBackend { HostsBackend(path: path, owner: .standard, keepsBackup: false) }

  private func refusal(_ name: String = ".hosts.apim-dns.unfinished") -> BackendError {
    BackendError(
      .refused,
      "\(path): a run was killed while it rewrote this file in place; the previous contents are in "
        + "\(folder.path(name)). Compare that file with this one, copy it back if lines are missing, then remove it.")
  }

  /// A small file and a large one.
  @Test("A file with an unfinished backup is refused, even if it looks in sync", arguments: [1, 100_000])
  func fileThatSeemsInSyncIsRefused(lines: Int) async throws {
    try folder.write("hosts", text: String(repeating: "10.9.9.9 db\n", count: lines))
    _ = try await backend.plan(desiredState).apply()
    try await Task.sleep(for: .milliseconds(110))
    try folder.write(".hosts.apim-dns.unfinished", text: "")
    await #expect(throws: refusal()) { _ = try await backend.plan(desiredState) }
  }

  @Test("A run that is killed after the plan is noticed") func whoIsKilledAfterThePlanIsSeenToo() async throws {
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    let work = try await backend.plan(desiredState)
    try folder.write(".hosts.apim-dns.unfinished", text: "")
    await #expect(throws: refusal()) { _ = try await work.apply() }
    #expect(try folder.text(of: "hosts") == "127.0.0.1 localhost\n")
  }

  /// The backup folder may have been created before or after that run, and the run may have been one of an older version.
  @Test(
    "The unfinished backup is found in its own folder too",
    arguments: ["hosts.apim-dns/unfinished", ".hosts.apim-dns.unfinished", "hosts.apim-dns.unfinished"])
  func copyMayHaveAFolderOfItsOwn(name: String) async throws {
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    try folder.write("hosts.apim-dns/bak", text: "")
    try folder.write(name, text: "")
    await #expect(throws: refusal(name)) { _ = try await backend.plan(desiredState) }
    try folder.write("apply.sh", text: try backend.script(for: desiredState))
    let result = try await Program.required("sh").run(["apply.sh"], in: folder.path)
    #expect(result.errors == "apim-dns: refused: \(refusal(name).description)\n")
    #expect(result.status == 3)
  }
}
