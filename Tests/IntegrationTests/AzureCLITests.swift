import Foundation
import TestSupport
import Testing

/// Azure CLI, as Microsoft publishes it, against the emulator: a rehearsal that works here is to work in Azure.
@Suite(.serialized, .timeLimit(.minutes(10)), .needs("python3", "openssl")) struct AzureCLITests {
  /// The root of this package.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The subscription of ``ServiceFixture``.
  private static let subscription = "s"

  /// Azure CLI, signed in to an emulator of its own.
  private struct CLI {
    let python: Program
    let folder: TemporaryFolder
    let emulator: RunningEmulator
    let endpoint: String
    let environment: [String: String]

    /// Runs a command.
    func run(_ arguments: [String]) async throws -> Program.Result {
      try await python.run(["-m", "azure.cli"] + arguments, environment: environment, in: folder.path)
    }

    /// Runs a command that works, and gives its output.
    @discardableResult
    func output(
      _ arguments: [String], query: String? = nil, _ location: SourceLocation = #_sourceLocation
    ) async throws -> String {
      let result = try await run(arguments + (query.map { ["--query", $0, "--output", "tsv"] } ?? []))
      #expect(result.status == 0, "\(result.errors)", sourceLocation: location)
      return result.output.trimmingCharacters(in: .newlines)
    }

    /// The words of a command for private DNS.
    func dns(_ words: String, _ arguments: String...) -> [String] {
      ["network", "private-dns"] + words.split(separator: " ").map(String.init) + ["--resource-group", "rg-dns"]
        + arguments
    }

    /// Checks that a command fails with a code and message.
    func expectFailure(
      _ arguments: [String], _ code: String, _ message: String, _ location: SourceLocation = #_sourceLocation
    ) async throws {
      let result = try await run(arguments)
      #expect(result.status == 1, sourceLocation: location)
      #expect(
        result.errors == "ERROR: (\(code)) \(message)\nCode: \(code)\nMessage: \(message)\n", sourceLocation: location)
    }
  }

  /// Installs Azure CLI, and signs it in to an emulator with an API Management instance; nil if it cannot be installed.
  private func signedIn(_ folder: TemporaryFolder) async throws -> CLI? {
    let script = Self.root.appending(path: "scripts/peers.sh").path
    let made = try await Program(path: "/bin/sh").run([script, "azure-cli"])
    guard made.status == 0 else {
      print("skipped: Azure CLI cannot be installed with pip, so no test runs it against the emulator")
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "\(made.errors)")
      return nil
    }
    let services = try folder.write(
      "services.json", text: ServiceFixture.file([ServiceFixture.classic("contoso-apim")]))
    // Azure CLI takes a Retry-After of 0 for none, and polls every 30 seconds then.
    let emulator = try RunningEmulator(["--tls", "--services", services, "--retry-after", "1"])
    let endpoint = "https://localhost:\(emulator.port)"
    let cli = CLI(
      python: Program(path: made.output.trimmingCharacters(in: .whitespacesAndNewlines)), folder: folder,
      emulator: emulator, endpoint: endpoint,
      environment: [
        "PATH": "/usr/bin:/bin", "AZURE_CONFIG_DIR": folder.path("azure"),
        "REQUESTS_CA_BUNDLE": emulator.program.firstLine(),
        "AZURE_CORE_INSTANCE_DISCOVERY": "false", "AZURE_CORE_COLLECT_TELEMETRY": "false",
        "AZURE_CORE_NO_COLOR": "true", "NO_PROXY": "localhost", "no_proxy": "localhost",
      ])
    try await cli.output(["cloud", "register", "--name", "Emulator", "--endpoint-resource-manager", endpoint])
    try await cli.output(["cloud", "set", "--name", "Emulator"])
    let login = try await cli.output(
      ["login", "--service-principal", "--username", "app", "--password", "secret", "--tenant", "contoso"],
      query: "[].id")
    #expect(login == Self.subscription)
    return cli
  }

  @Test func zonesRecordSetsAndLinks() async throws {
    let folder = try TemporaryFolder()
    guard let cli = try await signedIn(folder) else { return }
    try await cli.output(["group", "create", "--name", "rg-dns", "--location", "westeurope"])
    #expect(try await cli.output(["group", "exists", "--name", "rg-dns"]) == "true")
    let zone = ["--zone-name", "contoso.example"]

    try await cli.output(cli.dns("zone create", "--name", "contoso.example", "--tags", "owner=contoso"))
    #expect(try await cli.output(cli.dns("zone show", "--name", "contoso.example"), query: "tags.owner") == "contoso")
    #expect(try await cli.output(cli.dns("zone list"), query: "[].name") == "contoso.example")

    try await cli.output(cli.dns("record-set a create", "--name", "gateway", "--ttl", "60") + zone)
    let record = ["--record-set-name", "gateway", "--ipv4-address", "10.1.0.5"] + zone
    try await cli.output(cli.dns("record-set a add-record") + record)
    try await cli.expectFailure(
      cli.dns("record-set a add-record") + record, "BadRequest",
      "The list of record sets of type 'A' may not contain multiple entries with the same 'ipv4Address'.")
    #expect(
      try await cli.output(cli.dns("record-set a show", "--name", "gateway") + zone, query: "aRecords[].ipv4Address")
        == "10.1.0.5")
    #expect(try await cli.output(cli.dns("record-set a list") + zone, query: "[].name") == "gateway")
    try await cli.output(cli.dns("record-set a delete", "--name", "gateway", "--yes") + zone)
    #expect(try await cli.output(cli.dns("record-set list") + zone, query: "[].name") == "@")

    let link = ["--virtual-network", "hub", "--registration-enabled", "false"] + zone
    try await cli.output(cli.dns("link vnet create", "--name", "hub") + link)
    try await cli.expectFailure(
      cli.dns("link vnet create", "--name", "second") + link, "Conflict",
      "Private zone 'contoso.example' is already linked to the virtual network "
        + "'/subscriptions/\(Self.subscription)/resourceGroups/rg-dns/providers/Microsoft.Network/virtualNetworks/hub'."
    )
    #expect(try await cli.output(cli.dns("link vnet list") + zone, query: "[].name") == "hub")
    #expect(
      try await cli.output(cli.dns("link vnet show", "--name", "hub") + zone, query: "registrationEnabled") == "false")
    try await cli.output(cli.dns("link vnet delete", "--name", "hub", "--yes") + zone)
    try await cli.output(cli.dns("zone delete", "--name", "contoso.example", "--yes"))
    #expect(try await cli.output(cli.dns("zone list"), query: "[].name") == "")
    try await cli.expectFailure(
      cli.dns("zone create", "--name", "single"), "BadRequest",
      "The zone name 'single' does not have enough labels. Zone names must have two or more labels.")
  }

  @Test func zoneFilesAndInstances() async throws {
    let folder = try TemporaryFolder()
    guard let cli = try await signedIn(folder) else { return }
    try folder.write(
      "contoso.example.zone",
      text: """
        $ORIGIN contoso.example.
        $TTL 300
        @ IN SOA ns.contoso.example. hostmaster.contoso.example. 1 3600 300 2419200 10
        @ IN MX 10 mail
        www IN A 10.1.0.5
        www IN A 10.1.0.6
        alias IN CNAME www
        _sip._tcp IN SRV 10 20 5060 www
        text IN TXT "a text"

        """)
    try await cli.output(cli.dns("zone import", "--name", "contoso.example", "--file-name", "contoso.example.zone"))
    try await cli.output(cli.dns("zone export", "--name", "contoso.example", "--file-name", "exported.zone"))
    let exported = try folder.text(of: "exported.zone")
    for line in [
      "  300 IN MX 10 mail.contoso.example.", "www 300 IN A 10.1.0.5", "    300 IN A 10.1.0.6",
      "alias 300 IN CNAME www.contoso.example.", "_sip._tcp 300 IN SRV 10 20 5060 www.contoso.example.",
      "text 300 IN TXT \"a text\"",
    ] {
      #expect(exported.contains("\n\(line)\n"), "\(line)")
    }

    #expect(try await cli.output(["apim", "list"], query: "[].name") == "contoso-apim")
    let show = ["apim", "show", "--resource-group", "rg-apim", "--name", "contoso-apim"]
    #expect(try await cli.output(show, query: "privateIpAddresses") == "10.1.0.5")
  }

  @Test func whatApimDNSMakesIsThere() async throws {
    let folder = try TemporaryFolder()
    guard let cli = try await signedIn(folder) else { return }
    try folder.write(
      "contoso.json5",
      text: #"{owner:"contoso",hostnames:"v2",instances:[{name:"contoso-apim",region:"westus",vip:"10.1.0.5"}]}"#)
    let applied = try await Program.built("apim-dns").run(
      [
        "apply", "azure", "-i", "contoso.json5", "--subscription", Self.subscription, "--resource-group", "rg-dns",
        "--endpoint", cli.endpoint,
      ],
      environment: [
        "AZURE_AUTHORITY_HOST": cli.endpoint, "AZURE_TENANT_ID": "contoso", "AZURE_CLIENT_ID": "app",
        "AZURE_CLIENT_SECRET": "secret", "SSL_CERT_FILE": cli.environment["REQUESTS_CA_BUNDLE"] ?? "",
      ], in: folder.path)
    #expect(applied.output.hasSuffix("4 created, 0 updated, 0 deleted\n"), "\(applied.errors)")
    let zones = try await cli.output(cli.dns("zone list"), query: "sort([].name)")
    #expect(
      zones.split(whereSeparator: \.isWhitespace) == [
        "contoso-apim.azure-api.net", "contoso-apim.developer.azure-api.net",
      ])
    let record = cli.dns("record-set a show", "--zone-name", "contoso-apim.azure-api.net", "--name", "@")
    #expect(try await cli.output(record, query: "aRecords[0].ipv4Address") == "10.1.0.5")
    #expect(try await cli.output(record, query: "metadata.managedBy") == "apim-dns")
  }
}
