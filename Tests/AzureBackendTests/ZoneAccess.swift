import AzureBackend
import Foundation
import ResourceManager
import Testing

/// Access to the zones of a resource group without the code under test.
struct ZoneAccess: Sendable {
  /// The URL of the list of zones.
  let zones: String
  let client: any HTTPClient
  /// Returns a token for each request.
  let token: @Sendable () async throws -> String

  /// Sends a request, waits for a long-running operation, and decodes the JSON body.
  @discardableResult
  func ask(
    _ method: String, _ path: String, _ body: String = "", fields: [HTTPField] = []
  ) async throws -> (status: Int, json: [String: Any]) {
    let url = path.hasPrefix("http") ? path : "\(zones)\(path)?api-version=2024-06-01"
    let json = body.isEmpty ? [] : [HTTPField("Content-Type", "application/json")]
    let response = try await client.send(
      HTTPRequest(
        method: method, url: url, fields: [HTTPField("Authorization", "Bearer \(try await token())")] + json + fields,
        content: Array(body.utf8)))
    if response.status == 202, let poll = response.value(of: "Azure-AsyncOperation") {
      for _ in 0..<100 {
        if let wait = response.value(of: "Retry-After").flatMap(Double.init) {
          try await Task.sleep(for: .seconds(wait))
        }
        let status = try await ask("GET", poll).json["status"] as? String
        if status == "Succeeded" { break }
        #expect(status == "InProgress")
      }
    }
    return (response.status, RunningAzure.object(response.content))
  }

  /// All items of a list, page by page.
  func list(_ path: String) async throws -> [[String: Any]] {
    var items: [[String: Any]] = []
    var next: String? = path
    while let page = next {
      let json = try await ask("GET", page).json
      items += json["value"] as? [[String: Any]] ?? []
      next = json["nextLink"] as? String
    }
    return items
  }

  /// Creates an unmanaged zone.
  func makeZone(_ name: String, tags: String = "{}") async throws {
    let status = try await ask("PUT", "/\(name)", "{\"location\":\"global\",\"tags\":\(tags)}").status
    #expect(status == 202)
  }

  /// Creates or replaces an A record set.
  func makeRecordSet(_ zone: String, _ name: String, _ addresses: [String], ttl: Int = 300, metadata: String = "{}")
    async throws
  {
    let records = addresses.map { "{\"ipv4Address\":\"\($0)\"}" }.joined(separator: ",")
    let status = try await ask(
      "PUT", "/\(zone)/A/\(name)",
      "{\"properties\":{\"ttl\":\(ttl),\"metadata\":\(metadata),\"aRecords\":[\(records)]}}"
    ).status
    #expect(status == 200 || status == 201)
  }
}
