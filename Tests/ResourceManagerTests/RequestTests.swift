import Reconciliation
import TestSupport
import Testing

@testable import ResourceManager

/// A resource of which little matters.
private struct Resource: Codable, Hashable, Sendable {
  var name: String?
  var etag: String?
  var location: String?
  var tags: [String: String]?
}

struct RequestTests {
  let time = TestTime()

  private func manager(_ client: ScriptedClient, timeout: Double = 600) -> (ResourceManagerClient, TestTokens) {
    let tokens = TestTokens(time)
    guard
      let manager = try? ResourceManagerClient(
        endpoint: "https://management.azure.com",
        root: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/",
        provider: .privateDNS, client: client, tokens: tokens, timeout: timeout, time: time.systemTime)
    else { fatalError("the endpoint is no address") }
    return (manager, tokens)
  }

  private func failure(_ work: () async throws(ResourceManagerError) -> Void) async -> String? {
    do throws(ResourceManagerError) {
      try await work()
      return nil
    } catch {
      return error.description
    }
  }

  @Test func requestHasURLContentAndFields() async throws {
    let client = ScriptedClient { _, _ in json(201, "{}") }
    try await manager(client).0.put("privateDnsZones/z.example", Resource(location: "global"), .unchanged("\"a\""))
    let request = try #require(client.requests.first)
    #expect(
      request.url == "https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/"
        + "privateDnsZones/z.example?api-version=2024-06-01")
    #expect(String(decoding: request.content, as: UTF8.self) == "{\"location\":\"global\"}")
    let fields = Dictionary(uniqueKeysWithValues: request.fields.map { ($0.name, $0.value) })
    #expect(fields["If-Match"] == "\"a\"")
    #expect(fields["Authorization"] == "Bearer token-1")
    #expect(fields["Content-Type"] == "application/json")
    #expect(fields["User-Agent"] == "apim-dns")
    #expect(fields["x-ms-client-request-id"]?.utf8.count == 36)
  }

  @Test func oneTokenIsSharedAndRenewedBeforeItExpires() async throws {
    let client = ScriptedClient { _, _ in json(200, "{}") }
    let (manager, tokens) = manager(client)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<20 { group.addTask { _ = try? await manager.get("x", as: Resource.self) } }
    }
    #expect(tokens.given == 1)
    time.pass(3299)
    _ = try await manager.get("x", as: Resource.self)
    #expect(tokens.given == 1)
    time.pass(2)
    _ = try await manager.get("x", as: Resource.self)
    #expect(tokens.given == 2)
  }

  @Test func refusedTokenIsRenewedOnce() async throws {
    let client = ScriptedClient { _, request in
      request.fields.contains(HTTPField("Authorization", "Bearer token-2")) ? json(200, "{}") : json(401, "{}")
    }
    let (manager, tokens) = manager(client)
    _ = try await manager.get("x", as: Resource.self)
    #expect(tokens.given == 2)

    let never = ScriptedClient { _, _ in
      json(
        401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"No.\"}}",
        fields: HTTPField("x-ms-request-id", "r"))
    }
    let refused = self.manager(never).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await refused.get("x", as: Resource.self) }
        == "Azure refused to read x: InvalidAuthenticationToken (401): No (request ID r). Azure accepts no token of this credential. Check AZURE_TENANT_ID, --cloud, "
        + "--subscription and the clock of this machine. Run 'apim-dns auth' to see the account and tenant of the token."
    )
    #expect(never.requests.count == 2)
  }

  @Test func retryAfterIsRespected() async throws {
    let client = ScriptedClient { number, _ in
      switch number {
      case 0: json(429, "{}", fields: HTTPField("Retry-After", "10"))
      case 1: json(503, "{}", fields: HTTPField("Retry-After", "Sun, 06 Nov 1994 08:51:17 GMT"))
      case 2: .failure(HTTPClientError(code: .connectionLost, description: "lost"))
      case 3: json(500, "oops")
      default: json(200, "{}")
      }
    }
    _ = try await manager(client).0.get("x", as: Resource.self)
    #expect(time.waits.count == 4)
    #expect(time.waits.prefix(2) == [10, 90])
    #expect((1...2).contains(time.waits[2]))
    #expect((2...4).contains(time.waits[3]))
  }

  @Test func retriesEndAtTheDeadline() async throws {
    let client = ScriptedClient { _, _ in
      json(
        429, "{\"code\":\"TooManyRequests\",\"message\":\"Slower.\"}", fields: HTTPField("Retry-After", "25"),
        HTTPField("x-ms-correlation-request-id", "c"))
    }
    let manager = manager(client, timeout: 60).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await manager.get("x", as: Resource.self) }
        == "Azure refused to read x: TooManyRequests (429): Slower (request ID c)")
    #expect(time.waits == [25, 25])
  }

  @Test(arguments: [
    ("0", 0.0), ("90", 90), ("Sun, 06 Nov 1994 08:49:38 GMT", 1), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
    ("Thu, 29 Feb 1996 00:00:00 GMT", 41_440_223), ("Sat, 01 Jan 2000 00:00:00 GMT", 162_573_023),
  ])
  func retryAfterIsParsed(_ text: String, _ seconds: Double) {
    #expect(RetryAfter(text, now: 784_111_777)?.seconds == seconds)
  }

  @Test(arguments: ["", "-1", "1.5", "soon", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET"])
  func invalidRetryAfterIsNil(_ text: String) {
    #expect(RetryAfter(text, now: 0) == nil)
  }

  @Test(arguments: [
    "https://evil.example/page", "http://management.azure.com/page", "https://management.azure.com:444/page",
    "https://management.azure.com@evil.example/page", "https://management.azure.com.evil.example/page", "/page",
  ])
  func pagesOnAnotherServerAreNotRequested(_ link: String) async {
    let client = ScriptedClient { _, _ in json(200, "{\"value\":[],\"nextLink\":\"\(link)\"}") }
    let manager = manager(client).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await manager.list("zs", of: Resource.self) }
        == "cannot read zs in Azure: the response links to a server other than 'https://management.azure.com'. "
        + "Check that the endpoint is Azure Resource Manager."
    )
    #expect(client.requests.count == 1)
  }

  @Test func nextLinksAreUsedUnchanged() async throws {
    let long = "https://management.azure.com:443/a?$skipToken=ZG9j%3D&c=" + String(repeating: "x", count: 4000)
    let client = ScriptedClient { number, _ in
      json(200, "{\"value\":[{\"name\":\"\(number)\"}]\(number == 0 ? ",\"nextLink\":\"\(long)\"" : "")}")
    }
    let zones = try await manager(client).0.list("zs", of: Resource.self)
    #expect(zones.map(\.name) == ["0", "1"])
    #expect(client.requests.last?.url == long)

    let circle = ScriptedClient { _, _ in json(200, "{\"value\":[],\"nextLink\":\"https://management.azure.com/a\"}") }
    let circling = manager(circle).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await circling.list("zs", of: Resource.self) }
        == "cannot read zs in Azure: a page of the list links back to itself. Run the command again.")
  }

  @Test func unknownResponsesAreErrors() async {
    let client = ScriptedClient { _, _ in json(200, "<html>") }
    let manager = manager(client).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await manager.list("zs", of: Resource.self) }
        == "cannot read zs in Azure: the response is not JSON; a proxy may have sent it. Check https_proxy and "
        + "no_proxy.")
    let other = self.manager(ScriptedClient { _, _ in json(200, "{\"value\":{}}") }).0
    #expect(
      await failure { () throws(ResourceManagerError) in _ = try await other.list("zs", of: Resource.self) }
        == "cannot read zs in Azure: the response is not in the format of Azure Resource Manager. Check that "
        + "'https://management.azure.com' is its address.")
  }
}
