import APIManagement
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
}
