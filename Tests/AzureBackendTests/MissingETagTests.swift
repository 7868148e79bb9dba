import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend
@testable import ResourceManager

/// No write is unconditional, and nothing that Azure always rejects is sent.
@Suite(.timeLimit(.minutes(5))) struct MissingETagTests {
  @Test func resourcesWithoutAnETagInAListAreReadAgain() async throws {
    let azure = try RunningAzure()
    _ = try await apply(try azure.backend(), recordSet("a.example", "10.1.0.5"))
    let client = RewritingClient(azure.client) { $0.url.contains("/ALL?") }
    let done = try await apply(try azure.backend(client: client), recordSet("a.example", "10.1.0.6"))
    #expect(done.changes.map(\.outcome) == [.applied])
    #expect(try await azure.addresses("a.example") == ["10.1.0.6"])
  }

  @Test func withoutAnyETagNothingIsWritten() async throws {
    let azure = try RunningAzure()
    _ = try await apply(try azure.backend(), recordSet("a.example", "10.1.0.5"))
    let client = RewritingClient(azure.client) { $0.method == "GET" && $0.url.contains("/A") }
    let done = try await apply(try azure.backend(client: client), recordSet("a.example", "10.1.0.6"))
    #expect(
      done.changes.map(\.outcome) == [
        .conflict(
          "'a.example' changed since the plan, which would write 10.1.0.6 (TTL 300): it held 10.1.0.5 (TTL 300) then "
            + "and holds 10.1.0.5 (TTL 300) now. Plan again.")
      ])
    #expect(try await azure.addresses("a.example") == ["10.1.0.5"])
    #expect(Precondition(etag: nil).field == HTTPField("If-Match", "none-was-read"))
    #expect(Precondition(etag: "*").field == HTTPField("If-Match", "none-was-read"))
  }

  @Test func tooManyRecordSetsInAZoneAreAnError() throws {
    let origin = DomainName(constant: "z.example")
    let sets = try (0...25_000).map { number in
      RecordSet(
        name: try DomainName("n\(number).z.example"), ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
    }
    #expect(
      throws: BackendError(
        .badSettings,
        "zone 'z.example' would have 25001 record sets; Azure allows 25000 in a zone. Use the layout perHostname, or another "
          + "zone in zone: or zones: in the inventory.")
    ) { try AzureLimits.check([Zone(origin: origin, recordSets: sets)]) }
  }
}

/// Removes the ETags from some responses.
private struct RewritingClient: HTTPClient {
  private let client: any HTTPClient
  private let isMeant: @Sendable (HTTPRequest) -> Bool

  init(_ client: any HTTPClient, isMeant: @escaping @Sendable (HTTPRequest) -> Bool) {
    self.client = client
    self.isMeant = isMeant
  }

  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    var response = try await client.send(request)
    if isMeant(request) {
      let text = String(decoding: response.content, as: UTF8.self).replacing("\"etag\":", with: "\"e\":")
      response.content = Array(text.utf8)
    }
    return response
  }
}
