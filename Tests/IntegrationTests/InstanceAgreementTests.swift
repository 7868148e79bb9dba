import Foundation
import TestSupport
import Testing

/// What `plan azure` and `verify --azure` say of instances that Azure reports otherwise.
@Suite(.timeLimit(.minutes(5))) struct InstanceAgreementTests {
  private static let backends = #"backends: { azure: { subscription: "s", resourceGroup: "rg-dns" } }"#
  private static let inventory = """
    { hostnames: "v2", \(backends), instances: [
      { name: "premium", region: "westus", vip: "10.5.0.9", names: { developerPortal: [] } },
      { name: "twin", region: "westus", vip: "10.5.0.5" },
      { name: "hidden", access: "privateEndpoint", region: "westus", vip: "10.6.0.9" },
      { name: "open", region: "westus", vip: "10.1.0.7" },
      { name: "some", region: "westus", vip: "10.5.0.6", endpoints: ["gateway"] },
      { name: "narrow", region: "westus", vip: "10.5.0.7", names: { gateway: "narrow.azure-api.net", developerPortal: [] } },
      { name: "kept", region: "westus", vip: "10.1.0.8", keptByHand: true },
      { name: "elsewhere", region: "westus", vip: "10.1.0.9" },
    ] }
    """

  private static func services() -> [[String: Any]] {
    let developer = { (name: String) in ["developerPortalUrl": "https://\(name).developer.azure-api.net"] }
    return [
      ServiceFixture.v2("premium"), ServiceFixture.v2("twin", ["10.5.0.5"]),
      ServiceFixture.v2("some", ["10.5.0.6"], developer("some")),
      ServiceFixture.v2("narrow", ["10.5.0.7"], developer("narrow")),
      ServiceFixture.v2("hidden", [], ServiceFixture.privateEndpoints(ServiceFixture.networkID("pe"))),
      ServiceFixture.v2("unread", [], ServiceFixture.privateEndpoints(ServiceFixture.networkID("other"))),
      ServiceFixture.classic("open", ["10.1.0.7"], ["virtualNetworkType": "External"]),
      ServiceFixture.classic("kept"), ServiceFixture.classic("extra"),
    ] + ServiceFixture.endpoint("pe", dns: ["10.6.0.4"]) + ServiceFixture.endpoint("other", dns: ["10.6.0.5"])
  }

  private static func warnings(_ azure: EmulatedAzure) -> [String] {
    let discover = "apim-dns discover --subscription s --endpoint \(azure.emulator.endpoint)"
    return [
      "apim-dns.json5:2:11: instance 'premium' has the address 10.5.0.4 in Azure, and 10.5.0.9 in the inventory: "
        + "premium.azure-api.net. Set vip to 10.5.0.4 in the inventory, then apply.",
      "apim-dns.json5:3:11: twin.developer.azure-api.net is not a hostname of instance 'twin' in Azure. Remove it from "
        + "the inventory. To print the instance, run '\(discover) --name twin'.",
      "apim-dns.json5:4:11: instance 'hidden' has the address 10.6.0.4 in Azure, and 10.6.0.9 in the inventory: "
        + "hidden.privatelink.azure-api.net. Set vip to 10.6.0.4 in the inventory, then apply.",
      "apim-dns.json5:5:11: instance 'open' is not compared with Azure: its gateway has a public address "
        + "(virtualNetworkType is External). Remove it from the inventory, unless this changes soon.",
      "apim-dns.json5:7:11: instance 'narrow' also has narrow.developer.azure-api.net in Azure. Add it to the inventory. To "
        + "print the instance, run '\(discover) --name narrow'.",
    ]
  }

  private func place(_ inventory: String = inventory, _ arguments: [String] = []) throws -> EmulatedAzure {
    let azure = try EmulatedAzure(Self.services(), arguments)
    try azure.folder.write("apim-dns.json5", text: inventory)
    return azure
  }

  private func requests(_ azure: EmulatedAzure) throws -> [String] {
    try azure.folder.text(of: "log").split(separator: "\n").map { String($0).replacing("azure-emulator: ", with: "") }
      .filter { $0.contains("Microsoft.ApiManagement") || $0.contains("/privateEndpoints/") }
  }

  @Test func planComparesOnRequestOnly() async throws {
    let azure = try place()
    let usual = try await azure.ask("plan", "azure")
    #expect(!usual.errors.contains("in Azure"))
    #expect(try requests(azure) == [])

    let compared = try await azure.ask("plan", "azure", "--compare-instances")
    let warnings = compared.errors.split(separator: "\n").filter { $0.contains("json5") }.map(String.init)
    #expect(warnings == Self.warnings(azure).map { "warning: \($0)" })
    #expect(compared.status == 0)
    // One list, and the private endpoint of the one instance in the inventory that has one.
    #expect(
      try requests(azure) == [
        "GET /subscriptions/s/providers/Microsoft.ApiManagement/service 200",
        "GET \(ServiceFixture.networkID("pe")) 200",
      ])
    let json = try await azure.ask("plan", "azure", "--compare-instances", "--format", "json")
    #expect(json.output.contains(Self.warnings(azure)[3]))
  }

  @Test func theInventoryCanAskForTheComparison() async throws {
    let azure = try place(Self.inventory.replacing(#""rg-dns" "#, with: #""rg-dns", compareInstances: true "#))
    #expect(try await azure.ask("plan", "azure").errors.contains("warning: \(Self.warnings(azure)[0])\n"))
    #expect(try await azure.ask("plan", "hosts", "--file", "hosts").errors == "")
    let hosts = try await azure.ask("plan", "hosts", "--file", "hosts", "--compare-instances")
    #expect(
      hosts.errors
        == "apim-dns: --compare-instances is only for the azure backend. Add azure to the command, or remove the option.\n"
    )
    #expect(hosts.status == 64)
    let applied = try await azure.ask("apply", "azure")
    #expect(!applied.errors.contains("in Azure"))
    #expect(applied.status == 0)
  }

  @Test func whatCannotBeReadIsNotCompared() async throws {
    let denied = try place(Self.inventory, ["--forbid", "service"])
    let refused = try await denied.ask("plan", "azure", "--compare-instances")
    #expect(
      refused.errors.contains(
        "warning: the instances are not compared with Azure: Azure refused to read "
          + "/subscriptions/s/providers/Microsoft.ApiManagement/service: AuthorizationFailed (403): "))
    #expect(refused.status == 0)

    let unread = try place(Self.inventory, ["--forbid", "privateEndpoints"])
    let hidden = try await unread.ask("plan", "azure", "--compare-instances")
    #expect(
      hidden.errors.contains(
        "warning: apim-dns.json5:4:11: instance 'hidden' is not compared with Azure: its private endpoint cannot be read: "
          + "Azure refused to read \(ServiceFixture.networkID("pe")): AuthorizationFailed (403): "))
    #expect(hidden.status == 0)

    let nowhere = try place(
      #"{ hostnames: "v2", \#(Self.backends), instances: [{ name: "far", region: "westus", vip: "10.1.0.5" }] }"#)
    let none = try await nowhere.ask("plan", "azure", "--compare-instances")
    #expect(
      none.errors.contains(
        "warning: the instances are not compared with Azure: the subscription 's' has none of them, or the client cannot "
          + "see them\n"))
  }

  @Test(.needs("named")) func verifyComparesWithEachUseOfAzure() async throws {
    let azure = try place()
    #expect(try await azure.ask("apply", "zones").status == 0)
    let server = try await NamedServer(
      in: azure.folder, include: azure.folder.path("zones/named.conf.apim-dns"), zones: "")
    let words = ["verify", "--server", "127.0.0.1:\(server.port)", "--endpoint", azure.emulator.endpoint]
    let result = try await azure.run(words + ["--azure"])
    #expect(
      result.errors == Self.warnings(azure).map { "warning: \($0)\n" }.joined())
    #expect(result.status == 0)
    let json = try await azure.run(words + ["--azure", "--format", "json"])
    #expect(json.output.contains(Self.warnings(azure)[4]))
    #expect(try await azure.run(words).errors == "")
  }
}
