import Foundation
import HostsBackend
import ProgramExecution
import Reconciliation
import TestSupport
import Testing

/// An ssh that is lost once the file is written, while the reload command runs.
private struct LostDuringReload: ProgramRunner {
  let shell: ShellInPlaceOfSSH
  /// What is lost: the time is up, or the connection.
  let isTimeUp: Bool

  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    let output = try await shell.run(name, arguments, variables: variables, input: input, seconds: seconds)
    let text = String(decoding: output.output, as: UTF8.self)
    guard let end = text.firstRange(of: ": changed\n") ?? text.firstRange(of: ": in sync\n") else { return output }
    let beginning = Array(text[..<end.upperBound].utf8)
    guard !isTimeUp else { throw .timedOut(output: beginning) }
    return ProgramOutput(status: 255, output: beginning, errors: Array("Connection closed by 10.0.0.4\n".utf8))
  }
}

/// The reload command of `--machine`: how it fails, how it gets lost, and how the next run makes up for it.
@Suite struct RemoteReloadTests {
  private let folder: TemporaryFolder
  private let desiredState = DesiredState.present(BackendConformance.first)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  private var target: String { "vm1:\(folder.path("hosts"))" }
  private var mark: String { folder.path(".hosts.apim-dns.reload-due.apim-dns") }

