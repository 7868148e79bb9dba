import APIManagement
import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import InstanceDiscovery
@testable import ResourceManager

@Suite("Reading instances from Azure")
struct ServiceDirectoryTests {
  let time = TestTime()

  private func directory(_ client: ScriptedClient) throws(BackendError) -> ServiceDirectory {
    try ServiceDirectory(cloud: .global, client: client, tokens: TestTokens(time), time: time.systemTime)
  }

  private func failure(_ work: () async throws(BackendError) -> Void) async -> String? {
    do throws(BackendError) {
      try await work()
      return nil
    } catch {
      return error.description
    }
  }

  private static func page(_ names: [String], next: String? = nil) throws -> String {
    var page: [String: Any] = ["value": names.map { ServiceFixture.v2($0) }]
    page["nextLink"] = next
    return String(decoding: try JSONSerialization.data(withJSONObject: page), as: UTF8.self)
  }

  private static let server = "https://management.azure.com"

  @Test("Pages are followed on the Resource Manager's own host only, with the version of API Management") func pages()
    async throws
  {
    let next = "\(Self.server):443/subscriptions/s/providers/Microsoft.ApiManagement/service?$skiptoken=x"
    let (first, last) = (try Self.page(["b"], next: next), try Self.page(["A"]))
    let client = ScriptedClient { number, _ in json(200, number == 0 ? first : last) }
    let services = try await directory(client).services(subscription: "s", resourceGroup: "g")
    #expect(services.map(\.id.name) == ["A", "b"])
    #expect(
      client.requests.map(\.url) == [
        "\(Self.server)/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service?api-version=2024-05-01",
        next,
      ])

