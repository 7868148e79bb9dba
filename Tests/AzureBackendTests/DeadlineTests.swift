import APIManagement
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend
@testable import InstanceDiscovery
@testable import ResourceManager

/// No request starts after the shared deadline, whatever the server says.
struct DeadlineTests {
  private let time = TestTime()

  /// A server with an endless list: each page takes a second and links to a new page. The list ends after a thousand pages,
  /// so that the test ends too.
  private func endless() -> ScriptedClient {
    ScriptedClient { [time] number, _ in
      time.pass(1)
      let next = number < 1000 ? ",\"nextLink\":\"https://management.azure.com/page?n=\(number)\"" : ""
      return json(200, "{\"value\":[]\(next)}")
    }
  }

  private func failure(_ work: () async throws -> Any) async -> String? {
    do {
      _ = try await work()
      return nil
    } catch {
      return "\(error)"
    }
  }

  private static func outOfTime(_ path: String) -> String {
    "cannot read \(path) in Azure: the time limit of 10 s passed before the request could be sent. Use a longer --timeout."
  }

  @Test func planStopsReadingAnEndlessListAtTheDeadline() async throws {
    let client = endless()
    let backend = try AzureBackend(
      subscription: "s", resourceGroup: "g", client: client, tokens: TestTokens(time), timeout: 10,
      time: time.systemTime)
    let said = await failure { try await backend.plan(.absent) }
    #expect(said == Self.outOfTime("privateDnsZones"))
    #expect(client.requests.count == 10)
  }

  @Test func discoverStopsReadingAnEndlessListAtTheDeadline() async throws {
    let client = endless()
    let directory = try ServiceDirectory(
      cloud: .global, client: client, tokens: TestTokens(time), timeout: 10, time: time.systemTime)
    let said = await failure { try await directory.services(subscription: "s") }
    #expect(said == Self.outOfTime("/subscriptions/s/providers/Microsoft.ApiManagement/service"))
    #expect(client.requests.count == 10)
  }

  @Test func requestsForInstancesShareADeadline() async throws {
    let client = ScriptedClient { [time] _, _ in
      time.pass(4)
      return json(404, "{}")
    }
    let directory = try ServiceDirectory(
      cloud: .global, client: client, tokens: TestTokens(time), timeout: 10, time: time.systemTime)
    let path = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/contoso"
    let id = try #require(ResourceID(path))
    for _ in 0..<3 { #expect(try await directory.service(id) == nil) }
    #expect(await failure { try await directory.service(id) as Any } == Self.outOfTime(path))
    #expect(client.requests.count == 3)
  }

  @Test func authStopsReadingAnEndlessListAtTheDeadline() async throws {
    let client = endless()
    let check = try TokenCheck(
      cloud: .global, endpoint: nil, subscription: "s", resourceGroup: nil, client: client,
      token: AccessToken("token-1", end: time.now + 3600), timeout: 10, time: time.systemTime)
    let said = await failure { try await check.run() }
    #expect(said == Self.outOfTime("/subscriptions/s/providers/Microsoft.Network/privateDnsZones"))
    #expect(client.requests.count == 10)
  }

  @Test func requestsAfterTheDeadlineAreNotSent() async throws {
    let rateLimiter = RateLimiter(time.systemTime)
    #expect(try await rateLimiter.acquire(.read, before: time.now) == false)
    #expect(try await rateLimiter.acquire(.read, before: time.now + 1))
  }
}
