import Foundation
import HostsBackend
import ProgramExecution
import Reconciliation
import Synchronization
import TestSupport
import Testing

/// What comes between this machine and the script: banners, PAM, sudo, and bastions that drop connections.
@Suite struct RemoteConnectionTests {
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

  /// sshd sends its banner before the script starts, and ssh prints it to standard error.
  @Test("A banner is neither a warning nor a reason") func bannerIsNeitherAWarningNorAReason() async throws {
    let banner = Array("warning: authorized use only\napim-dns: refused: everything\n".utf8)
    func ssh(_ status: Int32? = nil, keeping count: Int = .max) throws -> ShellInPlaceOfSSH {
      try ShellInPlaceOfSSH(onTheWayBack: { output in
        ProgramOutput(
          status: status ?? output.status, output: Array(output.output.prefix(count)),
          errors: banner + (count == 0 ? [] : output.errors))
      })
    }
    func failure(_ programs: ShellInPlaceOfSSH) async throws -> String {
      let backend = try backend(programs)
      do throws(BackendError) {
        _ = try await backend.plan(desiredState)
        return ""
      } catch {
        return error.description
      }
    }
    // A login shell such as /bin/false says nothing.
    #expect(
      try await failure(ssh(1, keeping: 0))
        == "vm1: ssh: it exited with status 1; the last line that it printed is 'apim-dns: refused: everything'. Check "
        + "that 'ssh -o BatchMode=yes vm1 true' works.")
    #expect(
      try await failure(ssh(255, keeping: 60))
        == "vm1: the ssh connection ended while the script ran: no message; the file there is either unchanged or "
        + "complete. Run the command again.")
    let done = try await backend(ssh()).plan(desiredState).apply()
    #expect(done.warnings == [])
    #expect(!done.hasFailures)
    try FileManager.default.removeItem(atPath: folder.path("hosts"))
    try FileManager.default.createDirectory(atPath: folder.path("hosts"), withIntermediateDirectories: false)
    #expect(
      try await failure(ssh()) == "vm1:\(folder.path("hosts")): not a regular file. Give the path of the file itself.")
  }

  /// `pam_exec` with `stdout` prints before and after what sudo runs.
  @Test("What PAM prints for sudo is not a part of the file") func outputOfPAMIsNotAPartOfTheFile() async throws {
    let sudo = """
      #!/bin/sh
      shift
      echo 10.9.9.9 contoso-apim.azure-api.net; echo contents; echo 'warning: hello' >&2
      "$@"
      status=$?
      echo 10.9.9.9 after; exit $status

      """
    func remote() throws -> RemoteHostsBackend { try backend(ShellInPlaceOfSSH(sudo: sudo)) }
    let local = HostsBackend(path: folder.path("hosts"), owner: .standard, keepsBackup: false)
    let work = try await remote().plan(desiredState)
    #expect(
      String(decoding: work.unifiedDiff(), as: UTF8.self).replacing("vm1:", with: "")
        == String(decoding: try await local.plan(desiredState).unifiedDiff(), as: UTF8.self))
    let done = try await work.apply()
    #expect(done.warnings == [] && !done.hasFailures)
    #expect(try await remote().plan(desiredState).plan.isInSync)
    #expect(try await local.plan(desiredState).plan.isInSync)
  }

  @Test("The message of a sudo that does not run the script is reported") func sudoThatRefusesIsReported() async throws
  {
    let sudo = """
      #!/bin/sh
      [ ! -e '\(folder.path("no"))' ] || { echo hello; echo 'sudo: not today' >&2; exit 1; }
      shift
      exec "$@"

      """
    let programs = try ShellInPlaceOfSSH(sudo: sudo)
    let work = try await backend(programs).plan(desiredState)
    try folder.write("no", text: "")
    await #expect(throws: BackendError(.failed, "vm1:\(folder.path("hosts")): sudo: not today")) {
      try await work.apply()
    }
    #expect(
      try await backend(programs).plan(desiredState).plan.conflicts.map(\.reason) == [
        "only root can change this file, and sudo says: sudo: not today. Let the user run sh with sudo without a password "
          + "(NOPASSWD), or log in as root."
      ])
  }

  private static let dropped = ProgramOutput(
    status: 255, output: [],
    errors: Array(
      "kex_exchange_identification: Connection closed by remote host\nConnection closed by 10.0.0.1 port 22\n".utf8))

  @Test("A connection that is dropped before the script starts is tried once more", arguments: [1, 2])
  func droppedConnectionIsTriedOnceMore(drops: Int) async throws {
    let count = Mutex(0)
    let programs = try ShellInPlaceOfSSH(onTheWayBack: { output in
      count.withLock {
        $0 += 1
        return $0 <= drops ? Self.dropped : output
      }
    })
    let backend = RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: folder.path("hosts"), owner: .standard, keepsBackup: false,
      programs: programs, pause: 0...0)
    if drops == 1 {
      #expect(try await backend.plan(desiredState).plan.changes.count == 3)
    } else {
      let message =
        "vm1: ssh: Connection closed by 10.0.0.1 port 22. Check that 'ssh -o BatchMode=yes vm1 true' works. If many "
        + "machines are behind one bastion, use a smaller --parallel."
      await #expect(throws: BackendError(.failed, message)) { try await backend.plan(desiredState) }
    }
    #expect(programs.arguments.count == 2)
  }

  /// A second try with the same key could lock the account.
  @Test(
    "Other failures are not tried again",
    arguments: ["root@vm1: Permission denied (publickey).", "ssh: connect to host vm1 port 22: Connection refused"])
  func otherFailuresAreNotTriedAgain(line: String) async throws {
    let programs = try ShellInPlaceOfSSH(onTheWayBack: { _ in
      ProgramOutput(status: 255, output: [], errors: Array("\(line)\n".utf8))
    })
    await #expect(throws: BackendError.self) { try await backend(programs).plan(desiredState) }
    #expect(programs.arguments.count == 1)
  }
}
