import Foundation
import TestSupport
import Testing

/// One machine of several whose answers make no sense; the program is the built one, and its ssh a script that runs a shell.
///
/// On each of them the hosts file is the file of its name in the folder.
@Suite struct InvalidMachineAnswerTests {
  private let sandbox: Sandbox
  private static let machines = ["vm1", "vm2", "vm3"]
  private static let localhost = "127.0.0.1\tlocalhost\n"

  init() throws {
    var sandbox = try Sandbox()
    for machine in Self.machines { try sandbox.folder.write("\(machine)/hosts", text: Self.localhost) }
    let folder = sandbox.folder.path
    // What the machine vm2 says goes through the program `spoil`, where there is one.
    try sandbox.folder.writeProgram(
      "ssh",
      text: """
        #!/bin/sh
        while [ "$1" != -- ]; do shift; done
        spoil=cat
        [ "$2" != vm2 ] || [ ! -e '\(folder)/spoil' ] || spoil='\(folder)/spoil'
        sed "s#\(folder)/hosts#\(folder)/$2/hosts#g" | sh -s | $spoil
        """)
    try sandbox.folder.writeProgram("sudo", text: "#!/bin/sh\nshift\nexec \"$@\"\n")
    sandbox.environment = ["PATH": "\(folder):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"]
    self.sandbox = sandbox
  }

  private func run(_ command: String, _ options: String...) async throws -> Program.Result {
    try await sandbox.run(
      [command, "hosts", "--file", sandbox.folder.path("hosts")] + Sandbox.instance + options
        + Self.machines.flatMap { ["--machine", $0] })
  }

  private func hosts(_ machine: String) throws -> String { try sandbox.folder.text(of: "\(machine)/hosts") }

  @Test(arguments: [
    #"awk '{ print } / begins$/ { print "   " }'"#,
    #"awk '{ print } / begins$/ { print "" }'"#,
    #"awk '/^target / { next } { print }'"#,
    #"awk '{ print } / begins$/ { print "contents" }'"#,
  ])
  func otherMachinesArePlannedAndWritten(spoil: String) async throws {
    try sandbox.folder.writeProgram("spoil", text: "#!/bin/sh\n\(spoil)\n")
    let path = sandbox.folder.path("hosts")
    let message =
      "apim-dns: hosts: vm2:\(path): the machine sent an unexpected answer. Check that 'sh' there is a POSIX shell.\n"
    let plan = try await run("plan")
    #expect(plan.errors == message)
    #expect(plan.status == 1)
    for machine in ["vm1", "vm3"] { #expect(plan.output.contains("hosts  \(machine):\(path)\n")) }
    let apply = try await run("apply")
    #expect(apply.errors == message)
    #expect(apply.status == 1)
    for machine in ["vm1", "vm3"] {
      #expect(try hosts(machine).contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
    }
    #expect(try hosts("vm2") == Self.localhost)
  }

  /// The first answer made sense, and what comes back from the change does not.
  @Test func otherMachinesAreWrittenIfAChangeEndsWithAnInvalidAnswer() async throws {
    try sandbox.folder.writeProgram(
      "spoil",
      text: "#!/bin/sh\ncd '\(sandbox.folder.path)'\nif [ -e asked ]; then cat >out; else : >asked; cat; fi\n")
    let apply = try await run("apply")
    #expect(
      apply.errors == """
        apim-dns: hosts: vm2: ssh: it exited with status 0 without a message. Check that 'ssh -o BatchMode=yes vm2 \
        true' works.

        """, "\(apply.errors)")
    #expect(apply.status == 1)
    for machine in ["vm1", "vm3"] {
      #expect(try hosts(machine).contains("10.1.0.5\tcontoso-apim.westus.azure-api.net\n"))
    }
  }

  /// A managed block with so many names that are no longer wanted.
  private static func stale(_ count: Int) -> String {
    let lines = (1...count).map { "10.9.9.9\told-\($0).azure-api.net\n" }.joined()
    return "# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)\n\(lines)# END apim-dns owner=apim-dns\n"
  }

  @Test func onlyTheMachineAboveALimitIsLeftOut() async throws {
    try sandbox.folder.write("vm2/hosts", text: Self.localhost + Self.stale(11))
    let path = sandbox.folder.path("hosts")
    let refusal =
      "vm2:\(path): this would delete 11 record sets, but the limit is 10. Check the plan, then raise --max-deletes "
      + "or use --force."
    let plan = try await run("plan")
    #expect(plan.errors == "note: apply will refuse this: \(refusal)\n")
    #expect(plan.status == 0)
    #expect(try await run("plan", "--format", "json").output.contains("\"refusals\":[\"\(refusal)\"]"))
    let apply = try await run("apply", "--format", "json")
    #expect(apply.errors == "apim-dns: refused: \(refusal)\n")
    #expect(apply.status == 1)
    #expect(apply.output.contains("\"refusals\":[\"\(refusal)\"]"))
    for machine in ["vm1", "vm3"] { #expect(try hosts(machine).contains("contoso-apim.westus.azure-api.net\n")) }
    #expect(try hosts("vm2") == Self.localhost + Self.stale(11))
    let again = try await run("apply")
    #expect(again.errors == "apim-dns: refused: \(refusal)\n")
    #expect(again.status == 3, "nothing was left to write, and all trouble was a refusal")
    #expect(try await run("apply", "--format", "markdown").output.contains("refused, nothing was written"))
    #expect(try await run("apply", "--max-deletes", "11").status == 0)
    #expect(!(try hosts("vm2").contains("old-")))
  }

  @Test func markdownOfAnIncompleteRunDoesNotSayThatNothingWasWritten() async throws {
    try sandbox.folder.write("vm2/hosts", text: Self.localhost + Self.stale(11))
    let apply = try await run("apply", "--format", "markdown")
    #expect(apply.status == 1)
    #expect(!apply.output.contains("nothing was written"))
    #expect(apply.output.contains("this would delete 11 record sets, but the limit is 10"))
  }

  /// Each machine has fewer than the limit, and all of them together have more.
  @Test func limitsCountEachMachineByItself() async throws {
    for machine in Self.machines { try sandbox.folder.write("\(machine)/hosts", text: Self.stale(4)) }
    let apply = try await run("apply")
    #expect(apply.errors == "")
    #expect(apply.status == 0)
    for machine in Self.machines { #expect(!(try hosts(machine).contains("old-"))) }
  }
}
