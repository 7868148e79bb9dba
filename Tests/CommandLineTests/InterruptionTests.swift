import Foundation
import TestSupport
import Testing

/// What `apply` does when a signal arrives: the commands that it runs send the signal, so that the moment is certain.
@Suite struct InterruptionTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
  }

  @Test("A signal during a check leaves all files as they are", arguments: ["TERM", "INT", "HUP"])
  func signalDuringACheck(signal: String) async throws {
    let result = try await sandbox.runInstance(
      "apply", "zones", "--format", "json", "--metrics-file", "metrics.prom", "--check",
      "kill -\(signal) $PPID; sleep 0.3")
    #expect(
      result.errors
        == "apim-dns: interrupted by SIG\(signal): 0 of 2 changes were made. Plan again to see what is left.\n")
    #expect(result.status == 1)
    #expect(result.output.components(separatedBy: #""result":"skipped""#).count == 3)
    #expect(result.output.contains(#""interrupted":"SIG\#(signal)""#))
    #expect(try sandbox.folder.text(of: "metrics.prom").contains("apim_dns_changes"))
    #expect(try names("zones").filter { $0.hasSuffix(".zone") || $0.contains("named") } == [])
    #expect(try await sandbox.runInstance("apply", "zones").status == 0)
  }

  @Test(
    "A check that a signal stops says that the run was interrupted",
    arguments: [
      ("kill -TERM $PPID; sleep 0.3; exit 3", "ended with status 3"), ("kill -INT $$", "was ended by signal 2"),
    ])
  func checkThatASignalStops(check: String, end: String) async throws {
    let result = try await sandbox.runInstance("apply", "zones", "--check", check)
    #expect(
      result.errors.hasPrefix(
        "apim-dns: zones: the check command '\(check)' \(end) for the zone contoso-apim.portal.azure-api.net, because "
          + "the run was interrupted. Nothing was replaced. Apply again.\n"))
    #expect(result.status == 1)
    #expect(try names("zones").filter { $0.hasSuffix(".zone") } == [])
  }

  @Test("A signal during the reload is reported after the reload") func signalDuringTheReload() async throws {
    let result = try await sandbox.runInstance(
      "apply", "zones", "--reload", "kill -TERM $PPID; sleep 0.3; touch loaded")
    #expect(result.errors == "apim-dns: interrupted by SIGTERM after all changes were made\n")
    #expect(result.status == 1)
    #expect(try names("").contains("loaded"))
    #expect(try await sandbox.runInstance("plan", "zones", "--detailed-exitcode").status == 0)
  }

  @Test("A second signal ends the program and its command at once") func secondSignal() async throws {
    let result = try await sandbox.runInstance(
      "apply", "zones", "--check", "kill -TERM $PPID; sleep 0.3; kill -TERM $PPID; sleep 60; touch ended")
    #expect(result.status == 128 + 15)
    #expect(try !names("").contains("ended"))
  }

  @Test("After a signal, no further machine is written") func signalWhileAMachineIsWritten() async throws {
    try sandbox.folder.write("hosts", text: "127.0.0.1\tlocalhost\n")
    // The third connection is the first one that writes.
    try sandbox.folder.writeProgram(
      "bin/ssh",
      text: """
        #!/bin/sh
        echo connection >> '\(sandbox.folder.path)/connections'
        if [ "$(wc -l < '\(sandbox.folder.path)/connections')" = 3 ]; then kill -TERM $PPID; sleep 0.3; fi
        for command; do :; done
        exec sh -c "$command"

        """)
    var sandbox = sandbox
    sandbox.environment["PATH"] = "\(sandbox.folder.path)/bin:/usr/bin:/bin"
    let result = try await sandbox.runInstance(
      "apply", "hosts", "--file", "\(sandbox.folder.path)/hosts", "--machine", "vm1", "--machine", "vm2", "--parallel",
      "1")
    #expect(
      result.errors.hasSuffix(
        "apim-dns: interrupted by SIGTERM: 2 of 4 changes were made. Plan again to see what is left.\n"))
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "connections").split(separator: "\n").count == 3)
    #expect(try sandbox.folder.text(of: "hosts").contains("contoso-apim.westus.azure-api.net"))
  }

  @Test("A signal while an instance is read from Azure is a result in JSON, and in the metrics")
  func signalWhileAnInstanceIsRead() async throws {
    let id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ApiManagement/service/contoso"
    try sandbox.folder.write("apim-dns.json5", text: "{ owner: 'team', instances: [{ resourceId: '\(id)' }] }")
    // The token is what the run waits for first.
    try sandbox.folder.writeProgram("bin/az", text: "#!/bin/sh\nkill -TERM $PPID\nsleep 20\n")
    var sandbox = sandbox
    sandbox.environment["PATH"] = "\(sandbox.folder.path)/bin:/usr/bin:/bin"
    let words = ["apply", "hosts", "--file", "hosts", "--auth", "azure-cli"]
    let result = try await sandbox.run(words + ["--format", "json", "--metrics-file", "metrics.prom"])
    let message = "interrupted by SIGTERM, and nothing was written"
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(
      result.output
        == #"{"backends":[],"errors":[{"backend":"hosts","message":"\#(message)"}],"inSync":false,"#
        + #""interrupted":"SIGTERM","owner":"team","refusals":["\#(message)"],"version":1}"# + "\n")
    #expect(result.status == 1)
    let metrics = try sandbox.folder.text(of: "metrics.prom")
    #expect(metrics.contains(#"apim_dns_run_exit_code{owner="team",command="apply"} 1"#))
    #expect(metrics.contains(#"apim_dns_failures{owner="team",command="apply",backend="hosts"} 1"#))
    #expect(try await sandbox.run(words).output == "")
  }

  @Test(
    "A signal before the inventory is read is a result in JSON, and in the metrics",
    arguments: ["plan hosts", "apply hosts", "remove hosts --yes", "verify"])
  func signalBeforeTheInventoryIsRead(words: String) async throws {
    // The shell can open the pipe for writing only once the program waits for the inventory.
    let result = try await shell(
      """
      mkfifo inventory
      '\(Program.built("apim-dns").path)' \(words) --inventory inventory --format json --metrics-file metrics.prom &
      exec 3>inventory
      kill -TERM $!
      wait $!
      """)
    let message = "interrupted by SIGTERM, and nothing was written"
    #expect(result.errors == "apim-dns: \(message)\n")
    let command = words.split(separator: " ")[0]
    #expect(
      result.output
        == (command == "verify"
          ? #"{"allTrue":false,"answers":[],"interrupted":"SIGTERM","version":1}"#
          : #"{"backends":[],"errors":[],"inSync":false,"interrupted":"SIGTERM","owner":"","refusals":["\#(message)"],"#
            + #""version":1}"#) + "\n")
    #expect(result.status == 1)
    let metrics = try sandbox.folder.text(of: "metrics.prom")
    #expect(metrics.contains(#"apim_dns_run_exit_code{owner="",command="\#(command)"} 1"#))
  }

  @Test("A signal before a saved plan is read from stdin ends the run") func signalBeforeASavedPlan() async throws {
    let result = try await shell(
      """
      mkfifo plan
      '\(Program.built("apim-dns").path)' apply --plan plan --format json --owner team &
      exec 3>plan
      kill -TERM $!
      wait $!
      """)
    #expect(result.errors == "apim-dns: interrupted by SIGTERM, and nothing was written\n")
    #expect(result.output.contains(#""interrupted":"SIGTERM""#))
    #expect(result.status == 1)
  }

  @Test(
    "A signal while a target is read is a result in JSON, and in the metrics",
    arguments: [["plan"], ["apply"], ["remove", "--yes"]])
  func signalWhileATargetIsRead(words: [String]) async throws {
    try sandbox.folder.writeProgram("bin/ssh", text: "#!/bin/sh\nkill -TERM $PPID\nsleep 20\n")
    var sandbox = sandbox
    sandbox.environment["PATH"] = "\(sandbox.folder.path)/bin:/usr/bin:/bin"
    let more = ["hosts", "--machine", "vm1", "--format", "json", "--metrics-file", "metrics.prom"]
    let result = try await sandbox.run(words + more + Sandbox.instance)
    #expect(result.errors.hasSuffix("apim-dns: interrupted by SIGTERM, and nothing was written\n"))
    #expect(result.output.contains(#""interrupted":"SIGTERM""#))
    #expect(result.output.contains(#""refusals":["interrupted by SIGTERM, and nothing was written"]"#))
    #expect(result.status == 1)
    let metrics = try sandbox.folder.text(of: "metrics.prom")
    #expect(metrics.contains(#"apim_dns_run_exit_code{owner="apim-dns",command="\#(words[0])"} 1"#))
    #expect(metrics.contains(#"apim_dns_failures{owner="apim-dns",command="\#(words[0])",backend="hosts"} 1"#))
  }

  @Test("An interrupted plan is not saved") func interruptedPlanIsNotSaved() async throws {
    try sandbox.folder.writeProgram("bin/ssh", text: "#!/bin/sh\nkill -TERM $PPID\nsleep 20\n")
    var sandbox = sandbox
    sandbox.environment["PATH"] = "\(sandbox.folder.path)/bin:/usr/bin:/bin"
    let result = try await sandbox.runInstance("plan", "hosts", "zones", "--machine", "vm1", "--out", "plan.json")
    #expect(result.status == 1)
    #expect(try !names("").contains("plan.json"))
  }

  @Test("A signal while verify waits prints the answers so far") func signalWhileVerifyWaits() async throws {
    let instance = Sandbox.instance.joined(separator: " ")
    let result = try await shell(
      """
      mkfifo errors
      '\(Program.built("apim-dns").path)' verify \(instance) --server 127.0.0.1:1 --wait 5m --verbose --format json \
        --metrics-file metrics.prom 2>errors &
      while read -r line; do
        echo "$line" >&2
        case $line in *'2 answers do not match yet') kill -TERM $! ;; esac
      done <errors
      wait $!
      """)
    #expect(
      result.errors.hasSuffix("apim-dns: interrupted by SIGTERM. These are the answers so far. Verify again.\n"),
      "\(result.errors)")
    #expect(result.output.hasPrefix(#"{"allTrue":false,"answers":[{"#))
    #expect(result.output.contains(#""interrupted":"SIGTERM""#))
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "metrics.prom").contains(#"state="failed"} 2"#))
  }

  @Test("A plan that cannot be saved is printed all the same") func planThatCannotBeSaved() async throws {
    try sandbox.folder.write("hosts", text: "127.0.0.1\tlocalhost\n")
    let result = try await sandbox.runInstance(
      "plan", "hosts", "--file", "hosts", "--out", "none/plan.json", "--format", "json", "--metrics-file",
      "metrics.prom")
    #expect(result.errors.hasPrefix("apim-dns: cannot save the plan: "), "\(result.errors)")
    #expect(result.output.contains(#""action":"create""#))
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "metrics.prom").contains(#"action="create",result="planned"} 2"#))
  }

  /// Runs shell commands in the sandbox, with the status of the last one as the result.
  private func shell(_ commands: String) async throws -> Program.Result {
    try await Program.required("sh").run(
      ["-c", commands], environment: ["PATH": "/usr/bin:/bin"], in: sandbox.folder.path)
  }

  /// The names of the files in a folder of the sandbox.
  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(sandbox.folder.path)/\(folder)")
  }
}
