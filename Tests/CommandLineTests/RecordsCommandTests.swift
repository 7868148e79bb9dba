import TestSupport
import Testing

/// `records` and `check`, and where the instance comes from.
@Suite struct RecordsCommandTests {
  static let text = """
    contoso-apim.westus.azure-api.net  300  A  10.1.0.5         gateway of contoso-apim in westus
    contoso-apim.portal.azure-api.net  300  A  10.1.0.5         developer portal of contoso-apim in westus

    """
  static let inventory = """
    { hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }] }
    """
  static let note =
    "note: nobody chose a hostname scheme, so 'regional' is used; v2 and classic are the others (--hostnames, or "
    + "hostnames: in the inventory), and 'apim-dns discover', not built yet, will read the truth from Azure\n"

  @Test func theRecordsOfOneInstanceAreATable() async throws {
    let result = try await Sandbox().runInstance("records")
    #expect(result.output == Self.text)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test func jsonIsVersionOneOfTheContract() async throws {
    let result = try await Sandbox().runInstance("records", "--format", "json", "--quiet")
    #expect(
      result.output == """
        {"records":[{"addresses":["10.1.0.5"],"endpoint":"gateway","instance":"contoso-apim",\
        "name":"contoso-apim.westus.azure-api.net","region":"westus","ttl":300},\
        {"addresses":["10.1.0.5"],"endpoint":"developerPortal","instance":"contoso-apim",\
        "name":"contoso-apim.portal.azure-api.net","region":"westus","ttl":300}],"version":1}

        """)
  }

  @Test func whereNobodyChoseASchemeOneLineSaysSo() async throws {
    let sandbox = try Sandbox()
    for command in ["records", "plan"] {
      let result = try await sandbox.run(
        command, "--name", "contoso-apim", "--region", "West US", "--vip", "10.1.0.5",
        "--color", "never")
      #expect(result.errors.hasPrefix(Self.note))
    }
  }

  @Test func theInventoryIsFoundInThreeWays() async throws {
    var sandbox = try Sandbox()
    try sandbox.folder.write("sub/named.json5", text: Self.inventory)
    #expect(try await sandbox.run("records", "-i", "sub/named.json5").output == Self.text)
    sandbox.environment["APIM_DNS_INVENTORY"] = "sub/named.json5"
    #expect(try await sandbox.run("records").output == Self.text)
    sandbox.environment = [:]
    try sandbox.folder.write("apim-dns.json5", text: Self.inventory)
    #expect(try await sandbox.run("records").output == Self.text)
  }

  @Test func aHyphenIsStandardInput() async throws {
    let sandbox = try Sandbox()
    #expect(try await sandbox.run(["records", "-i", "-"], input: Self.inventory).output == Self.text)
    let wrong = try await sandbox.run(["check", "--inventory=-"], input: "{ nothing: 1 }")
    #expect(wrong.errors.hasPrefix("stdin:1:3: unknown key 'nothing'"))
    #expect(wrong.status == 64)
  }

  @Test func checkSaysWhatIsInTheInventory() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write("apim-dns.json5", text: Self.inventory)
    #expect(try await sandbox.run("check").output == "the inventory is right: 1 instance, 2 hostnames\n")
    #expect(
      try await sandbox.run("check", "--format=json").output == "{\"hostnames\":2,\"instances\":1,\"version\":1}\n")
  }

  @Test func everyMistakeIsReportedWithItsPlace() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write(
      "apim-dns.json5", text: "{ instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }")
    let result = try await sandbox.run("check")
    #expect(result.status == 64)
    #expect(
      result.errors == """
        apim-dns.json5:1:17: unknown key 'nam'; did you mean 'name'?
        { instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }
                        ^
        apim-dns.json5:1:50: 127.0.0.1 cannot be a VIP: 127.0.0.0/8 is loopback
        { instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }
                                                         ^

        """)
  }

  @Test(arguments: [
    (["records", "-i", "none.json5"], "cannot read the inventory: there is no file none.json5"),
    (["records", "-i", "."], "cannot read the inventory: .: is no regular file"),
    (
      ["records"],
      "no inventory: name one with --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into this folder, or give one "
        + "instance with --name, --region and --vip"
    ),
    (
      ["records", "-i", "a", "--name", "b"],
      "--inventory and --name, --region, --vip exclude each other; use one of the two ways"
    ),
    (
      ["records", "--name", "a", "--vip", "10.1.0.5"],
      "--region: missing; an instance needs --name, --region and at least one --vip"
    ),
    (["records", "--color", "red"], "--color is 'red'; use auto, always or never"),
    (["records", "--format", "xml"], "--format is 'xml'; use text or json"),
    (
      ["records", "--format", "html"],
      "--format markdown and html are not built yet in this version; use text or json"
    ),
  ])
  func withoutAnInventoryNothingIsDone(words: [String], message: String) async throws {
    let result = try await Sandbox().run(words)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
    #expect(result.output == "")
  }

  @Test(arguments: [
    ("10.1.0", "'10.1.0' is no IPv4 address"),
    ("127.0.0.1", "127.0.0.1 cannot be a VIP: 127.0.0.0/8 is loopback"),
    ("168.63.129.16", "168.63.129.16 cannot be a VIP: 168.63.129.16/32 is Azure's own platform address"),
  ])
  func aVIPThatCannotBeOneIsRefused(address: String, reason: String) async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.run(
      "apply", "hosts", "--file", "hosts", "--name", "a", "--region", "westus", "--vip", address)
    #expect(result.errors.hasPrefix("apim-dns: --vip: \(reason)"))
    #expect(result.status == 64)
    #expect(try sandbox.folder.contents().isEmpty)
  }
}
