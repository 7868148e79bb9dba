import Foundation
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
    "note: no hostname scheme set; using 'regional'. Set --hostnames or 'hostnames:' to choose v2 or classic, or run "
    + "'apim-dns discover' to read the real names from Azure.\n"

  @Test func recordsOfOneInstanceAreATable() async throws {
    let result = try await Sandbox().runInstance("records")
    #expect(result.output == Self.text)
    #expect(result.errors == "")
    #expect(result.status == 0)
  }

  @Test func jsonHasTheFormatOfVersionOne() async throws {
    let result = try await Sandbox().runInstance("records", "--format", "json", "--quiet")
    #expect(
      result.output == """
        {"records":[{"addresses":["10.1.0.5"],"endpoint":"gateway","instance":"contoso-apim",\
        "name":"contoso-apim.westus.azure-api.net","region":"westus","ttl":300},\
        {"addresses":["10.1.0.5"],"endpoint":"developerPortal","instance":"contoso-apim",\
        "name":"contoso-apim.portal.azure-api.net","region":"westus","ttl":300}],"version":1}

        """)
  }

  @Test func markdownIsATable() async throws {
    let result = try await Sandbox().runInstance("records", "--format", "markdown", "--vip", "10.1.0.4")
    #expect(
      result.output == """
        | name | ttl | type | address | endpoint | instance | region |
        | --- | ---: | --- | --- | --- | --- | --- |
        | contoso-apim.westus.azure-api.net | 300 | A | 10.1.0.4 | gateway | contoso-apim | westus |
        | contoso-apim.westus.azure-api.net | 300 | A | 10.1.0.5 | gateway | contoso-apim | westus |
        | contoso-apim.portal.azure-api.net | 300 | A | 10.1.0.4 | developerPortal | contoso-apim | westus |
        | contoso-apim.portal.azure-api.net | 300 | A | 10.1.0.5 | developerPortal | contoso-apim | westus |

        """)
  }

  @Test func csvHasALineForEachAddress() async throws {
    let result = try await Sandbox().runInstance("records", "--format", "csv", "--quiet")
    #expect(
      result.output == """
        name,ttl,type,address,endpoint,instance,region
        contoso-apim.westus.azure-api.net,300,A,10.1.0.5,gateway,contoso-apim,westus
        contoso-apim.portal.azure-api.net,300,A,10.1.0.5,developerPortal,contoso-apim,westus

        """)
  }

  @Test func noteSaysThatNoSchemeIsSet() async throws {
    let sandbox = try Sandbox()
    for command in ["records", "plan"] {
      let result = try await sandbox.run(
        command, "--name", "contoso-apim", "--region", "West US", "--vip", "10.1.0.5",
        "--color", "never")
      #expect(result.errors.hasPrefix(Self.note))
    }
  }

  @Test func inventoryIsFoundInThreeWays() async throws {
    var sandbox = try Sandbox()
    try sandbox.folder.write("apim-dns.json5", text: Self.inventory.replacing("contoso", with: "fabrikam"))
    try sandbox.folder.write("sub/named.json5", text: Self.inventory)
    #expect(try await sandbox.run("records", "-i", "sub/named.json5").output == Self.text)
    sandbox.environment["APIM_DNS_INVENTORY"] = "sub/named.json5"
    #expect(try await sandbox.run("records").output == Self.text)
    sandbox.environment = [:]
    #expect(
      try await sandbox.run("records").output.replacing("fabrikam", with: "contoso").split(separator: " ")
        == Self.text.split(separator: " "))
  }

  /// The message for an inventory that other users can change.
  private static func refusal(_ cause: String) -> String {
    """
    apim-dns: apim-dns.json5 in the working folder can set commands that root runs, and other users can change it: \(cause). \
    If you trust it, use '--inventory apim-dns.json5'.

    """
  }

  @Test(.enabled(if: getuid() == 0, "only root has more to lose than whoever wrote the file"))
  func rootDoesNotReadAnotherUsersInventoryByItself() async throws {
    var sandbox = try Sandbox()
    let path = try sandbox.folder.write("apim-dns.json5", text: Self.inventory)
    let refusal = Self.refusal("apim-dns.json5: another user can write this file")
    for (owner, group, mode) in [(65534, 0, 0o644), (0, 0, 0o646), (0, 65534, 0o664)] as [(UInt32, UInt32, mode_t)] {
      try #require(chown(path, owner, group) == 0 && chmod(path, mode) == 0)
      let result = try await sandbox.run("records")
      #expect(result.errors == refusal && result.output == "" && result.status == 64)
      #expect(try await sandbox.run("records", "--inventory", "apim-dns.json5").output == Self.text)
    }
    try #require(chown(path, 65534, 65534) == 0 && chmod(path, 0o664) == 0)
    sandbox.environment["SUDO_UID"] = "65534"
    #expect(try await sandbox.run("records").errors == refusal)
    sandbox.environment["SUDO_GID"] = "65534"
    #expect(try await sandbox.run("records").output == Self.text, "whoever called sudo is trusted")
  }

  @Test(.enabled(if: getuid() == 0, "only root has more to lose than whoever made the link"))
  func rootFollowsNoLinkAndTrustsNoFolderOfAnotherUser() async throws {
    var sandbox = try Sandbox()
    let (folder, link) = (sandbox.folder.path, sandbox.folder.path("apim-dns.json5"))
    try #require(symlink(sandbox.folder.write("of root", text: Self.inventory), link) == 0)
    try #require(lchown(link, 65534, 65534) == 0)
    let linkRefusal = Self.refusal("\(link): this symbolic link belongs to another user")
    #expect(try await sandbox.run("records").errors == linkRefusal)
    sandbox.environment["SUDO_UID"] = "65534"
    #expect(try await sandbox.run("records").output == Self.text)
    sandbox.environment = [:]
    try #require(lchown(link, 0, 0) == 0)
    #expect(try await sandbox.run("records").output == Self.text)
    try #require(chown(folder, 65534, 65534) == 0)
    let folderRefusal = Self.refusal("\(folder): another user can change this folder")
    #expect(try await sandbox.run("records").errors == folderRefusal)
  }

  /// The file, and what hides it from a look: whichever is met, the command in it does not run.
  @Test(.enabled(if: getuid() == 0, "only root has more to lose than whoever wrote the file"))
  func inventoryThatIsExchangedDuringTheCheckIsNotRead() async throws {
    let sandbox = try Sandbox()
    let folder = sandbox.folder
    let path = try folder.write(
      "apim-dns.json5",
      text: """
        { instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5", hostnames: "regional" }],
          backends: { zones: { reload: "touch \(folder.path("done"))" } } }
        """)
    try #require(chown(path, 65534, 65534) == 0 && mkfifo(folder.path("pipe"), 0o644) == 0)
    let exchange = Task.detached {
      while !Task.isCancelled {
        rename(path, folder.path("aside"))
        rename(folder.path("pipe"), path)
        rename(path, folder.path("pipe"))
        rename(folder.path("aside"), path)
      }
    }
    for _ in 0..<20 {
      let result = try await sandbox.run("apply", "zones", "--yes", "--owner", "o")
      #expect(result.status == 64)
    }
    exchange.cancel()
    await exchange.value
    #expect(!FileManager.default.fileExists(atPath: folder.path("done")))
  }

  @Test func tooLargeInventoryIsRefused() async throws {
    let sandbox = try Sandbox()
    let path = try sandbox.folder.write("large", text: "")
    try #require(truncate(path, 256 << 20 + 1) == 0)
    let advice = "larger than 256 MiB. Give the path of the right file."
    let result = try await sandbox.run("check", "-i", "large")
    #expect(result.errors == "apim-dns: cannot read the inventory: large: \(advice)\n")
    #expect(result.status == 64)
    let endless = try await Program.required("sh").run(
      ["-c", "exec \"$0\" check -i - </dev/zero", Program.built("apim-dns").path], environment: [:])
    #expect(endless.errors == "apim-dns: cannot read the inventory: stdin: \(advice)\n")
    #expect(endless.status == 64)
  }

  @Test func tooLargeSavedPlanIsRefused() async throws {
    let sandbox = try Sandbox()
    let path = try sandbox.folder.write("large", text: "")
    try #require(truncate(path, 512 << 20 + 1) == 0)
    let result = try await sandbox.runInstance("apply", "--plan", "large", "--yes")
    #expect(
      result.errors
        == "apim-dns: cannot read the saved plan: large: larger than 512 MiB. Give the path of the right file.\n")
    #expect(result.status == 64)
  }

  @Test func hyphenIsStandardInput() async throws {
    let sandbox = try Sandbox()
    #expect(try await sandbox.run(["records", "-i", "-"], input: Self.inventory).output == Self.text)
    let wrong = try await sandbox.run(["check", "--inventory=-"], input: "{ nothing: 1 }")
    #expect(wrong.errors.hasPrefix("stdin:1:3: unknown key '…'"))
    #expect(wrong.status == 64)
    let folder = try await Program.required("sh").run(
      ["-c", "exec \"$0\" records --inventory - </", Program.built("apim-dns").path], environment: [:])
    #expect(
      folder.errors
        == "apim-dns: cannot read the inventory from stdin: Is a directory. Use a file, or pipe the inventory in.\n")
    #expect(folder.status == 64)
  }

  /// As with `<(COMMAND)` in a shell.
  @Test func inventoryCanComeFromAnotherPipe() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write("inventory", text: Self.inventory)
    let result = try await Program.required("sh").run(
      [
        "-c", "cat inventory | { exec 3<&0 </dev/null; exec \"$0\" records -i /dev/fd/3; }",
        Program.built("apim-dns").path,
      ],
      environment: [:], in: sandbox.folder.path)
    #expect(result.errors == "")
    #expect(result.output == Self.text)
  }

  /// Anybody may have made it, and write into it what they like.
  @Test func pipeInTheWorkingFolderIsNotRead() async throws {
    let sandbox = try Sandbox()
    try #require(mkfifo(sandbox.folder.path("apim-dns.json5"), 0o666) == 0)
    let result = try await Program.required("sh").run(
      ["-c", "exec timeout -s KILL 5 \"$0\" records", Program.built("apim-dns").path],
      environment: ["PATH": "/usr/bin:/bin"], in: sandbox.folder.path)
    #expect(
      result.errors
        == "apim-dns: cannot read the inventory: apim-dns.json5: not a regular file. Give the path of the file "
        + "itself.\n"
    )
    #expect(result.status == 64)
  }

  @Test func checkCountsInstancesAndHostnames() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write("apim-dns.json5", text: Self.inventory)
    #expect(try await sandbox.run("check").output == "inventory OK: 1 instance, 2 hostnames\n")
    #expect(
      try await sandbox.run("check", "--format=json").output
        == "{\"hostnames\":2,\"instances\":1,\"omitted\":0,\"problems\":[],\"valid\":true,\"version\":1}\n")
  }

  @Test func inventoryWithWarningsIsValid() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write("apim-dns.json5", text: Self.inventory.replacing("westus", with: "uk"))
    let result = try await sandbox.run("check")
    #expect(result.output == "inventory OK: 1 instance, 2 hostnames\n")
    #expect(
      result.errors == """
        apim-dns.json5:1:70: warning: 'uk' is a group of regions or a staging region. Use the region that the instance runs in.
        …es: "regional", instances: [{ name: "contoso-apim", region: "uk", vip: "10.1.0.5" }] }
                                                                     ^

        """)
    #expect(result.status == 0)
  }

  @Test func problemsAreInTheJSONOutput() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write(
      "apim-dns.json5",
      text: "{ ttl: 0,\n instances: [{ name: 'a', region: 'uk', vip: '10.1.0.5' }] }")
    let result = try await sandbox.run("check", "--format", "json", "--owner", "a b")
    #expect(
      result.output == """
        {"omitted":0,"problems":[\
        {"message":"'a b' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.","option":"--owner",\
        "severity":"error"},\
        {"column":8,"file":"apim-dns.json5","line":1,"message":"0 is not a valid TTL. Use 1-2147483647 seconds, or a \
        duration such as 30s, 5m, 2h or 1d.","severity":"error"},\
        {"column":35,"file":"apim-dns.json5","line":2,"message":"'uk' is a group of regions or a staging region. Use the \
        region that the instance runs in.","severity":"warning"}],"valid":false,"version":1}

        """)
    #expect(result.errors == "")
    #expect(result.status == 64)
  }

  @Test func unknownRegionNeedsAnOption() async throws {
    let sandbox = try Sandbox()
    let words = ["records", "--name", "a", "--region", "Mars Colony", "--vip", "10.1.0.5", "--hostnames", "regional"]
    let refused = try await sandbox.run(words)
    #expect(
      refused.errors
        == "apim-dns: --region: unknown region 'Mars Colony'. Run 'az account list-locations' to list the regions. "
        + "If the region is newer than this program, use --allow-unknown-region.\n"
    )
    #expect(refused.status == 64)
    let taken = try await sandbox.run(words + ["--allow-unknown-region"])
    #expect(taken.output.hasPrefix("a.marscolony.azure-api.net  300  A  10.1.0.5 "))
    #expect(taken.status == 0)
  }

  @Test func everyMistakeIsReportedWithItsPosition() async throws {
    let sandbox = try Sandbox()
    try sandbox.folder.write(
      "apim-dns.json5", text: "{ instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }")
    let result = try await sandbox.run("check")
    #expect(result.status == 64)
    #expect(
      result.errors == """
        apim-dns.json5:1:17: unknown key 'nam'. Did you mean 'name'?
        { instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }
                        ^
        apim-dns.json5:1:50: 127.0.0.1 cannot be a virtual IP: 127.0.0.0/8 is loopback. Use another address.
        { instances: [{ nam: 'a', region: 'westus', vip: '127.0.0.1' }] }
                                                         ^

        """)
  }

  @Test(arguments: [
    (["records", "-i", "none.json5"], "cannot read the inventory: none.json5 does not exist. Correct the path."),
    (["records", "-i", "."], "cannot read the inventory: .: not a regular file. Give the path of the file itself."),
    (
      ["records"],
      "an inventory is required. Set --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into the working folder, or "
        + "describe one instance with --name, --region and --vip. To write an inventory, run 'apim-dns init', or 'apim-dns "
        + "discover' to read your instances from Azure."
    ),
    (
      ["remove", "hosts"],
      "an inventory is required. Set --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into the working folder, or "
        + "describe one instance with --name, --region and --vip. Or set --owner alone."
    ),
    (
      ["records", "-i", "a", "--name", "b"],
      "--inventory and --name, --region or --vip cannot be used together. Use an inventory, or the options of one "
        + "instance."
    ),
    (
      ["records", "--name", "a", "--vip", "10.1.0.5"],
      "--region: required to describe an instance. Set --region."
    ),
    (["records", "--color", "red"], "--color: unknown value 'red'. Use auto, always or never."),
    (
      ["records", "--format", "xml"],
      "--format: 'xml' is not a format of 'apim-dns records'. Use text, json, markdown or csv."
    ),
    (["check", "--format", "csv"], "--format: 'csv' is not a format of 'apim-dns check'. Use text or json."),
    (["auth", "--format", "json"], "--format: 'json' is not a format of 'apim-dns auth'. Use text."),
    (["--version", "--format", "x"], "--format: 'x' is not a format of 'apim-dns help'. Use text."),
    (
      ["check", "--format", "html"],
      "--format: 'html' is not a format of 'apim-dns check'. Use text or json."
    ),
  ])
  func missingInventoryIsAnError(words: [String], message: String) async throws {
    let result = try await Sandbox().run(words)
    #expect(result.errors == "apim-dns: \(message)\n")
    #expect(result.status == 64)
    #expect(result.output == "")
  }

  @Test(arguments: [
    ("10.1.0", "'10.1.0' is not a valid IPv4 address. Use four numbers "),
    ("127.0.0.1", "127.0.0.1 cannot be a virtual IP: 127.0.0.0/8 is loopback. Use another address."),
    (
      "168.63.129.16",
      "168.63.129.16 cannot be a virtual IP: 168.63.129.16/32 is Azure's own platform address. Use another address."
    ),
  ])
  func invalidVIPIsRefused(address: String, reason: String) async throws {
    let sandbox = try Sandbox()
    let result = try await sandbox.run(
      "apply", "hosts", "--file", "hosts", "--name", "a", "--region", "westus", "--vip", address)
    #expect(result.errors.hasPrefix("apim-dns: --vip: \(reason)"))
    #expect(result.status == 64)
    #expect(try sandbox.folder.contents().isEmpty)
  }
}
