import AzureBackend
import Foundation
import ResourceManager
import Testing

/// The zones of a resource group, asked for without the code under test.
struct ZoneAccess: Sendable {
  /// The address of the list of zones.
  let zones: String
  let client: any HTTPClient
  /// What gives a token for each request.
  let token: @Sendable () async throws -> String

  /// Asks for something below the zones, waits for the end of what is accepted, and reads the JSON of the answer.
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

  /// Makes a zone of somebody else.
  func makeZone(_ name: String, tags: String = "{}") async throws {
    let status = try await ask("PUT", "/\(name)", "{\"location\":\"global\",\"tags\":\(tags)}").status
    #expect(status == 202)
  }

  /// Makes or replaces a set of A records.
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
