import TestSupport
import Testing

/// What is said of values and inventories that may not be what the user means.
@Suite struct MisleadingDefaultTests {
  let sandbox: Sandbox

  init() throws {
    var sandbox = try Sandbox()
    sandbox.warnsOfTestValues = true
    self.sandbox = sandbox
  }

  private static let both =
    "the zones have 'NS localhost.' and the contact 'hostmaster.localhost.', which suits only a test. Set --name-server and "
    + "--contact, or nameServers and contact under backends: { zones } in the inventory."

  @Test("Zones with NS localhost are warned of while something changes, and in JSON")
  func nameServersOfATest() async throws {
    let plan = try await sandbox.runInstance("plan", "zones")
    #expect(plan.errors == "warning: \(Self.both)\n")
    let json = try await sandbox.runInstance("plan", "zones", "--format", "json")
    #expect(json.output.contains(#""warnings":["\#(Self.both)"]"#))
    #expect(try await sandbox.runInstance("apply", "zones").errors == "warning: \(Self.both)\n")
    #expect(
      try await sandbox.runInstance("apply", "zones").errors == "", "a timer that changes nothing is not bothered")
    #expect(
      try await sandbox.run("remove", "zones", "--owner", "apim-dns", "--yes").errors.contains("localhost") == false)
  }

  @Test(
    "The warning names what is not set",
    arguments: [
      (["--name-server", "ns1.corp.example"], "the contact 'hostmaster.localhost.'", "--contact", "contact"),
      (["--contact", "dns@corp.example"], "'NS localhost.'", "--name-server", "nameServers"),
    ])
  func oneOfThem(words: [String], value: String, option: String, key: String) async throws {
    let result = try await sandbox.run(["plan", "zones"] + words + Sandbox.instance)
    #expect(
      result.errors
        == "warning: the zones have \(value), which suits only a test. Set \(option), or \(key) under backends: { zones } in "
        + "the inventory.\n")
  }

  @Test(
    "Real values, a response policy zone and other backends get no warning",
    arguments: [
      ["zones", "--name-server", "ns1.corp.example", "--contact", "dns@corp.example"],
      ["zones", "--layout", "responsePolicy"], ["hosts", "--file", "hosts"],
    ])
  func noWarning(words: [String]) async throws {
    #expect(try await sandbox.run(["plan"] + words + Sandbox.instance).errors == "")
  }

  @Test("check warns of zones that suit only a test, and of an inventory without instances")
  func checkWarns() async throws {
    try sandbox.folder.write("apim-dns.json5", text: "{ backends: { zones: {} } }")
    let result = try await sandbox.run("check")
    #expect(
      result.errors == """
        apim-dns.json5:1:1: warning: the inventory has no instances and makes no records. Add an instance to 'instances'.
        { backends: { zones: {} } }
        ^
        apim-dns.json5:1:22: warning: \(Self.both)
        { backends: { zones: {} } }
                             ^

        """)
    #expect(result.output == "inventory OK: 0 instances, 0 hostnames\n")
    #expect(result.status == 0)
    let set = "nameServers: ['ns1.corp.example'], contact: 'dns@corp.example'"
    try sandbox.folder.write("apim-dns.json5", text: "{ instances: [], backends: { zones: { \(set) } } }")
    #expect(try await sandbox.run("check").errors.hasPrefix("apim-dns.json5:1:14: warning: the inventory has no inst"))
  }

  @Test("check says that a syntax error hides other problems") func syntaxError() async throws {
    try sandbox.folder.write("apim-dns.json5", text: "{ owner: 5, instances: [] ttl: 'x' }")
    let result = try await sandbox.run("check")
    #expect(
      result.errors == """
        apim-dns.json5:1:27: expected ',' or '}', found 'ttl'
        { owner: 5, instances: [] ttl: 'x' }
                                  ^
        a syntax error hides other problems. Correct it, then check again.

        """)
    #expect(result.status == 64)
    let json = try await sandbox.run("check", "--format", "json")
    #expect(json.output.hasPrefix(#"{"endsEarly":true,"#), "\(json.output)")
    try sandbox.folder.write("apim-dns.json5", text: "{ owner: 5, instances: [], ttl: 'x' }")
    #expect(try await !sandbox.run("check").errors.contains("hides"))
  }

  @Test("A plan that apply will refuse has the exit code of its changes") func detailedExitCode() async throws {
    try sandbox.folder.write("hosts", text: "10.9.9.9 contoso-apim.westus.azure-api.net\n")
    let words = ["hosts", "--file", "hosts"] + Sandbox.instance
    #expect(try await sandbox.run(["plan"] + words).status == 0)
    let detailed = try await sandbox.run(["plan", "--detailed-exitcode", "--format", "json"] + words)
    #expect(detailed.errors.hasPrefix("note: apply will refuse this: hosts:1: "))
    #expect(detailed.output.contains(#""refusals":["#))
    #expect(detailed.status == 2)
    #expect(try await sandbox.run(["apply"] + words).status == 3)
  }

  @Test(
    "A path in an inventory is shown without './' in the middle",
    arguments: [
      ("./zones", "../zones"), (".//./zones", "../zones"), ("zones/./a", "../zones/./a"), ("../zones", "../../zones"),
    ])
  func pathOfTheInventory(written: String, shown: String) async throws {
    try sandbox.folder.write(
      "apim-dns.json5",
      text: """
        { hostnames: 'v2', instances: [{ name: 'a', region: 'westus', vip: '10.1.0.5' }],
          backends: { zones: { directory: '\(written)', layout: 'responsePolicy' } } }
        """)
    try sandbox.folder.write("below/file", text: "")
    let result = try await Program.built("apim-dns").run(
      ["plan", "-i", "../apim-dns.json5"], environment: [:], in: sandbox.folder.path("below"))
    #expect(result.output.hasPrefix("zones  \(shown)\n"), "\(result.output)")
  }

  @Test("Without a word, the overview is printed") func overview() async throws {
    let result = try await sandbox.run([])
    #expect(result.errors == (try await sandbox.run("help").output))
    #expect(result.errors.contains("Usage: apim-dns COMMAND [OPTIONS]\n"))
    #expect(result.output == "")
    #expect(result.status == 64)
  }
}
