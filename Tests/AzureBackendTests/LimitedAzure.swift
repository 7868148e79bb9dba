import Foundation
import ResourceManager
import Synchronization
import TestSupport

@testable import azure_emulator

/// Private DNS in memory that keeps to the documented rates of the emulator, in simulated time.
///
/// Zones and links are created by long-running operations, which are done at the first poll.
final class LimitedAzure: ResourceManager.HTTPClient {
  private struct State {
    var rates = DocumentedRates()
    /// The resources as JSON, by path.
    var resources: [String: String] = [:]
    var statuses: [Int] = []
    var lists: [String: Int] = [:]
  }

  private let state = Mutex(State())
  private let time: SimulatedTime
  private let start: (seconds: Double, instant: ContinuousClock.Instant)
  /// The seconds from a request to its response.
  private let latency: Double

  init(_ time: SimulatedTime, latency: Double) {
    self.time = time
    self.latency = latency
    start = (time.now, .now)
  }

  /// The statuses of all responses.
  var statuses: [Int] { state.withLock { $0.statuses } }

  /// How often each list was read since the last call.
  func takeLists() -> [String: Int] {
    state.withLock { state in
      defer { state.lists = [:] }
      return state.lists
    }
  }

  func send(_ request: ResourceManager.HTTPRequest) async throws(HTTPClientError) -> ResourceManager.HTTPResponse {
    do {
      try await time.sleep(latency / 2)
      let response = state.withLock { answer(request, &$0) }
      try await time.sleep(latency / 2)
      return response
    } catch {
      throw .cancelled
    }
  }

  private func answer(
    _ request: ResourceManager.HTTPRequest, _ state: inout State
  ) -> ResourceManager.HTTPResponse {
    let address = request.url.dropFirst("https://management.azure.com".count)
    let path = String(address.prefix { $0 != "?" })
    var response = ResourceManager.HTTPResponse(status: 200)
    defer { state.statuses.append(response.status) }
    guard !path.contains("Statuses/"), let route = Route(path.split(separator: "/").map(String.init)) else {
      response.content = Array(#"{"status":"Succeeded"}"#.utf8)
      return response
    }
    let isNew = state.resources[path] == nil
    let instant = start.instant + .seconds(time.now - start.seconds)
    if let taken = state.rates.take(route, request.method, creates: request.method == "PUT" && isNew, now: instant) {
      response.fields.append(HTTPField("x-ms-ratelimit-remaining-subscription-resource-requests", "\(taken.remaining)"))
      if let wait = taken.wait {
        response = ResourceManager.HTTPResponse(status: 429, fields: [HTTPField("Retry-After", "\(wait)")])
        return response
      }
    }
    switch request.method {
    case "PUT":
      let name = path.split(separator: "/").last ?? ""
      let body = String(decoding: request.content, as: UTF8.self).dropFirst()
      state.resources[path] = "{\"id\":\"\(path)\",\"name\":\"\(name)\",\"etag\":\"1\",\"type\":\"x/A\",\(body)"
      response.status = path.contains("/A/") ? 201 : 202
      if response.status == 202 {
        let operations = "https://management.azure.com/subscriptions/s/providers/x/privateDnsOperationStatuses/1"
        response.fields.append(HTTPField("Azure-AsyncOperation", operations))
      }
    default:
      state.lists[path, default: 0] += 1
      let depth = path.split(separator: "/").count + 1
      let below = path.hasSuffix("/ALL") ? path.dropLast(3) + "A/" : path + "/"
      let items = state.resources.filter { entry in
        entry.key.hasPrefix(below) && entry.key.split(separator: "/").count == depth
      }
      response.content = Array("{\"value\":[\(items.map(\.value).joined(separator: ","))]}".utf8)
    }
    return response
  }
}
