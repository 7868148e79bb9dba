import Foundation
import HostsBackend
import ProgramExecution
import Reconciliation
import TestSupport
import Testing

/// Files of other machines that cannot be written: a plan over ssh says what a plan for this machine says.
@Suite struct RemoteUnwritableTests {
  private let folder: TemporaryFolder
  private let desiredState = DesiredState.present(BackendConformance.first)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  private func backend(_ programs: ShellInPlaceOfSSH) throws -> RemoteHostsBackend {
    RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: folder.path("hosts"), owner: .standard, keepsBackup: false,
      programs: programs)
  }

  @Test(
    "A plan for a marked file or folder says what a plan for this machine says", .needs("chattr"),
    .enabled(if: FileMarks.canBeSet),
    arguments: ["+i", "+a"], ["hosts", ""])
  func marksAreConflictsAsOnThisMachine(mark: String, name: String) async throws {
    let (chattr, place) = (try Program.required("chattr"), name.isEmpty ? folder.path : folder.path(name))
    _ = try await chattr.run([mark, place])
    let local = try? await HostsBackend(path: folder.path("hosts"), owner: .standard, keepsBackup: false)
      .plan(desiredState).plan.conflicts
    let remote = try? await backend(ShellInPlaceOfSSH()).plan(desiredState).plan.conflicts
    _ = try await chattr.run(["-ia", place])
    let reason =
      "marked immutable or append-only. Run 'chattr -ia \(place)' first, or 'chflags nouchg,nouappnd \(place)' on macOS."
    #expect(local?.map { "\($0.place): \($0.reason)" } == ["\(place): \(reason)"])
    #expect(remote?.map { "\($0.place): \($0.reason)" } == ["vm1:\(place): \(reason)"])
  }

  /// The plan after the machine has told one more property of the file.
  private func conflicts(saying line: String) async throws -> [String] {
    let path = folder.path("hosts")
    let programs = try ShellInPlaceOfSSH(onTheWayBack: { output in
      let text = String(decoding: output.output, as: UTF8.self)
        .replacing("target \(path)\n", with: "target \(path)\n\(line)\n")
      return ProgramOutput(status: output.status, output: Array(text.utf8), errors: output.errors)
    })
    return try await backend(programs).plan(desiredState).plan.conflicts.map { "\($0.place): \($0.reason)" }
  }

  @Test("Places that cannot be written are conflicts") func placesThatCannotBeWrittenAreConflicts() async throws {
    let path = folder.path("hosts")
    #expect(
      try await conflicts(saying: "target /nix/store/abc-hosts\nfolder /nix/store") == [
        "vm1:/nix/store/abc-hosts: the file is in the Nix store, which is read-only. Add the names to "
          + "networking.extraHosts in the system configuration."
      ])
    #expect(
      try await conflicts(saying: "readonly \(path)") == [
        "vm1:\(path): on a read-only file system. Change the file at its source, or remount the file system read-write "
          + "first."
      ])
    #expect(
      try await conflicts(saying: "readonly \(folder.path)") == [
        "vm1:\(folder.path): the folder is on a read-only file system, so the backup for an in-place rewrite cannot be "
          + "written. Remount the file system read-write first."
      ])
    #expect(
      try await conflicts(saying: "locked \(path)") == [
        "vm1:\(path): \(path) cannot be written, even by root: it is immutable (see lsattr) or on a read-only file "
          + "system. Make it writable first."
      ])
  }
}
