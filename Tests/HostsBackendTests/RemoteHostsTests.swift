import DNSModel
import Foundation
import HostsBackend
import ProgramExecution
import Reconciliation
import Synchronization
import TestSupport
import Testing

/// A hosts file behind a shell, as one of another machine is.
private struct RemotePlace: ConformanceTarget {
  let place: HostsPlace
  let programs: ShellInPlaceOfSSH
  var storesTTL: Bool { false }

  init(foreignText: String) throws {
    place = try HostsPlace(foreignText: foreignText)
    programs = try ShellInPlaceOfSSH()
  }

  func backend() throws -> any RecordBackend {
    RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: place.folder.path("hosts"), owner: place.owner, keepsBackup: false,
      programs: programs)
  }

  func addUnmanagedData() async throws { try await place.addUnmanagedData() }
  func contents() async throws -> [String: [UInt8]] { try await place.contents() }
  func recordSets() async throws -> [String: StoredRecordSet] { try await place.recordSets() }
}

/// An ssh that does not come to its own end.
private struct FailingSSH: ProgramRunner {
  let error: ProgramRunnerError

  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput { throw error }
}

@Suite struct RemoteHostsTests {
  private let folder: TemporaryFolder
  private let desiredState = DesiredState.present(BackendConformance.first)

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  private func backend(_ programs: ShellInPlaceOfSSH, machine: String = "vm1") throws -> RemoteHostsBackend {
    RemoteHostsBackend(
      machine: try #require(Machine(machine)), path: folder.path("hosts"), owner: .standard, keepsBackup: false,
      programs: programs)
  }

  @Test(arguments: [
    "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n", "127.0.0.1 localhost", "127.0.0.1 localhost\r\n# x\r\n", "",
    "\u{FEFF}10.9.9.9 db\n\0\n",
  ])
  func fileOfAnotherMachinePassesTheSuite(foreignText: String) async throws {
    try await BackendConformance.check(RemotePlace(foreignText: foreignText))
  }

  @Test("A machine that does not answer within the grace period has an unknown result", .timeLimit(.minutes(1)))
  func silentMachineIsUnknown() async throws {
    let ssh = try ShellInPlaceOfSSH(onTheWay: { number, script in
      number == 1 ? script : Array("sleep 600\n".utf8)
    })
    let work = try await backend(ssh).plan(desiredState)
    let running = Task { try await work.apply() }
    while ssh.arguments.count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    running.cancel()
    let done = try await running.value
    #expect(done.changes.count == 3 && done.hasFailures)
    for change in done.changes {
      #expect(change.outcome == .unknown("vm1: ssh was stopped because the run was cancelled"))
    }
  }

