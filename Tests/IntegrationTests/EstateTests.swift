import Foundation
import TestSupport
import Testing

/// A company's estate: 25 instances in three clouds and three regions with every scheme, private endpoints, custom domains with a
/// wildcard and 40 virtual networks, against the emulator and a real name server.
@Suite(.needs("named"), .timeLimit(.minutes(10))) struct EstateTests {
  private let folder: TemporaryFolder
  private let emulator: RunningEmulator

  init() throws {
    folder = try TemporaryFolder()
    emulator = try RunningEmulator(log: folder.path("requests"))
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    try folder.write("apim-dns.json5", text: Self.inventory)
  }

  private static let networks = (1...40).map { number in
    "/subscriptions/s/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet\(number)"
  }

  /// The instances, one a line.
  private static let instances: [String] = {
    let regions = ["public": "westeurope", "usgovernment": "usgovvirginia", "china": "chinanorth3"]
    var lines: [String] = []
    for (number, cloud) in ["public", "usgovernment", "china"].flatMap({ Array(repeating: $0, count: 7) }).enumerated()
    {
      let start = "name: 'contoso-\(number)', cloud: '\(cloud)'"
      let place = "region: '\(regions[cloud] ?? "")', vip: '10.1.\(number).5'"
      lines.append(
        ["regional", "v2", "classic"][number % 3] == "classic"
          ? "\(start), hostnames: 'classic', endpoints: ['gateway', 'developerPortal', 'configuration'], \(place)"
          : number % 7 == 6
            ? "\(start), access: 'privateEndpoint', \(place)"
            : "\(start), hostnames: '\(["regional", "v2"][number % 3])', \(place)")
    }
    lines.append(
      "name: 'contoso-world', hostnames: 'classic', locations: [ { region: 'westus', vip: '10.2.0.5' }, "
        + "{ region: 'westeurope', vip: '10.3.0.5' }, { region: 'eastasia', vip: '10.4.0.5', disableGateway: true } ]")
    lines.append("name: 'contoso-private', access: 'privateEndpoint', region: 'westus', vip: '10.5.0.5'")
    lines.append(
      "name: 'contoso-proxied', hostnames: 'given', vip: '10.6.0.5', names: { gateway: ['*.api.corp.example', 'api.corp.example'] }"
    )
    lines.append(
      "name: 'contoso-mixed', hostnames: 'v2', region: 'westus', vip: '10.7.0.5', "
        + "names: { gateway: [{ name: 'gw.shop.example', vip: ['10.9.0.4', '10.9.0.5'] }, 'contoso-mixed.azure-api.net'] }"
    )
    return lines
  }()

  private static let inventory = """
    {
      owner: "contoso-platform", hostnames: "regional",
      instances: [
    \(instances.map { "    { \($0) }," }.joined(separator: "\n"))
      ],
      backends: {
        zones: {
          directory: "zones", view: "westeurope", nameServers: ["ns1.corp.example"], contact: "dns@corp.example",
        },
        hosts: { file: "hosts" },
        azure: {
          subscription: "s", resourceGroup: "rg-dns", links: [
    \(networks.map { "        { virtualNetwork: \"\($0)\" }," }.joined(separator: "\n"))
          ],
        },
      },
    }
    """

  private func run(_ words: String...) async throws -> Program.Result {
    try await Program.built("apim-dns").run(
      words
        + ["--endpoint", emulator.endpoint, "--auth", "environment"].filter { _ in
          words[0] != "verify" && words[0] != "check"
        },
      environment: [
        "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c",
        "AZURE_CLIENT_SECRET": "x",
      ], in: folder.path)
  }

  @Test("A zone for a whole suffix also has the names that the clients of private endpoints use") func parentLayout()
    async throws
  {
    #expect(try await run("apply", "zones", "--layout", "parent", "--yes").status == 0)
    let zone = try folder.text(of: "zones/azure-api.net.zone")
    #expect(zone.contains("\ncontoso-private ") && zone.contains("\ncontoso-private.privatelink "), "\(zone)")
  }

  @Test("A view that no gateway has, and an inventory without hostnames, are refused") func refusals() async throws {
    let view = try await run("plan", "hosts", "--view", "northeurop")
    #expect(
      view.errors.contains(
        "apim-dns: --view: no gateway's hostname can lead to 'northeurop', because no instance with several locations has one "
          + "there. Correct the region, or remove the option.\n"), "\(view.errors)")
    #expect(view.status == 64)
    try folder.write(
      "empty.json5", text: "{ instances: [{ name: 'a', hostnames: 'given', vip: '10.1.0.5', names: { gateway: [] } }] }"
    )
    let empty = try await run("apply", "hosts", "-i", "empty.json5", "--file", "hosts")
    #expect(
      empty.errors.contains(
        "refused: the inventory has no hostnames, so all records of owner apim-dns would be deleted. Add the hostnames, or use "
          + "'apim-dns remove' or --force to delete the records.\n"), "\(empty.errors)")
    #expect(empty.status == 3)
  }

  @Test("An estate is checked, planned, applied, verified and removed") func wholeWay() async throws {
    #expect(Self.instances.count == 25)
    let check = try await run("check")
    #expect(check.output == "inventory OK: 25 instances, 67 hostnames\n")
    #expect(check.errors == "")

    let applied = try await run("apply", "--yes", "--max-updates", "1000")
    #expect(applied.status == 0, "\(applied.errors)")
    #expect(applied.errors.contains("warning: a hosts file has no wildcards, so hosts leaves out '*.api.corp.example'"))

    let inSync = try await run("plan", "hosts", "--format", "json")
    #expect(
      inSync.output.contains(#""warnings":["a hosts file has no wildcards, so hosts leaves out '*.api.corp.example'"]"#)
    )
    let script = try await run("apply", "hosts", "--print-script")
    #expect(
      script.errors == "warning: a hosts file has no wildcards, so hosts leaves out '*.api.corp.example'\n")

    // In hosts files, the gateway of a private endpoint has the name that clients use.
    let hosts = try folder.text(of: "hosts")
    #expect(hosts.contains("10.5.0.5\tcontoso-private.azure-api.net\n"))
    #expect(hosts.contains("10.2.0.5\tcontoso-world.azure-api.net\n"))
    #expect(!hosts.contains("privatelink") && !hosts.contains("*"))

    // Requests of a plan that is in sync: a token, the zones of the resource group and of the subscription, and for each zone a
    // list of its record sets and one of its links.
    try folder.write("requests", text: "")
    let before = try requests().count
    let plan = try await run("plan", "azure", "--detailed-exitcode")
    #expect(plan.status == 0, "\(plan.output)\(plan.errors)")
    let zones = try await azureZones()
    let asked = try requests().count - before
    #expect(asked <= 2 * zones.count + 3, "\(asked) requests for \(zones.count) zones")
    #expect(zones.contains("privatelink.azure-api.net") && zones.contains("privatelink.azure-api.us"))
    #expect(zones.contains("api.corp.example") && !zones.contains { $0.contains("*") })

    let server = try await NamedServer(in: folder, include: folder.path("zones/named.conf.apim-dns"))
    // The name server is for clients in westeurope.
    let verified = try await run("verify", "--server", "127.0.0.1:\(server.port)", "--view", "westeurope")
    #expect(verified.status == 0, "\(verified.output)")
    #expect(verified.output.contains("  = *.api.corp.example  10.6.0.5\n"))
    #expect(verified.output.contains("  = contoso-private.azure-api.net  10.5.0.5\n"))
    #expect(verified.output.contains("  = contoso-world.azure-api.net  10.3.0.5\n"))
    #expect(verified.output.contains("  = contoso-world.management.azure-api.net  10.2.0.5\n"))
    #expect(verified.output.contains("  = gw.shop.example  10.9.0.4, 10.9.0.5\n"))
    let elsewhere = try await run("verify", "--server", "127.0.0.1:\(server.port)")
    #expect(elsewhere.output.contains("  ! contoso-world.azure-api.net  answered 10.3.0.5, expected 10.2.0.5\n"))
    #expect(elsewhere.status == 2)

    let removed = try await run("remove", "--yes")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(try folder.text(of: "hosts") == "127.0.0.1 localhost\n")
    #expect(try await azureZones().isEmpty)
  }

  /// The requests to Resource Manager so far.
  private func requests() throws -> [Substring] {
    try folder.text(of: "requests").split(separator: "\n").filter { $0.contains("/privateDnsZones") }
  }

  /// The names of the zones in the emulator.
  private func azureZones() async throws -> [String] {
    let script = """
      import json, sys, urllib.request
      url = sys.argv[1] + "/subscriptions/s/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones?api-version=2024-06-01"
      form = b"grant_type=client_credentials&client_id=c&client_secret=x&scope=https://management.azure.com/.default"
      token = json.load(urllib.request.urlopen(sys.argv[1] + "/t/oauth2/v2.0/token", form))["access_token"]
      names = []
      while url:
          request = urllib.request.Request(url, headers={"Authorization": "Bearer " + token})
          page = json.load(urllib.request.urlopen(request))
          names += [zone["name"] for zone in page["value"]]
          url = page.get("nextLink")
      print("\\n".join(names))
      """
    let result = try await Program.required("python3").run(["-c", script, emulator.endpoint])
    #expect(result.errors == "")
    return result.output.split(separator: "\n").map(String.init)
  }
}
