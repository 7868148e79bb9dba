import APIManagement
import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import ResourceManager
import TestSupport
import Testing

struct SettingsTests {
  /// Returns an empty list for every request.
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
      "the endpoint of Resource Manager 'http://management.example' uses plain http, which exposes secrets on the "
        + "network. Use https, or a loopback address (127.0.0.0/8, ::1, localhost)."
    ),
    (
      "management.azure.com",
      "the endpoint of Resource Manager is not a valid server address. Use 'https://' and a host."
    ),
    (
      "https://a.example?x=1",
      "the endpoint of Resource Manager is not a valid server address. Use 'https://' and a host."
    ),
    (
      "https://u:p@a.example",
      "the endpoint of Resource Manager is not a valid server address. Use 'https://' and a host."
    ),
  ])
  func badEndpointIsRefused(_ endpoint: String, _ message: String) async {
    let error = await failure { try backend(endpoint: endpoint) }
    #expect(error == BackendError(.badSettings, message))
  }

  @Test(arguments: ["http://127.0.0.1:8080/", "http://localhost", "http://[::1]:80", "https://management.example"])
  func goodEndpointIsAccepted(_ endpoint: String) throws {
    _ = try backend(endpoint: endpoint)
  }

  @Test func invalidIdentifierIsRefused() async throws {
    #expect(
      await failure { try backend(subscription: "a/b") }
        == BackendError(
          .badSettings,
          "'a/b' is not a valid subscription. Use its ID, such as 00000000-0000-0000-0000-000000000000, which 'az "
            + "account show' prints as id."
        )
    )
    #expect(
      await failure { try backend(group: "") }
        == BackendError(
          .badSettings,
          "'' is not a valid resource group. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'.")
    )
    let link = try #require(ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/l"))
    #expect(
      await failure { try backend(links: [link]) }
        == BackendError(
          .badSettings,
          "'/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/l' is not a valid virtual "
            + "network. Use its resource ID, such as "
            + "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME."
        ))
  }

  @Test func layoutsForBINDAreRefused() async throws {
    let wanted = DesiredState.present([recordSet("contoso-apim.azure-api.net", "10.1.0.5")])
    let parent = try backend(layout: .parent)
    let zone = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/azure-api.net"
    let reason =
      "a private zone 'azure-api.net' would hide every other name below it from its linked virtual networks, and "
      + "Microsoft advises against it. Use the layout perHostname, or use --force to create it anyway."
    let work = try await parent.plan(wanted)
    #expect(work.plan.changes.map(\.name) == ["azure-api.net", "contoso-apim.azure-api.net"])
    #expect(await failure { try await work.apply() } == BackendError(.refused, "\(zone): \(reason)"))
    let named = try await backend().plan(.present([recordSet("azure-api.net", "10.1.0.5")])).plan
    #expect(
      named.conflicts.map(\.reason) == [
        reason.replacing("Use the layout perHostname", with: "Remove the name from the inventory")
      ])
    #expect(try await parent.plan(.absent).plan.conflicts.isEmpty)
    let policy = try backend(layout: .responsePolicy)
    #expect(
      await failure { try await policy.plan(wanted) }
        == BackendError(
          .badSettings, "the layout responsePolicy is for BIND only. Use the layout perHostname for azure."))
  }

  @Test func limitsOfAzureAreChecked() async throws {
    let backend = try backend()
    let many = RecordSet(
      name: DomainName(constant: "a.example"), ttl: .standard, addresses: (1...21).map { IPv4Address(number: $0) })
    #expect(
      await failure { try await backend.plan(.present([many])) }
        == BackendError(
          .badSettings, "'a.example' has 21 addresses; Azure allows 20 in a record set. Remove some of them."))
    let reserved = try await backend.plan(.present([recordSet("windows.net", "10.1.0.5")])).plan
    #expect(
      reserved.conflicts == [
        Conflict(
          name: "windows.net", zone: DomainName(constant: "windows.net"),
          place: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/windows.net",
          reason: "Azure reserves the zone name 'windows.net'. Remove the name from the inventory.",
          yieldsToForce: false)
      ])
    #expect(
      await failure { try await backend.plan(.present([recordSet("intranet", "10.1.0.5")])) }
        == BackendError(
          .badSettings,
          "zone name 'intranet' has 1 label; Azure allows 2-34. Remove the name from the inventory."))
    let long = recordSet("a23456789-b23456789-c23456789-d23456789-e23456789.management.azure-api.net", "10.1.0.5")
    let plan = try await backend.plan(.present([long])).plan
    #expect(
      plan.warnings == [
        "zone name 'a23456789-b23456789-c23456789-d23456789-e23456789.management.azure-api.net' has 74 characters; "
          + "Azure documents a limit of 63 and may reject it",
        "no virtual network is linked to 'a23456789-b23456789-c23456789-d23456789-e23456789.management.azure-api.net', so "
          + "no network resolves these zones. Set --link, or links: under backends: { azure } in the inventory.",
      ])
    #expect(plan.target == "/subscriptions/s/resourceGroups/g")
  }

  @Test func underlyingErrorIsKept() async throws {
    let cause = HTTPClientError(code: .cannotConnect, description: "no way")
    let client = ScriptedClient { _, _ in .failure(cause) }
    let backend = try AzureBackend(
      subscription: "s", resourceGroup: "g", client: client, tokens: TestTokens(time), time: time.systemTime)
    let error = await failure { try await backend.plan(.absent) }
    #expect(error == BackendError(.failed, "cannot read privateDnsZones in Azure: no way"))
    #expect(error?.underlyingError as? HTTPClientError == cause)
  }
}
