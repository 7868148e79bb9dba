import Foundation
import TestSupport
import Testing

/// Other machines without namespaces: several sshds on addresses of the loopback interface, each with a folder of its own.
///
/// This is what is left of ``MachinesTests`` where root may not make namespaces. All of them have one file system, so the
/// hosts file is named by the working folder, which each sshd makes another one.
@Suite(
  .needs("ssh", "sshd", "ssh-keygen"), .timeLimit(.minutes(5)),
  .enabled(if: getuid() == 0, "sshd lets root in only if root starts it"))
struct MachinesOnLoopbackTests {
  private let folder: TemporaryFolder
  private var servers: [RunningProgram] = []
  private var machines: [String] = []

  private static let half = "# BEGIN apim-dns owner=apim-dns\n"

  init() async throws {
    folder = try TemporaryFolder()
    // The folder of sshd's privilege separation, which the system makes when it starts the service.
    try FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
    let keygen = try Program.required("ssh-keygen")
    for key in ["user", "host"] {
      #expect(try await keygen.run(["-q", "-t", "ed25519", "-N", "", "-f", folder.path(key)]).status == 0)
    }
    for (number, hosts) in [MachinesTests.localhost, Self.half, "127.0.0.1 localhost"].enumerated() {
      try folder.write("\(number)/hosts", text: hosts)
      try await start(number, "127.0.0.\(number + 2)", try freePort())
    }
    machines.append("127.0.0.9:\(try freePort())")
    try folder.write("known_hosts", text: "* \(folder.text(of: "host.pub"))")
    try folder.writeProgram(
      "bin/ssh",
      text: """
        #!/bin/sh
        exec \(try Program.required("ssh").path) -F none -i '\(folder.path("user"))' -o IdentitiesOnly=yes \
          -o UserKnownHostsFile='\(folder.path("known_hosts"))' -o StrictHostKeyChecking=yes -l root "$@"

        """)
  }

  /// Starts an sshd whose sessions work in a folder of their own, and waits until it listens.
  private mutating func start(_ number: Int, _ address: String, _ port: Int) async throws {
    let settings = """
      ListenAddress \(address):\(port)
      HostKey \(folder.path("host"))
      AuthorizedKeysFile \(folder.path("user.pub"))
      StrictModes no
      PidFile none
      PermitRootLogin yes
      ForceCommand cd '\(folder.path("\(number)"))' && exec sh -c "$SSH_ORIGINAL_COMMAND"

      """
    let log = folder.path("\(number).log")
    let file = try folder.write("\(number).conf", text: settings)
    // Foundation learns of the end of a program by a descriptor that the program inherits, and sshd closes all of those.
    let script = #"trap 'kill $!; wait' TERM; "$1" -D -e -f "$2" & wait"#
    let server = try RunningProgram(
      .required("sh"), ["-c", script, "sh", Program.required("sshd").path, file], log: log)
    while server.isRunning, try !folder.text(of: "\(number).log").contains("listening") {
      try await Task.sleep(for: .milliseconds(20))
    }
    let words = try folder.text(of: "\(number).log")
    try #require(server.isRunning, "\(words)")
    servers.append(server)
    machines.append("\(address):\(port)")
  }

  private func run(_ command: String) async throws -> Program.Result {
    let instance = ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional"]
    return try await Program.built("apim-dns").run(
      [command, "hosts", "--file", "/proc/self/cwd/hosts", "--no-backup", "--yes"] + instance
        + machines.flatMap { ["--machine", $0] },
      environment: ["PATH": "\(folder.path("bin")):/usr/bin:/bin"])
  }

  @Test func failingAndUnreachableMachinesAreLeftOut() async throws {
    let applied = try await run("apply")
    let targets = machines.map { "\($0):/proc/self/cwd/hosts" }
    #expect(
      applied.output.hasSuffix(
        """
        hosts  \(targets[0])  2 created, 0 updated, 0 deleted
        hosts  \(targets[1])  unchanged
        hosts  \(targets[2])  2 created, 0 updated, 0 deleted
        hosts  \(targets[3])  unchanged
        4 created, 0 updated, 0 deleted

        """), "\(applied.errors)")
    #expect(
      applied.errors.contains(
        "apim-dns: hosts: \(targets[1]):1: the block of owner apim-dns starts here, but no END marker"))
    #expect(applied.errors.contains(": Connection refused. Check that 'ssh -o BatchMode=yes -p "))
    #expect(applied.status == 1)
    #expect(try folder.text(of: "0/hosts") == MachinesTests.localhost + MachinesTests.block)
    #expect(try folder.text(of: "1/hosts") == Self.half)
    #expect(try await run("remove").status == 1)
    #expect(try folder.text(of: "0/hosts") == MachinesTests.localhost)
    #expect(try folder.text(of: "2/hosts") == "127.0.0.1 localhost")
  }
}