  private func plan(
    _ reload: String?, _ programs: some ProgramRunner, _ state: DesiredState? = nil
  ) async throws -> PlannedWork {
    try await RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: folder.path("hosts"), owner: .standard, keepsBackup: false,
      reloadCommand: reload, programs: programs, seconds: 90
    ).plan(state ?? desiredState)
  }

  /// A machine whose `sh` is some shell.
  private func ssh(to shell: HostsScriptTests.Shell) throws -> ShellInPlaceOfSSH {
    let bin = folder.path("bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    let (program, words) = try shell.program()
    try folder.writeProgram("bin/sh", text: "#!/bin/sh\nexec \(program.path) \(words.joined(separator: " ")) \"$@\"\n")
    return try ShellInPlaceOfSSH(path: "\(bin):/usr/bin:/bin")
  }

  @Test(
    "The reload command runs on the machine, without the lock, if the file changed",
    .enabled(if: Program.areRequiredOrInstalled(HostsScriptTests.Shell.required + ["flock"])),
    arguments: HostsScriptTests.Shell.allCases)
  func reloadRunsOnTheMachine(shell: HostsScriptTests.Shell) async throws {
    let programs = try ssh(to: shell)
    func run(_ reload: String, _ state: DesiredState) async throws -> BackendPlan {
      try await RemoteHostsBackend(
        machine: try #require(Machine("vm1")), path: folder.path("hosts"), owner: .standard, keepsBackup: false,
        reloadCommand: reload, programs: programs
      ).plan(state).apply()
    }
    let reload = "cd \(folder.path); flock -n . cat hosts >>seen; echo it\\'s done; sleep 0 & cat"
    let done = try await run(reload, desiredState)
    #expect(done.problems == [] && done.sideEffects == [SideEffect(.reload, contents: [reload])])
    #expect(try folder.bytes(of: "seen") == folder.bytes(of: "hosts"))
    #expect(try await run(reload, desiredState).sideEffects == [])
    #expect(try folder.bytes(of: "seen") == folder.bytes(of: "hosts"), "nothing changed, so nothing ran")
    let failed = try await run("echo no dnsmasq; exit 7", .absent)
    #expect(
      failed.problems == [
        "vm1:\(folder.path("hosts")): the reload command 'echo no dnsmasq; exit 7' ended with status 7. The file is written. "
          + "Correct the cause; the next apply runs the command again. It printed: no dnsmasq"
      ])
    #expect(failed.changes.allSatisfy { $0.outcome == .applied } && failed.hasFailures)
    #expect(try folder.text(of: "hosts") == "127.0.0.1 localhost\n")
    #expect(try folder.contents().keys.filter { $0.hasSuffix(".tmp") } == [])
  }

  @Test(
    "A reload of which nobody knows how it ended is said, and the next run reloads",
    arguments: [
      (
        true,
        "the reload command 'exit 7' did not end within 90 s. The file is written. Set a longer --timeout and apply again"
      ),
      (false, "the ssh connection ended before the reload command 'exit 7' did. The file is written. Apply again"),
    ])
  func lostReloadIsDue(isTimeUp: Bool, message: String) async throws {
    let shell = try ShellInPlaceOfSSH()
    let lost = try await plan("exit 7", LostDuringReload(shell: shell, isTimeUp: isTimeUp)).apply()
    #expect(
      lost.problems == ["\(target): \(message): unless the command has succeeded meanwhile, it runs again."])
    #expect(lost.changes.allSatisfy { $0.outcome == .applied } && lost.hasFailures)
    #expect(try folder.text(of: "hosts").contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))

    #expect(try await plan(nil, shell).plan.isInSync, "without a command, nothing is due")
    let due = try await plan("touch \(folder.path("ran"))", shell)
    #expect(due.plan.changes == [Change(.update, .configuration, name: "vm1:\(mark)")])
    #expect(
      due.plan.warnings == [
        "vm1:\(mark): a reload is still due from an earlier run, so apply runs 'touch \(folder.path("ran"))'"
      ])
    let failed = try await plan("exit 8", shell).apply()
    let reason =
      "\(target): the reload command 'exit 8' ended with status 8. The file is written. Correct the cause; the next "
      + "apply runs the command again. It printed: nothing"
    #expect(failed.problems == [reason] && failed.changes.map(\.outcome) == [.failed(reason)])
    let done = try await due.apply()
    #expect(!done.hasFailures && done.changes.map(\.outcome) == [.applied])
    #expect(folder.exists("ran"))
    #expect(try await plan("exit 7", shell).plan.isInSync)
    #expect(try folder.contents().keys.sorted() == ["hosts", "ran"])
  }

  @Test("A reload that works leaves the mark that another run has written meanwhile") func markOfAnotherRun()
    async throws
  {
    let shell = try ShellInPlaceOfSSH()
    let done = try await plan("echo other >'\(mark)'", shell).apply()
    #expect(!done.hasFailures)
    #expect(try folder.text(of: ".hosts.apim-dns.reload-due.apim-dns") == "other\n")
    #expect(try await !plan("true", shell).plan.isInSync)
  }

  @Test("A connection that breaks before the file is written leaves no reload") func nothingWrittenIsNoReload()
    async throws
  {
    let shell = try ShellInPlaceOfSSH(onTheWayBack: { output in
      ProgramOutput(status: 255, output: Array(output.output.prefix(70)), errors: [])
    })
    let work = try await plan("exit 7", ShellInPlaceOfSSH())
    await #expect(throws: BackendError.self) { try await plan("exit 7", shell) }
    try folder.write(
      "hosts", text: "127.0.0.1 localhost\n# BEGIN apim-dns owner=apim-dns\n# END apim-dns owner=apim-dns\n")
    await #expect(
      throws: BackendError(
        .refused,
        "\(target): the managed block, or the file that the path points to, changed since the plan. Plan again.")
    ) {
      try await work.apply()
    }
    #expect(!folder.exists(".hosts.apim-dns.reload-due.apim-dns"))
  }

  @Test(
    "All that a failed reload printed is shown, and none of it reads like a message or a warning of this program",
    .enabled(if: Program.areRequiredOrInstalled(HostsScriptTests.Shell.required)),
    arguments: HostsScriptTests.Shell.allCases)
  func outputOfAFailedReload(shell: HostsScriptTests.Shell) async throws {
    let programs = try ssh(to: shell)
    let lines = [
      "dnsmasq: syntax error", "apim-dns: refused: everything", "  apim-dns: x", "warning: y", "\u{1B}[31mred",
    ]
    let command = "cat '\(try folder.write("lines", text: lines.joined(separator: "\n") + "\n"))'; exit 3"
    let failed = try await plan(command, programs).apply()
    #expect(
      failed.problems == [
        """
        \(target): the reload command '\(command)' ended with status 3. The file is written. Correct the cause; the next apply \
        runs the command again. It printed:
        > dnsmasq: syntax error
        > apim-dns: refused: everything
        >   apim-dns: x
        > warning: y
        > ?[31mred
        """
      ])
    #expect(failed.warnings == [])
    let long = try await plan(
      "i=0; while [ $i -lt 3000 ]; do echo line $i; i=$((i + 1)); done; exit 3", programs, .absent
    )
    .apply()
    let problem = try #require(long.problems.first)
    #expect(problem.hasSuffix("\n> line 2999") && problem.utf8.count < 6000)
  }
}