    let astray = try Self.page(["b"], next: "https://management.azure.com.example/x")
    let led = ScriptedClient { _, _ in json(200, astray) }
    let reason = await failure { () throws(BackendError) in
      _ = try await directory(led).services(subscription: "s")
    }
    #expect(
      reason
        == "cannot read /subscriptions/s/providers/Microsoft.ApiManagement/service in Azure: the response links to "
        + "a server other than 'https://management.azure.com'. Check that the endpoint is Azure Resource Manager.")
    #expect(led.requests.count == 1)
  }

  @Test("An instance is read by its resource ID; status 404 is not an error") func single() async throws {
    let id = try #require(ResourceID(ServiceFixture.id("contoso")))
    let missing = ScriptedClient { _, _ in json(404, #"{"error":{"code":"ResourceNotFound","message":"gone"}}"#) }
    #expect(try await directory(missing).service(id) == nil)
    #expect(missing.requests.map(\.url) == ["\(Self.server)\(id.path)?api-version=2024-05-01"])
    let strange = ScriptedClient { _, _ in json(200, "{}") }
    let reason = await failure { () throws(BackendError) in _ = try await directory(strange).service(id) }
    #expect(
      reason
        == "cannot read \(id) in Azure: the response has an instance without a resource ID. Check that the endpoint "
        + "is Azure Resource Manager.")
  }

  @Test("An instance without a resource ID is an error") func unnamed() async throws {
    let named = ServiceFixture.v2("contoso")
    let list = try JSONSerialization.data(withJSONObject: ["value": [named, ["id": "/subscriptions/s", "name": "x"]]])
    let client = ScriptedClient { _, _ in json(200, String(decoding: list, as: UTF8.self)) }
    let reason = await failure { () throws(BackendError) in
      _ = try await directory(client).services(subscription: "s")
    }
    #expect(
      reason
        == "cannot read /subscriptions/s/providers/Microsoft.ApiManagement/service in Azure: the response has an "
        + "instance without a resource ID. Check that the endpoint is Azure Resource Manager.")
  }

  @Test("Text from Azure is shown on one line") func singleLine() {
    #expect(UnusableReport("a\u{1B}[31m\nb").description.utf8.allSatisfy { $0 >= 0x20 })
  }

  /// Answers requests by the end of their path, and all others with status 404.
  private func client(_ answers: [String: (Int, Any)]) -> ScriptedClient {
    let texts = answers.mapValues { status, body in
      (status, String(decoding: (try? JSONSerialization.data(withJSONObject: body)) ?? Data(), as: UTF8.self))
    }
    return ScriptedClient { _, request in
      let path = request.url.split(separator: "?")[0]
      guard let (_, (status, text)) = texts.first(where: { path.hasSuffix($0.key) }) else {
        return json(404, #"{"error":{"code":"ResourceNotFound","message":"gone"}}"#)
      }
      return json(status, text)
    }
  }

  /// What an instance with private endpoints is, with the resources of the network.
  private func finding(
    _ endpoints: [String], _ resources: [[String: Any]], _ more: [String: (Int, Any)] = [:]
  ) async throws -> (ReportedService.Finding, [String]) {
    var properties = ServiceFixture.privateEndpoints()
    properties["privateEndpointConnections"] = endpoints.map { id in
      ["properties": ["privateEndpoint": ["id": id], "privateLinkServiceConnectionState": ["status": "Approved"]]]
    }
    let answers = resources.map { ($0["id"] as? String ?? "", (200, $0 as Any)) } + more.map { ($0.key, $0.value) }
    let client = client(
      Dictionary(uniqueKeysWithValues: answers).merging([
        "/service": (200, ["value": [ServiceFixture.v2("contoso", [], properties)]])
      ]) { $1 })
    let services = try await directory(client).services(subscription: "s")
    return (try #require(services.first).finding, client.requests.map { $0.url.replacing(Self.server, with: "") })
  }

  private func addresses(_ finding: ReportedService.Finding) -> [String]? {
    guard case .usable(let instance) = finding, instance.access == .privateEndpoint else { return nil }
    return instance.locations.flatMap { $0.virtualIPs.map(\.description) }
  }

  @Test("The address of a private endpoint is its own, or else that of its network interface") func privateEndpoint()
    async throws
  {
    let id = ServiceFixture.networkID("a")
    let (own, first) = try await finding([id], ServiceFixture.endpoint("a", dns: ["10.6.0.4", "fd00::4"]))
    #expect(addresses(own) == ["10.6.0.4"])
    #expect(first.dropFirst() == ["\(id)?api-version=2024-05-01"])
    let (other, second) = try await finding([id], ServiceFixture.endpoint("a", interface: ["10.6.0.5"]))
    #expect(addresses(other) == ["10.6.0.5"])
    #expect(
      second.dropFirst() == [
        "\(id)?api-version=2024-05-01",
        "\(ServiceFixture.networkID("a-nic", type: "networkInterfaces"))?api-version=2024-05-01",
      ])
    let (both, _) = try await finding(
      [id, ServiceFixture.networkID("b")],
      ServiceFixture.endpoint("a", dns: ["10.6.0.4"]) + ServiceFixture.endpoint("b", dns: ["10.7.0.4", "10.6.0.4"]))
    #expect(addresses(both) == ["10.6.0.4", "10.7.0.4"])
  }

  @Test("A private endpoint that cannot be read makes no instance, with the reason") func unreadablePrivateEndpoint()
    async throws
  {
    let id = ServiceFixture.networkID("a")
    let (gone, _) = try await finding([id], [])
    let unknown = "Azure reports no address of its private endpoint \(id). Add it to the inventory by hand."
    #expect(gone == .leftOut(reason: unknown))
    let (empty, _) = try await finding([id], ServiceFixture.endpoint("a"))
    #expect(empty == .leftOut(reason: unknown))
    let (strange, requests) = try await finding(["/subscriptions/s/../x"], [])
    #expect(
      strange
        == .leftOut(
          reason:
            "it has a private endpoint, and Azure reports the ID '/subscriptions/s/../x', which is not valid. Add it "
            + "to the inventory by hand."))
    #expect(requests.count == 1)
    let (refused, _) = try await finding(
      [id], [], [id: (403, ["error": ["code": "AuthorizationFailed", "message": "no"]])])
    guard case .leftOut(let reason) = refused else {
      Issue.record("it is usable")
      return
    }
    #expect(
      reason.hasPrefix(
        "its private endpoint cannot be read: Azure refused to read \(id): AuthorizationFailed (403): no (request ID "))
    #expect(
      reason.hasSuffix(
        "). Assign the client a role such as Reader. Run 'apim-dns auth' to see which client it is."))
  }

  @Test("Workspace gateways have their own hostname, or that of their connection to a workspace") func gateways()
    async throws
  {
    let resources =
      ServiceFixture.gateway("b", hostname: "b-1.gateway.westus-01.azure-api.net")
      + ServiceFixture.gateway("a", hostname: nil)
      + ServiceFixture.gateway("open", hostname: "o.example", network: "None")
    let connections = { (index: Int) in (200, ["value": [resources[index]]] as Any) }
    let client = client([
      "/gateways": (200, ["value": [resources[0], resources[2], resources[4]]]),
      "gateways/a/configConnections": connections(3),
    ])
    let gateways = try await directory(client).gateways(subscription: "s", resourceGroup: "g")
    #expect(gateways.map(\.id.name) == ["a", "b", "open"])
    #expect(
      gateways.map { $0.hostnames.map(\.text) } == [
        ["a-0a1b2c3d4e5f.gateway.westus-01.azure-api.net"], ["b-1.gateway.westus-01.azure-api.net"], ["o.example"],
      ])
    #expect(gateways.map(\.region?.name) == ["westus", "westus", "westus"])
    #expect(
      gateways.map(\.publicReason) == [
        nil, nil, "its gateway has a public address (virtualNetworkType is None)",
      ])
    #expect(
      client.requests.map { $0.url.replacing(Self.server, with: "") } == [
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/gateways?api-version=2024-05-01",
        "\(ServiceFixture.gatewayID("a"))/configConnections?api-version=2024-05-01",
      ])
  }

  @Test("A cloud that does not know workspace gateways is an error of that list alone") func unknownType() async throws
  {
    let message = "The resource type 'gateways' could not be found in the namespace 'Microsoft.ApiManagement'."
    let client = client(["/gateways": (404, ["error": ["code": "InvalidResourceType", "message": message]])])
    let reason = await failure { () throws(BackendError) in
      _ = try await directory(client).gateways(subscription: "s")
    }
    #expect(
      reason?.hasPrefix(
        "Azure refused to read /subscriptions/s/providers/Microsoft.ApiManagement/gateways: InvalidResourceType (404): "
      )
        == true)
  }
}
