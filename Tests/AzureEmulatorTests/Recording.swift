import Foundation

/// One exchange with Azure that somebody recorded.
struct Recording: Decodable, Sendable, CustomStringConvertible {
  /// What was asked.
  struct Request: Decodable, Sendable {
    let method: String
    let url: String
    let headers: [String: String]
    let body: String?
  }

  /// What Azure answered.
  struct Response: Decodable, Sendable {
    let status: Int
    let headers: [String: String]
    let body: String?
  }

  let name: String
  let request: Request
  let response: Response

  /// The name, for reports.
  var description: String { name }

  /// The path and query that were asked for.
  var target: String { request.url.replacing("https://management.azure.com", with: "") }

  /// The path of a zone or what is in it, up to the given number of parts after `privateDnsZones`.
  func path(_ parts: Int) -> String {
    let path = target.prefix { $0 != "?" }
    let segments = path.split(separator: "/")
    let start = segments.firstIndex { $0.lowercased() == "privatednszones" } ?? 0
    return "/" + segments.prefix(start + 1 + parts).joined(separator: "/")
  }

  /// The recordings that lie beside this package on some machines; none on others.
  static let all: [Recording] = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = package.appending(path: "../shared/azure/recordings/wire-samples.json")
    guard let data = try? Data(contentsOf: file) else { return [] }
    return (try? JSONDecoder().decode([Recording].self, from: data)) ?? []
  }()
}