  @Test("A backup path with a link on the machine is a conflict") func backupGoesThroughNoLinkThere() async throws {
    let name = folder.path(".hosts.apim-dns.bak")
    try #require(symlink(try folder.write("precious", text: "precious"), name) == 0)
    let backend = RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: folder.path("hosts"), owner: .standard,
      programs: try ShellInPlaceOfSSH())
    let reason =
      "this path is needed for the backup, but is not a regular file. Remove it."
    #expect(
      try await backend.plan(desiredState).plan.conflicts == [
        Conflict(name: "vm1:\(folder.path("hosts"))", place: "vm1:\(name)", reason: reason, yieldsToForce: false)
      ])
    #expect(try await backend.plan(.absent).plan.conflicts == [])
    #expect(try await self.backend(ShellInPlaceOfSSH()).plan(desiredState).plan.conflicts == [])
  }

  /// Only the path in the messages differs: it has the machine before it.
  @Test(
    "Plans, diffs and bytes are the same as for a file of this machine",
    .enabled(if: Program.areRequiredOrInstalled(HostsScriptTests.Shell.required)),
    arguments: HostsScriptTests.Shell.allCases)
  func everythingIsAsForAFileOfThisMachine(shell: HostsScriptTests.Shell) async throws {
    var random = SeededGenerator(seed: 11)
    let bin = folder.path("bin")
    try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
    switch shell {
    case .dash, .mksh, .ksh93:
      try FileManager.default.createSymbolicLink(
        atPath: "\(bin)/sh", withDestinationPath: Program.required(shell.rawValue).path)
    case .busybox: _ = try await shell.environment(in: folder)
    }
    let path = shell == .busybox ? bin : "\(bin):/usr/bin:/bin"
    for _ in 0..<40 {
      let bytes = HostsScriptTests.file(&random)
      for name in ["hosts", "local-hosts"] { try folder.write(name, bytes) }
      let local = HostsBackend(path: folder.path("local-hosts"), owner: .standard, keepsBackup: false)
      let (here, there) = (await outcome(of: local), await outcome(of: try backend(ShellInPlaceOfSSH(path: path))))
      #expect(
        here.map { $0.replacing(folder.path("local-hosts"), with: "FILE") }
          == there.map { $0.replacing("vm1:\(folder.path("hosts"))", with: "FILE") })
      #expect(try folder.bytes(of: "hosts") == folder.bytes(of: "local-hosts"))
    }
  }

  @Test(
    "A block there gets another owner as one here does", .needs("dash", "busybox", "getfattr"),
    arguments: [true, false])
  func ownerChangesThereAsHere(isBusybox: Bool) async throws {
    var random = SeededGenerator(seed: 5)
    let new = try #require(Owner("team.new"))
    let path = isBusybox ? try await HostsScriptTests.Shell.busybox.environment(in: folder)?["PATH"] : nil
    var renamed = 0
    for round in 0..<30 {
      var bytes = HostsScriptTests.file(&random)
      if round.isMultiple(of: 2) {
        try folder.write("first", bytes)
        let first = HostsBackend(path: folder.path("first"), owner: .standard, keepsBackup: false)
        _ = try? await first.plan(desiredState).apply(overriding: first.plan(desiredState).plan.conflicts)
        bytes = try folder.bytes(of: "first")
      }
      for name in ["hosts", "local-hosts"] { try folder.write(name, bytes) }
      let local = HostsBackend(path: folder.path("local-hosts"), owner: .standard, keepsBackup: false)
      let remote = try backend(ShellInPlaceOfSSH(path: path))
      let (here, there) = (
        await outcome(of: local.changingOwner(to: new)), await outcome(of: remote.changingOwner(to: new))
      )
      #expect(
        here.map { $0.replacing(folder.path("local-hosts"), with: "FILE") }
          == there.map { $0.replacing("vm1:\(folder.path("hosts"))", with: "FILE") })
      let written = try folder.bytes(of: "hosts")
      #expect(try written == folder.bytes(of: "local-hosts"))
      guard written != bytes else { continue }
      renamed += 1
      let back = HostsBackend(path: folder.path("hosts"), owner: new, keepsBackup: false)
      _ = try await back.changingOwner(to: .standard).plan(.absent).apply()
      #expect(try folder.bytes(of: "hosts") == bytes, "back again, byte for byte")
    }
    #expect(renamed > 5)
  }

  private func outcome(of backend: some RecordBackend) async -> [String] {
    do throws(BackendError) {
      let work = try await backend.plan(desiredState)
      let diff = String(decoding: work.unifiedDiff(), as: UTF8.self)
      guard work.plan.conflicts.isEmpty else { return ["\(work.plan)", diff] }
      return ["\(work.plan)", diff, "\(try await work.apply())"]
    } catch {
      return ["\(error.code): \(error)"]
    }
  }

  @Test("ssh gets exactly these arguments") func sshGetsExactlyTheseArguments() async throws {
    let programs = try ShellInPlaceOfSSH()
    let options = [
      "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=10", "-o",
      "ServerAliveCountMax=3", "-o", "ClearAllForwardings=yes", "-o", "ForwardAgent=no", "-o",
      "ForwardX11=no", "-o", "RemoteCommand=none",
    ]
    _ = try await backend(programs).plan(desiredState)
    _ = try await backend(programs, machine: "azureuser@[::1]:2222").plan(desiredState).apply()
    #expect(programs.arguments[0] == ["ssh"] + options + ["--", "vm1", "sh -s"])
    #expect(programs.arguments[1] == ["ssh"] + options + ["-p", "2222", "-l", "azureuser", "--", "::1", "sh -s"])
    #expect(programs.arguments.count == 3)
    #expect(try await backend(programs).plan(desiredState).apply().isInSync)
    #expect(programs.arguments.count == 4, "in sync, nothing more is asked")
  }

  /// A connection that breaks while the script is sent must not run half of it.
  @Test("A partly received script does nothing") func partOfTheScriptDoesNothing() async throws {
    let length = Mutex(0)
    let probe = try ShellInPlaceOfSSH(onTheWay: { number, script in
      if number == 2 { length.withLock { $0 = script.count } }
      return number == 2 ? [] : script
    })
    _ = try? await backend(probe).plan(desiredState).apply()
    let whole = length.withLock { $0 }
    try #require(whole > 5000)
    // Counted from the end, where the closing brace is: the length differs from run to run, with the random delimiter.
    for missing in Array(stride(from: 2, to: whole, by: 97)) + [whole] {
      let programs = try ShellInPlaceOfSSH(onTheWay: { number, script in
        number == 2 ? Array(script.dropLast(missing)) : script
      })
      let work = try await backend(programs).plan(desiredState)
      await #expect(throws: BackendError.self) { try await work.apply() }
      #expect(try folder.contents() == ["hosts": Array("127.0.0.1 localhost\n".utf8)], "\(missing) bytes are missing")
    }
  }

  @Test(.needs("shellcheck")) func shellcheckReportsNothing() async throws {
    let scripts = Mutex<[[UInt8]]>([])
    let programs = try ShellInPlaceOfSSH(onTheWay: { _, script in
      scripts.withLock { $0.append(script) }
      return script
    })
    _ = try await backend(programs).plan(desiredState).apply()
    for script in scripts.withLock({ $0 }) {
      // What is wrapped is a text for shellcheck: it is looked at by itself, and then what is around it.
      let text = String(decoding: script, as: UTF8.self)
      let delimiter = try #require(text.split(separator: "<<'").dropFirst().first?.prefix { $0 != "'" })
      let parts = text.components(separatedBy: "\n\(delimiter)\n")
      let inner = try #require(parts.first?.components(separatedBy: "<<'\(delimiter)'\n").last)
      for part in [text, inner] {
        let result = try await Program.required("shellcheck").run(["-s", "sh", "-"], input: part)
        #expect(result.output == "")
      }
    }
    #expect(scripts.withLock { $0.count } == 2)
  }

  @Test("Unexpected answers of ssh are reported") func unexpectedAnswersAreReported() async throws {
    func failure(_ answer: @escaping @Sendable (ProgramOutput) -> ProgramOutput) async throws -> String {
      let backend = try backend(ShellInPlaceOfSSH(onTheWayBack: answer))
      do throws(BackendError) {
        _ = try await backend.plan(desiredState)
        return ""
      } catch {
        return error.description
      }
    }
    let silent = try await failure { _ in ProgramOutput(status: 1, output: [], errors: []) }
    #expect(
      silent == "vm1: ssh: it exited with status 1 without a message. Check that 'ssh -o BatchMode=yes vm1 true' "
        + "works.")
    let hostile = try await failure { _ in
      ProgramOutput(status: 255, output: [], errors: Array("x\nssh: \u{1B}]0;title\u{7}\u{202E}\u{9B}31m\r\n\n".utf8))
    }
    #expect(hostile == "vm1: ssh: ?]0;title???31m. Check that 'ssh -o BatchMode=yes vm1 true' works.")
    let denied = try await failure { _ in
      ProgramOutput(status: 255, output: [], errors: Array("root@vm1: Permission denied (publickey).\n".utf8))
    }
    #expect(
      denied
        == "vm1: ssh: root@vm1: Permission denied (publickey). Check that 'ssh -o BatchMode=yes vm1 true' works.")
    let long = try await failure { _ in
      ProgramOutput(status: 255, output: [], errors: [UInt8](repeating: UInt8(ascii: "y"), count: 60_000))
    }
    #expect(long.utf8.count < 800)
    let half = try await failure { output in
      ProgramOutput(status: 255, output: output.output.dropLast(60), errors: [])
    }
    #expect(
      half
        == "vm1: the ssh connection ended while the script ran: no message; the file there is either unchanged or "
        + "complete. Run the command again.")
    let odd = try await failure { output in
      let text = String(decoding: output.output, as: UTF8.self)
      return ProgramOutput(
        status: 0, output: Array(text.replacing("\ntarget ", with: "\nx ").utf8), errors: [])
    }
    #expect(
      odd == "vm1:\(folder.path("hosts")): the machine sent an unexpected answer. Check that 'sh' there is a POSIX "
        + "shell.")
  }

  /// Each line of the answer begins with a word; any other line must not end the program.
  @Test(
    "Unexpected lines in the answer do not end the program",
    arguments: ["", " ", "   ", "\t", "\0", "\u{FF}", "links -9223372036854775809", "contents"])
  func unexpectedLinesDoNotEndTheProgram(line: String) async throws {
    let programs = try ShellInPlaceOfSSH(onTheWayBack: { output in
      let text = String(decoding: output.output, as: UTF8.self)
      return ProgramOutput(
        status: 0, output: Array(text.replacing(" begins\n", with: " begins\n\(line)\n").utf8), errors: [])
    })
    let outcome = await outcome(of: try backend(programs))
    let isKnownWord = ["\t", "\0", "\u{FF}", "links -9223372036854775809"].contains(line)
    #expect(
      isKnownWord
        ? outcome.count == 3
        : outcome == [
          "failed: vm1:\(folder.path("hosts")): the machine sent an unexpected answer. Check that 'sh' there is a "
            + "POSIX shell."
        ])
  }

  @Test("A message of sudo that ends with a full stop keeps one")
  func whatSudoSays() async throws {
    let programs = try ShellInPlaceOfSSH(onTheWayBack: { output in
      let text = String(decoding: output.output, as: UTF8.self)
      let denied = "denied eve is not in the sudoers file.  This incident will be reported."
      return ProgramOutput(
        status: 0, output: Array(text.replacing(" begins\n", with: " begins\n\(denied)\n").utf8), errors: [])
    })
    let conflicts = try await backend(programs).plan(desiredState).plan.conflicts
    #expect(
      conflicts.first?.reason
        == "only root can change this file, and sudo says: eve is not in the sudoers file.  This incident will be "
        + "reported. Let the user run sh with sudo without a password (NOPASSWD), or log in as root.")
  }

  @Test(
    "An ssh that does not run to its end is reported",
    arguments: [
      (ProgramRunnerError.missing, "the program ssh is not on PATH. Install it."),
      (
        .timedOut(),
        "ssh did not end within 120 s; the file there is either unchanged or complete. Check the load of the machine, "
          + "or set a longer --timeout."
      ),
      (.tooMuchOutput, "the file is larger than 64 MiB. Give the path of the right file."),
      (.cancelled, "ssh was stopped because the run was cancelled"),
      (.notStarted("Too many open files"), "ssh could not be started: Too many open files"),
    ])
  func sshThatDoesNotEnd(error: ProgramRunnerError, message: String) async throws {
    let backend = RemoteHostsBackend(
      machine: try #require(Machine("vm1")), owner: .standard, programs: FailingSSH(error: error))
    await #expect(throws: BackendError(.failed, "vm1: \(message)")) { try await backend.plan(desiredState) }
  }

  @Test("Broken links, folders and missing folders are refused") func filesThatAreNone() async throws {
    let path = folder.path("hosts")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "nowhere")
    let link = await outcome(of: try backend(ShellInPlaceOfSSH()))
    #expect(
      link == [
        "refused: vm1:\(path): broken symbolic link. Create the file that it points to, or remove the link."
      ])
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(
      await outcome(of: try backend(ShellInPlaceOfSSH())) == [
        "refused: vm1:\(path): not a regular file. Give the path of the file itself."
      ])
    let lost = RemoteHostsBackend(
      machine: try #require(Machine("vm1")), path: "\(path)/no/hosts", owner: .standard,
      programs: try ShellInPlaceOfSSH())
    #expect(
      await outcome(of: lost) == [
        "refused: vm1:\(path)/no/hosts: its folder \(path)/no does not exist. Create it, or give the path of "
          + "another file."
      ])
  }

  @Test("The plan names missing programs", .needs("busybox")) func programsThatAreMissingAreNamedByThePlan()
    async throws
  {
    let bin = try #require(try await HostsScriptTests.Shell.busybox.environment(in: folder)?["PATH"])
    try FileManager.default.removeItem(atPath: "\(bin)/cmp")
    let programs = try ShellInPlaceOfSSH(path: bin)
    let reason = "programs are missing on this machine, or not on PATH: cmp. Install them."
    await #expect(throws: BackendError(.failed, "vm1:\(folder.path("hosts")): \(reason)")) {
      try await backend(programs).plan(desiredState)
    }
  }

  @Test("The plan refuses a file with an unfinished backup") func backupOfAnUnfinishedRunIsRefusedByThePlan()
    async throws
  {
    let path = folder.path("hosts")
    try folder.write(".hosts.apim-dns.unfinished", text: "127.0.0.1 localhost\n")
    let reason =
      "a run was killed while it rewrote this file in place; the previous contents are in "
      + "\(folder.path(".hosts.apim-dns.unfinished")). Compare that file with this one, copy it back if lines are missing, then "
      + "remove it."
    await #expect(throws: BackendError(.refused, "vm1:\(path): \(reason)")) {
      try await backend(ShellInPlaceOfSSH()).plan(desiredState)
    }
  }

  /// A run that rewrites the file right now holds the lock, and the plan waits for its end.
  @Test(.needs("flock")) func planWaitsForAnotherRun() async throws {
    let flock = try Program.required("flock").path
    try folder.write(".hosts.apim-dns.unfinished", text: "")
    // The run goes on when somebody begins to wait for the lock.
    let asked = folder.path("asked")
    try folder.write("flock", text: "#!/bin/sh\n[ $1 = --help ] || : >'\(asked)'\nexec \(flock) \"$@\"\n")
    chmod(folder.path("flock"), 0o755)
    let (holder, output) = (Process(), Pipe())
    holder.executableURL = URL(filePath: flock)
    holder.arguments = [
      folder.path, "sh", "-c",
      "mkdir $1/bin; cp $1/flock $1/bin; echo; until [ -e $1/asked ]; do sleep 0.02; done; rm $1/.hosts.apim-dns.unfinished",
      "sh", folder.path,
    ]
    holder.standardOutput = output
    try holder.run()
    defer {
      _ = try? folder.write("asked", text: "")
      holder.waitUntilExit()
    }
    _ = try output.fileHandleForReading.read(upToCount: 1)
    let path = "\(folder.path("bin")):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    let work = try await backend(ShellInPlaceOfSSH(path: path)).plan(desiredState)
    #expect(work.plan.changes.count == 3)
  }

  @Test(.needs("flock")) func lockThatIsNeverReleasedIsAnError() async throws {
    try folder.write(".hosts.apim-dns.unfinished", text: "")
    let reader = open(folder.path, O_RDONLY)
    try #require(reader >= 0 && flock(reader, LOCK_EX) == 0)
    defer { close(reader) }
    let hasty = try ShellInPlaceOfSSH(onTheWay: { _, script in
      Array(String(decoding: script, as: UTF8.self).replacing("lockTimeout=60", with: "lockTimeout=1").utf8)
    })
    let reason = "another run has held the folder's lock for 1 s. Wait for that run to end, then run again."
    await #expect(throws: BackendError(.failed, "vm1:\(folder.path("hosts")): \(reason)")) {
      try await backend(hasty).plan(desiredState)
    }
  }

  @Test(
    "A folder that other users can change is a conflict, and the script refuses it",
    .enabled(if: getuid() == 0, "only root has something to lose"))
  func folderThatOthersWriteIsToldByThePlanAndRefusedByTheScript() async throws {
    let reason =
      "users other than root can change this folder, and could redirect root to any file. Give the path of a file "
      + "in a folder that only root can change, or run 'chown root' and 'chmod go-w' on this folder."
    let work = try await backend(ShellInPlaceOfSSH()).plan(desiredState)
    #expect(work.plan.conflicts.isEmpty)
    chmod(folder.path, 0o777)
    await #expect(throws: BackendError(.refused, "vm1:\(folder.path): \(reason)")) { try await work.apply() }
    let plan = try await backend(ShellInPlaceOfSSH()).plan(desiredState).plan
    #expect(
      plan.conflicts == [
        Conflict(
          name: "vm1:\(folder.path("hosts"))", place: "vm1:\(folder.path)", reason: reason, yieldsToForce: false)
      ])
    #expect(try folder.contents() == ["hosts": Array("127.0.0.1 localhost\n".utf8)])
  }
}
