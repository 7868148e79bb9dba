import Foundation
import TestSupport
import Testing

@testable import apim_dns

/// `--metrics-file`: what a run tells node_exporter.
@Suite struct MetricsTests {
  let sandbox: Sandbox

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: "127.0.0.1\tlocalhost\n")
  }

  private func apply(_ words: String...) async throws -> Program.Result {
    try await sandbox.run(["apply", "hosts", "--file", "hosts", "--metrics-file", "m.prom"] + words + Sandbox.instance)
  }

  /// The numbers in the file by their names with labels, without those that no test can know.
  private func numbers(in file: String = "m.prom") throws -> [String: String] {
    var numbers: [String: String] = [:]
    for line in try sandbox.folder.text(of: file).split(separator: "\n") where !line.hasPrefix("#") {
      let space = try #require(line.lastIndex(of: " "))
      numbers[String(line[..<space])] = String(line[line.index(after: space)...])
    }
    return numbers
  }

  private func changes(_ action: String, _ result: String) -> String {
    "apim_dns_changes{owner=\"apim-dns\",command=\"apply\",backend=\"hosts\",target=\"hosts\",action=\"\(action)\",result=\"\(result)\"}"
  }

  private static let exitCode = "apim_dns_run_exit_code{owner=\"apim-dns\",command=\"apply\"}"
  private static let lastSuccess = "apim_dns_last_success_timestamp_seconds{owner=\"apim-dns\",command=\"apply\"}"
  private static let lastRun = "apim_dns_last_run_timestamp_seconds{owner=\"apim-dns\",command=\"apply\"}"
  private static let place = "{owner=\"apim-dns\",command=\"apply\",backend=\"hosts\",target=\"hosts\"}"

  @Test func fileHasTheMetricsOfTheRun() async throws {
    let before = Int(Date().timeIntervalSince1970)
    #expect(try await apply().status == 0)
    let time = try #require(try numbers()[Self.lastRun])
    let duration = try #require(try numbers()["apim_dns_run_duration_seconds{owner=\"apim-dns\",command=\"apply\"}"])
    #expect((before...Int(Date().timeIntervalSince1970)).contains(try #require(Int(time))))
    #expect((0...600).contains(try #require(Double(duration))))
    let combinations = ["create", "update", "delete"].flatMap { action in
      ["planned", "applied", "failed", "skipped", "conflict"].map { result in
        "\(changes(action, result)) \(action == "create" && result == "applied" ? 2 : 0)\n"
      }
    }
    #expect(
      try sandbox.folder.text(of: "m.prom") == """
        # HELP apim_dns_build_info The version of the program; always 1.
        # TYPE apim_dns_build_info gauge
        apim_dns_build_info{owner="apim-dns",command="apply",version="0.1.0"} 1
        # HELP apim_dns_last_run_timestamp_seconds When the last run ended.
        # TYPE apim_dns_last_run_timestamp_seconds gauge
        apim_dns_last_run_timestamp_seconds{owner="apim-dns",command="apply"} \(time)
        # HELP apim_dns_last_success_timestamp_seconds When a run last ended with exit code 0 or 2; 0 if never.
        # TYPE apim_dns_last_success_timestamp_seconds gauge
        apim_dns_last_success_timestamp_seconds{owner="apim-dns",command="apply"} \(time)
        # HELP apim_dns_run_duration_seconds How long the run took.
        # TYPE apim_dns_run_duration_seconds gauge
        apim_dns_run_duration_seconds{owner="apim-dns",command="apply"} \(duration)
        # HELP apim_dns_run_exit_code The exit code of the run.
        # TYPE apim_dns_run_exit_code gauge
        apim_dns_run_exit_code{owner="apim-dns",command="apply"} 0
        # HELP apim_dns_in_sync Whether the target was in sync when the run ended.
        # TYPE apim_dns_in_sync gauge
        apim_dns_in_sync{owner="apim-dns",command="apply",backend="hosts",target="hosts"} 1
        # HELP apim_dns_changes Changes of the run, by action and result.
        # TYPE apim_dns_changes gauge
        \(combinations.joined())# HELP apim_dns_conflicts Conflicts with unmanaged records.
        # TYPE apim_dns_conflicts gauge
        apim_dns_conflicts{owner="apim-dns",command="apply",backend="hosts",target="hosts"} 0
        # HELP apim_dns_failures Failed changes and other failures.
        # TYPE apim_dns_failures gauge
        apim_dns_failures{owner="apim-dns",command="apply",backend="hosts"} 0

        """)
  }

  /// Puts the last success of `m.prom` far into the past.
  private func age() throws {
    let text = try sandbox.folder.text(of: "m.prom")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(Self.lastSuccess) })
    try sandbox.folder.write("m.prom", text: text.replacing(line, with: "\(Self.lastSuccess) 1000"))
  }

  @Test func refusedRunKeepsTheTimeOfTheLastSuccess() async throws {
    #expect(try await apply().status == 0)
    try age()
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await apply().status == 3)
    let numbers = try numbers()
    #expect(numbers[Self.lastSuccess] == "1000")
    #expect(numbers[Self.lastRun] != "1000")
    #expect(numbers[Self.exitCode] == "3")
    #expect(numbers["apim_dns_in_sync" + Self.place] == "0")
    #expect(numbers["apim_dns_conflicts" + Self.place] == "1")
    #expect(numbers[changes("create", "conflict")] == "1")
    #expect(numbers[changes("create", "skipped")] == "1")
    #expect(numbers[changes("create", "applied")] == "0")
  }

  @Test func lastSuccessIsZeroIfNoRunEverSucceeded() async throws {
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await apply().status == 3)
    #expect(try numbers()[Self.lastSuccess] == "0")
    #expect(try await apply("--owner", "other").status == 3)
    #expect(try numbers()[Self.lastSuccess.replacing("\"apim-dns\"", with: "\"other\"")] == "0")
  }

  @Test func lastSuccessOfAnotherOwnerDoesNotCount() async throws {
    #expect(try await apply().status == 0)
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await apply("--owner", "other").status == 3)
    #expect(try numbers()[Self.lastSuccess.replacing("\"apim-dns\"", with: "\"other\"")] == "0")
  }

  @Test func unreadableInventoryIsAFailureOfTheLastOwner() async throws {
    try sandbox.folder.write(
      "apim-dns.json5",
      text: "{owner:'corp',hostnames:'v2',instances:[{name:'contoso-apim',region:'westus',vip:'10.1.0.5'}]}")
    let words = ["apply", "hosts", "--file", "hosts", "--metrics-file", "m.prom"]
    #expect(try await sandbox.run(words).status == 0)
    let labels = "{owner=\"corp\",command=\"apply\"}"
    let success = try #require(try numbers()["apim_dns_last_success_timestamp_seconds" + labels])
    try sandbox.folder.write("apim-dns.json5", text: "{")
    #expect(try await sandbox.run(words).status == 64)
    #expect(try numbers()["apim_dns_last_success_timestamp_seconds" + labels] == success)
    #expect(try numbers()["apim_dns_run_exit_code" + labels] == "64")
    #expect(try numbers().keys.allSatisfy { !$0.hasPrefix("apim_dns_in_sync") })

    try FileManager.default.removeItem(atPath: sandbox.folder.path("m.prom"))
    #expect(try await sandbox.run(words).status == 64)
    #expect(try numbers()["apim_dns_run_exit_code{owner=\"\",command=\"apply\"}"] == "64")
  }

  @Test func backendThatCannotPlanIsNotInSync() async throws {
    let result = try await sandbox.run(
      ["plan", "hosts", "azure", "--file", "hosts", "--metrics-file", "m.prom"] + Sandbox.instance)
    #expect(result.status == 64)
    let numbers = try numbers()
    let run = "{owner=\"apim-dns\",command=\"plan\",backend="
    #expect(numbers["apim_dns_in_sync\(run)\"azure\",target=\"\"}"] == "0")
    #expect(numbers["apim_dns_failures\(run)\"azure\"}"] == "1")
    #expect(numbers["apim_dns_in_sync\(run)\"hosts\",target=\"hosts\"}"] == "0")
    #expect(numbers["apim_dns_failures\(run)\"hosts\"}"] == "0")
  }

  @Test func changesThatFailedAreCounted() async throws {
    try sandbox.folder.write("zones/other", text: "")
    let result = try await sandbox.run(
      ["apply", "zones", "--check", "exit 1", "--metrics-file", "m.prom"] + Sandbox.instance)
    #expect(result.status == 1)
    let run = "{owner=\"apim-dns\",command=\"apply\",backend=\"zones\""
    #expect(try #require(Int(try numbers()["apim_dns_failures\(run)}"] ?? "")) > 0)
    #expect(try numbers()["apim_dns_in_sync\(run),target=\"zones\"}"] == "0")
    #expect(try numbers()[Self.exitCode] == "1")
  }

  @Test func backendWithAConflictIsNotInSync() async throws {
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await apply("--force").status == 0)
    #expect(try numbers()[changes("create", "applied")] == "2")
    #expect(try numbers()["apim_dns_conflicts" + Self.place] == "1")
    #expect(try numbers()["apim_dns_in_sync" + Self.place] == "0")
  }

  @Test func backendWithAFailedReloadIsNotInSync() async throws {
    let result = try await sandbox.run(
      ["apply", "zones", "--reload", "exit 1", "--metrics-file", "m.prom"] + Sandbox.instance)
    #expect(result.status == 1)
    let run = "{owner=\"apim-dns\",command=\"apply\",backend=\"zones\""
    #expect(try numbers()["apim_dns_changes\(run),target=\"zones\",action=\"create\",result=\"applied\"}"] == "2")
    #expect(try numbers()["apim_dns_failures\(run)}"] == "1")
    #expect(try numbers()["apim_dns_in_sync\(run),target=\"zones\"}"] == "0")
  }

  @Test func planWithChangesIsASuccessAndNotInSync() async throws {
    let result = try await sandbox.runInstance(
      "plan", "hosts", "--file", "hosts", "--detailed-exitcode", "--metrics-file", "m.prom")
    #expect(result.status == 2)
    let run = "{owner=\"apim-dns\",command=\"plan\""
    #expect(try numbers()["apim_dns_in_sync\(run),backend=\"hosts\",target=\"hosts\"}"] == "0")
    #expect(try numbers()["apim_dns_run_exit_code\(run)}"] == "2")
    #expect(try numbers()["apim_dns_last_success_timestamp_seconds\(run)}"] != "0")
  }

  @Test func removeIsInSyncWhenNothingIsLeft() async throws {
    #expect(try await apply().status == 0)
    let result = try await sandbox.run(
      "remove", "hosts", "--yes", "--file", "hosts", "--owner", "apim-dns", "--metrics-file", "r.prom")
    #expect(result.status == 0)
    let place = Self.place.replacing("apply", with: "remove")
    #expect(try numbers(in: "r.prom")["apim_dns_in_sync" + place] == "1")
  }

  @Test func verifyCountsAnswers() async throws {
    let server = "127.0.0.1:\(try freePort())"
    let result = try await sandbox.runInstance("verify", "--server", server, "--metrics-file", "m.prom")
    #expect(result.status == 1)
    let answers = "apim_dns_answers{owner=\"apim-dns\",command=\"verify\",resolver=\"\(server)\",state="
    for state in ["true", "otherAddress", "publicAddress", "missing", "longerTTL", "failed"] {
      #expect(try numbers()["\(answers)\"\(state)\"}"] == (state == "failed" ? "2" : "0"))
    }
  }

  @Test(.needs("promtool")) func promtoolReportsNothing() async throws {
    let file = "h\"\\.txt"
    try sandbox.folder.write(file, text: "")
    try sandbox.folder.write("other", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    let commands = [
      ["apply", "hosts", "zones", "--file", file], ["plan", "hosts", "--file", "other"], ["remove", "zones", "--yes"],
      ["apply", "azure"], ["verify", "--server", "127.0.0.1:\(try freePort())"],
    ]
    for words in commands {
      _ = try await sandbox.run(words + ["--metrics-file", "m.prom"] + Sandbox.instance)
      let text = try sandbox.folder.text(of: "m.prom")
      let checked = try await Program.required("promtool").run(["check", "metrics"], input: text)
      #expect(checked.output + checked.errors == "")
      #expect(checked.status == 0)
      if words.contains(file) {
        #expect(text.contains("backend=\"hosts\",target=\"h\\\"\\\\.txt\"} 1\n"))
      }
    }
  }

  /// The page of the documentation that is about them.
  private static let page = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../docs/service.md")

  @Test func documentationNamesEachStateAndNoOther() throws {
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    let table = try #require(page.firstMatch(of: /\| state \| the answer \|\n\|---\|---\|\n((?:\|.*\n)+)/)).1
    #expect(
      table.matches(of: /\| `(\w+)` \|/).map { String($0.1) } == Verification.State.Word.allCases.map(\.rawValue))
  }

  @Test func documentationNamesEachMetricAndNoOther() async throws {
    _ = try await apply()
    _ = try await sandbox.runInstance("verify", "--server", "127.0.0.1:\(try freePort())", "--metrics-file", "v.prom")
    var connections = MetricsText()
    ConnectionMetrics(connections: [try await ConnectionSamples.otherName()]).write(to: &connections, [])
    let files = try sandbox.folder.text(of: "m.prom") + sandbox.folder.text(of: "v.prom") + connections.text
    let written = Set(files.matches(of: /# HELP (\w+)/).map { String($0.1) })
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(Set(page.matches(of: /\| `(apim_dns_\w+)` \|/).map { String($0.1) }) == written)
  }

  @Test(.needs("promtool")) func alertsInTheDocumentationAreValid() async throws {
    let lines = try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "    groups:"))
    let rules = lines[start...].prefix { $0.hasPrefix("    ") }.joined(separator: "\n")
    try sandbox.folder.write("rules.yml", text: rules)
    let checked = try await Program.required("promtool").run(["check", "rules", sandbox.folder.path("rules.yml")])
    #expect(checked.output.contains("SUCCESS: 3 rules found"))
    #expect(checked.status == 0)
  }

  @Test func runCompletesEvenIfTheMetricsCannotBeWritten() async throws {
    let words = ["apply", "hosts", "--file", "hosts", "--metrics-file", "none/m.prom"] + Sandbox.instance
    let result = try await sandbox.run(words)
    #expect(
      result.errors
        == "apim-dns: cannot write the metrics: \(sandbox.folder.path("none")): the folder does not exist. Create "
        + "it, or give the path of another file.\n")
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "hosts").contains("# BEGIN apim-dns owner=apim-dns "))
    // A refusal stays one.
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    #expect(try await sandbox.run(words).status == 3)
  }

  @Test func fileThatIsNotAMetricsFileIsNotReplaced() async throws {
    try sandbox.folder.write("m.prom", text: "# HELP node_load1 1m load average.\n")
    let result = try await apply()
    #expect(
      result.errors
        == "apim-dns: cannot write the metrics: m.prom was not written by --metrics-file. Use another file.\n"
    )
    #expect(result.status == 1)
    #expect(try sandbox.folder.text(of: "m.prom") == "# HELP node_load1 1m load average.\n")
  }

  @Test func newFileIsReadableByAllAndAnExistingOneKeepsItsMode() async throws {
    func mode() throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: sandbox.folder.path("m.prom"))[.posixPermissions] as? Int
    }
    let program = Program.built("apim-dns").path
    let words = ["apply", "hosts", "--file", "hosts", "--metrics-file", "m.prom"] + Sandbox.instance
    let result = try await Program(path: "/bin/sh").run(
      ["-c", "umask 077; exec \"$@\"", "sh", program] + words, environment: [:], in: sandbox.folder.path)
    #expect(result.status == 0)
    #expect(try mode() == 0o644)
    chmod(sandbox.folder.path("m.prom"), 0o640)
    #expect(try await apply().status == 0)
    #expect(try mode() == 0o640)
  }

  @Test func printScriptRefusesAMetricsFile() async throws {
    let result = try await apply("--print-script")
    #expect(
      result.errors
        == "apim-dns: --print-script and --metrics-file cannot be used together. Use one of them.\n")
    #expect(result.output == "")
    #expect(result.status == 64)
  }
}
