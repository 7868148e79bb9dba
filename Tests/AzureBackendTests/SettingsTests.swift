import APIManagement
import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import ResourceManager
import TestSupport
import Testing

struct SettingsTests {
  /// Answers every list as empty.
  static let nothing = ScriptedClient { _, _ in json(200, "{\"value\":[]}") }
  let time = TestTime()

  private func backend(
    subscription: String = "s", group: String = "g", links: [ResourceID] = [], layout: ZoneLayout = .perHostname,
    endpoint: String? = nil
  ) throws(BackendError) -> AzureBackend {
    try AzureBackend(
      subscription: subscription, resourceGroup: group, links: links, layout: layout,
      endpoint: endpoint, client: Self.nothing, tokens: TestTokens(time))
  }

  private func failure(_ work: () async throws -> Any) async -> BackendError? {
    do {
      _ = try await work()
      return nil
    } catch {
      return error as? BackendError
    }
  }

  @Test(arguments: [
    (
      "http://management.example",
      "the endpoint of Resource Manager 'http://management.example' is plain http, and a secret "
        + "would go over the network in the clear: use https, or a loopback address (127.0.0.0/8, ::1, localhost)"
    ),
    (
      "management.azure.com",
      "the endpoint of Resource Manager is not the address of a server: write 'https://' and its host"
    ),
    (
      "https://a.example?x=1",
      "the endpoint of Resource Manager is not the address of a server: write 'https://' and its host"
    ),
    (
      "https://u:p@a.example",
      "the endpoint of Resource Manager is not the address of a server: write 'https://' and its host"
    ),
  ])
  func endpoints(_ endpoint: String, _ message: String) async {
    let error = await failure { try backend(endpoint: endpoint) }
    #expect(error == BackendError(.badSettings, message))
  }

  @Test(arguments: ["http://127.0.0.1:8080/", "http://localhost", "http://[::1]:80", "https://management.example"])
  func goodEndpoints(_ endpoint: String) throws {
    _ = try backend(endpoint: endpoint)
  }

  @Test func identifiers() async throws {
    #expect(
      await failure { try backend(subscription: "a/b") }
        == BackendError(.badSettings, "'a/b' is no identifier of an Azure subscription: take it from 'az account show'")
    )
    #expect(
      await failure { try backend(group: "") }
        == BackendError(
          .badSettings,
          "'' is no name of an Azure resource group: use 1 to 90 letters, digits, '-', '_', '.' and brackets")
    )
    let link = try #require(ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/l"))
    #expect(
      await failure { try backend(links: [link]) }
        == BackendError(
          .badSettings,
          "'/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/l' is no virtual "
            + "network: give a path with 'Microsoft.Network/virtualNetworks'"))
  }

  @Test func layouts() async throws {
    let wanted = DesiredState.present([recordSet("contoso-apim.azure-api.net", "10.1.0.5")])
    let parent = try backend(layout: .parent)
    let zone = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/azure-api.net"
    let reason =
      "a private zone 'azure-api.net' would hide every other name below it from the virtual networks it is "
      + "linked to, and Microsoft says not to make one: use the layout perHostname, or --force"
    let work = try await parent.plan(wanted)
    #expect(work.plan.changes.map(\.name) == ["azure-api.net", "contoso-apim.azure-api.net"])
    #expect(await failure { try await work.apply() } == BackendError(.refused, "\(zone): \(reason)"))
    let named = try await backend().plan(.present([recordSet("azure-api.net", "10.1.0.5")])).plan
    #expect(
      named.conflicts.map(\.reason) == [
        reason.replacing("use the layout perHostname, or", with: "take the name out of the inventory, or use")
      ])
    #expect(try await parent.plan(.absent).plan.conflicts.isEmpty)
    let policy = try backend(layout: .responsePolicy)
    #expect(
      await failure { try await policy.plan(wanted) }
        == BackendError(
          .badSettings, "the layout responsePolicy is for BIND only: use the layout perHostname for azure"))
  }

  @Test func whatAzureWouldRefuse() async throws {
    let backend = try backend()
    let many = RecordSet(
      name: DomainName(constant: "a.example"), ttl: .standard, addresses: (1...21).map { IPv4Address(number: $0) })
    #expect(
      await failure { try await backend.plan(.present([many])) }
        == BackendError(
          .badSettings, "'a.example' has 21 addresses, and a record set in Azure holds at most 20: give it fewer"))
    #expect(
      await failure { try await backend.plan(.present([recordSet("windows.net", "10.1.0.5")])) }
        == BackendError(
          .refused, "Azure keeps the zone name 'windows.net' for itself: take the name out of the inventory"))
    #expect(
      await failure { try await backend.plan(.present([recordSet("intranet", "10.1.0.5")])) }
        == BackendError(
          .badSettings,
          "the zone name 'intranet' has 1 label, and Azure takes 2 to 34: take the name out of the inventory"))
    let long = recordSet("a23456789-b23456789-c23456789-d23456789-e23456789.management.azure-api.net", "10.1.0.5")
    let plan = try await backend.plan(.present([long])).plan
    #expect(
      plan.warnings == [
        "the zone name 'a23456789-b23456789-c23456789-d23456789-e23456789.management.azure-api.net' has 74 characters, and "
          + "Azure's documents allow 63: Azure may refuse it"
      ])
    #expect(plan.target == "/subscriptions/s/resourceGroups/g")
  }

  @Test func whatIsBehindAnErrorGoesWithIt() async throws {
    let cause = HTTPClientError(code: .cannotConnect, description: "no way")
    let client = ScriptedClient { _, _ in .failure(cause) }
    let backend = try AzureBackend(
      subscription: "s", resourceGroup: "g", client: client, tokens: TestTokens(time), time: time.keeper)
    let error = await failure { try await backend.plan(.absent) }
    #expect(error == BackendError(.failed, "could not read privateDnsZones in Azure: no way"))
    #expect(error?.underlyingError as? HTTPClientError == cause)
  }
}
