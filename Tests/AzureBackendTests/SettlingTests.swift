import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// Answers of Azure that are other ones soon, in simulated time.
@Suite(.timeLimit(.minutes(5)))
struct SettlingTests {
  private static let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  private static let other = RunningAzure.network.replacing("vnet1", with: "vnet2")

  /// A client that answers the first requests of a kind itself, and nothing but time passes between requests.
  private func refusing(
    _ azure: RunningAzure, _ method: String, _ part: String, _ status: Int, _ body: String, times: Int
  ) -> (client: AnsweringClient, refused: @Sendable () -> Int) {
    let count = Counter()
    let client = AnsweringClient(azure.client) { request in
      guard request.method == method, request.url.contains(part), count.next() <= times else { return nil }
      return HTTPResponse(status: status, content: Array(body.utf8))
    }
    return (client, { count.value })
  }

  private static let noParent =
    #"{"error":{"code":"ParentResourceNotFound","message":"Can not perform requested operation on nested resource. Parent "#
    + #"resource 'contoso-apim.azure-api.net' not found."}}"#
  private static let nested =
    #"{"error":{"code":"CannotDeleteResource","message":"Cannot delete resource while nested resources exist."}}"#

  @Test(
    "A record set and a link are tried again if Azure does not know their new zone yet",
    arguments: [
      "/A/@", "/virtualNetworkLinks/",
    ])
  func newZone(part: String) async throws {
    let azure = try RunningAzure()
    let (client, refused) = refusing(azure, "PUT", part, 404, Self.noParent, times: 3)
    let time = TestTime()
    let start = time.now
    let done = try await apply(azure.backend(links: [RunningAzure.network], client: client, time: time), Self.gateway)
    #expect(done.changes.map(\.outcome) == [.applied, .applied, .applied])
    #expect(refused() == 4)
    #expect(time.now - start >= 1 + 2 + 4)
  }

  @Test("That ends after a minute, with Azure's answer") func newZoneNeverKnown() async throws {
    let azure = try RunningAzure()
    let (client, _) = refusing(azure, "PUT", "/A/@", 404, Self.noParent, times: 1000)
    let time = TestTime()
    let start = time.now
    let done = try await apply(azure.backend(client: client, time: time), Self.gateway)
    #expect((30...70).contains(time.now - start))
    guard case .failed(let reason) = done.changes.last?.outcome else {
      Issue.record("\(done.changes)")
      return
    }
    #expect(
      reason.hasPrefix(
        "Azure refused to write privateDnsZones/contoso-apim.azure-api.net/A/@: ParentResourceNotFound (404): "))
  }

  @Test("A zone that was deleted by someone is not waited for") func vanishedZone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.gateway.name.text)
    let (client, refused) = refusing(azure, "PUT", "/A/@", 404, Self.noParent, times: 1000)
    let done = try await apply(azure.backend(client: client, time: TestTime()), Self.gateway)
    #expect(done.hasFailures && refused() == 1)
  }

  @Test("A zone is deleted again if Azure still knows its links") func oldZone() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let (client, refused) = refusing(
      azure, "DELETE", "privateDnsZones/contoso-apim.azure-api.net?", 409, Self.nested, times: 2)
    let done = try await azure.backend(client: client, time: TestTime()).plan(.absent).apply()
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(refused() == 3)
    #expect(try await azure.list("").isEmpty)
  }

  @Test("That ends after a minute too, with Azure's answer") func oldZoneNeverEmpty() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let (client, _) = refusing(
      azure, "DELETE", "privateDnsZones/contoso-apim.azure-api.net?", 409, Self.nested, times: 1000)
    let time = TestTime()
    let start = time.now
    let done = try await azure.backend(client: client, time: time).plan(.absent).apply()
    #expect((30...90).contains(time.now - start))
    guard case .failed(let reason) = done.changes.last?.outcome else {
      Issue.record("\(done.changes)")
      return
    }
    #expect(reason.contains("CannotDeleteResource (409)"))
  }

  /// A client to which new links seem to be in a state, so many times.
  private func seeing(
    _ azure: RunningAzure, _ state: (from: String, to: String), times: Int
  ) -> ChangingClient {
    let count = Counter()
    return ChangingClient(azure.client) { request, response in
      guard request.method == "GET", request.url.contains("/virtualNetworkLinks?"), response.contains("vnet2"),
        count.next() <= times
      else { return response }
      // The links are in the order of their names, and the new one is the last.
      let end = response.range(of: "vnet2").map(\.lowerBound) ?? response.startIndex
      return response[..<end] + response[end...].replacingOccurrences(of: state.from, with: state.to)
    }
  }

  @Test("The old link of a zone is deleted as soon as the new one is completed") func newLinkTakesTime() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let client = seeing(azure, ("\"Completed\"", "\"InProgress\""), times: 2)
    let done = try await apply(azure.backend(links: [Self.other], client: client, time: TestTime()), Self.gateway)
    #expect(done.changes.map(\.outcome) == [.applied, .applied])
    #expect(try await azure.list("/\(Self.gateway.name)/virtualNetworkLinks").count == 1)
  }

  @Test(
    "The last working link of a zone stays while the new one does not work",
    arguments: [
      ("virtualNetworkLinkState", "Completed", "InProgress"), ("provisioningState", "Succeeded", "Failed"),
    ])
  func lastWorkingLinkStays(setting: String, good: String, bad: String) async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let client = seeing(azure, ("\"\(good)\"", "\"\(bad)\""), times: 1000)
    let done = try await apply(azure.backend(links: [Self.other], client: client, time: TestTime()), Self.gateway)
    #expect(summary(done).map { $0.prefix(11) } == ["create link", "delete link"])
    let name = done.changes.first?.name ?? ""
    #expect(
      done.changes.map(\.outcome) == [
        .applied,
        .failed(
          "the link is kept, because no other link of zone 'contoso-apim.azure-api.net' works: '\(name)' has \(setting): \(bad). "
            + "Check the resource ID of its network, then apply again."),
      ])
    #expect(try await azure.list("/\(Self.gateway.name)/virtualNetworkLinks").count == 2)
  }

  @Test("The link stays too if the others cannot be read") func unreadableLinks() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let isApplying = Counter()
    let client = AnsweringClient(azure.client) { request in
      if request.method == "PUT" { _ = isApplying.next() }
      guard isApplying.value > 0, request.method == "GET", request.url.contains("/virtualNetworkLinks?") else {
        return nil
      }
      return HTTPResponse(
        status: 403, content: Array(#"{"error":{"code":"AuthorizationFailed","message":"No."}}"#.utf8))
    }
    let done = try await apply(azure.backend(links: [Self.other], client: client, time: TestTime()), Self.gateway)
    guard case .failed(let reason) = done.changes.last?.outcome else {
      Issue.record("\(done.changes)")
      return
    }
    #expect(
      reason.hasPrefix(
        "the link is kept, because the other links of zone 'contoso-apim.azure-api.net' cannot be read: "))
  }
}

/// Counts calls.
private final class Counter: Sendable {
  private let count = Mutex(0)
  var value: Int { count.withLock { $0 } }

  /// The number of this call, counted from 1.
  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

/// Forwards all requests, and changes the text of responses.
private final class ChangingClient: HTTPClient {
  private let client: any HTTPClient
  private let change: @Sendable (HTTPRequest, String) -> String

  init(_ client: any HTTPClient, _ change: @escaping @Sendable (HTTPRequest, String) -> String) {
    self.client = client
    self.change = change
  }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    var response = try await client.send(request)
    response.content = Array(change(request, String(decoding: response.content, as: UTF8.self)).utf8)
    return response
  }
}
