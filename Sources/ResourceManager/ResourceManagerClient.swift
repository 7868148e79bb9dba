#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
package import Reconciliation

/// What a write demands of the resource that it is about to change.
package enum Precondition: Hashable, Sendable {
  /// There must be no such resource yet.
  case absent
  /// The resource must still have this ETag.
  case unchanged(String)

  /// Demands the ETag that a resource was read with.
  ///
  /// Where it was read without one, nothing that Azure holds fulfils the demand: no write goes out unconditionally.
  package init(etag: String?) {
    self = .unchanged(etag.flatMap { $0.isEmpty || $0 == "*" ? nil : $0 } ?? "none-was-read")
  }

  /// The header field that says so ([RFC 9110 §13.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1)); private DNS
  /// wants its ETags back letter by letter, be there quotation marks or not.
  var field: HTTPField {
    switch self {
    case .absent: HTTPField("If-None-Match", "*")
    case .unchanged(let etag): HTTPField("If-Match", etag)
    }
  }
}

/// Speaks with Azure Resource Manager about the resources below one path.
package struct ResourceManagerClient: Sendable {
  /// What requests say about the program that sends them.
  static let userAgent = "apim-dns"
  /// The most requests that are under way at the same time.
  package static let maximumConcurrentRequests = RateLimiter.maximumConcurrency

  /// The server, without a slash at the end.
  let endpoint: String
  /// The path below which the provider's resources lie, with slashes at both ends.
  package let root: String
  /// Where tokens come from.
  package let tokens: TokenCache
  /// The way to the network.
  private(set) var retryingClient: RetryingClient
  /// Whose resources these are.
  let provider: ResourceProvider

  /// Makes a client; nothing is asked yet.
  ///
  /// - Parameters:
  ///   - endpoint: the address of Resource Manager.
  ///   - root: the path below which the provider's resources lie, with slashes at both ends.
  ///   - provider: whose resources these are.
  ///   - client: the way to the network.
  ///   - tokens: where tokens come from.
  ///   - timeout: the most seconds that reading may take, and then again writing, with all that is tried again.
  ///   - time: the time.
  /// - Throws: ``BackendError`` when the endpoint is no address of a server, or would get a secret in the clear.
  package init(
    endpoint: String, root: String, provider: ResourceProvider, client: any HTTPClient, tokens: any TokenSource,
    timeout: Double, time: SystemTime
  ) throws(BackendError) {
    self.endpoint = try serverAddress(endpoint, named: "the endpoint of Resource Manager").text
    self.root = root
    self.provider = provider
    self.tokens = TokenCache(tokens, time)
    retryingClient = RetryingClient(client: client, time: time, timeout: timeout)
  }

  /// The same client for work that has the time timeout as a whole, from now on.
  package func withSharedDeadline() -> ResourceManagerClient {
    var manager = self
    manager.retryingClient = retryingClient.withSharedDeadline()
    return manager
  }

  /// Reads one resource.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - type: its shape.
  /// - Returns: the resource; nothing when there is none.
  /// - Throws: ``ResourceManagerError`` for any other answer.
  package func get<Body: Decodable>(_ path: String, as type: Body.Type) async throws(ResourceManagerError) -> Body? {
    let response = try await send("GET", url(path), task: "read \(path)")
    if response.http.status == 404 { return nil }
    return try decode(response, as: type, task: "read \(path)")
  }

  /// Reads a whole list, page by page.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - type: the shape of its items.
  /// - Returns: the items of all pages.
  /// - Throws: ``ResourceManagerError`` when a page cannot be read, or lies on another server.
  package func list<Item: Decodable & Sendable>(_ path: String, of type: Item.Type) async throws(ResourceManagerError)
    -> [Item]
  {
    var items: [Item] = []
    var seen: Set<String> = []
    var next: String? = url(path)
    while let page = next {
      guard seen.insert(page).inserted else {
        throw ResourceManagerError(
          "read \(path)", reason: "a page of the list links back to itself. Run the command again.")
      }
      let response = try await send("GET", page, task: "read \(path)")
      let body = try decode(response, as: WirePage<Item>.self, task: "read \(path)")
      items += body.value
      next = try body.nextLink.map { (link) throws(ResourceManagerError) in try own(link, task: "read \(path)") }
      if next?.isEmpty == true { next = nil }
    }
    return items
  }

  /// Creates or replaces a resource, and waits until that is done.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - body: what it is to be.
  ///   - precondition: what must hold before.
  /// - Throws: ``ResourceManagerError`` when it was not done.
  package func put(_ path: String, _ body: some Encodable, _ precondition: Precondition)
    async throws(ResourceManagerError)
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let content = try? encoder.encode(body) else {
      throw ResourceManagerError("write \(path)", reason: "the request body cannot be encoded as JSON. Report this "
        + "bug.")
    }
    let response = try await send(
      "PUT", url(path), task: "write \(path)", fields: [precondition.field], content: Array(content))
    try await finish(response, path, task: "write \(path)", isDeletion: false)
  }

  /// Deletes a resource, and waits until that is done; one that is not there is no error.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - precondition: what must hold before.
  /// - Throws: ``ResourceManagerError`` when it was not done.
  package func delete(_ path: String, _ precondition: Precondition) async throws(ResourceManagerError) {
    let response = try await send("DELETE", url(path), task: "delete \(path)", fields: [precondition.field])
    if response.http.status == 404 { return }
    try await finish(response, path, task: "delete \(path)", isDeletion: true)
  }

  /// The address of a path below the root, or of one that begins at the server's own root.
  func url(_ path: String) -> String {
    "\(endpoint)\(path.hasPrefix("/") ? path : root + path)?api-version=\(provider.apiVersion)"
  }

  /// Takes an address that the server gave out, if it leads to that server.
  ///
  /// A token sent to another one would be lost to whoever runs it. The address itself is never shown: since 2024 such
  /// addresses carry signatures.
  func own(_ link: String, task: String) throws(ResourceManagerError) -> String {
    guard link.isEmpty || WebAddress(link) == WebAddress(endpoint) else {
      throw ResourceManagerError(
        task, reason: "the response links to a server other than '\(endpoint)'. Check that the endpoint is Azure "
          + "Resource Manager."
      )
    }
    return link
  }

  /// An answer, and by what support finds it.
  struct Response: Sendable {
    /// The answer.
    let response: HTTPResponse
    /// The identifier that Microsoft gave the request, else our own.
    let requestID: String
  }

  /// How often a request may meet a token that was good and is no longer.
  private static let tokenLimit = 5

  /// Sends a request with a token; one that is refused is renewed, unless it never was good.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - url: the absolute address on the endpoint.
  ///   - task: what is asked, for messages.
  ///   - fields: further header fields.
  ///   - content: the JSON to send; empty for none.
  /// - Returns: an answer whose status is not that of a refused token.
  /// - Throws: ``ResourceManagerError`` when none came, or a new token was refused too.
  func send(
    _ method: String, _ url: String, task: String, fields: [HTTPField] = [], content: [UInt8] = []
  ) async throws(ResourceManagerError) -> Response {
    var refused: AccessToken?
    var tokens = 0
    while true {
      let token = try await token(insteadOf: refused, task)
      let ownID = UUID().uuidString.lowercased()
      var request = HTTPRequest(method: method, url: url, fields: fields, content: content)
      request.fields += [
        HTTPField("Authorization", "Bearer \(token.secret)"), HTTPField("Accept", "application/json"),
        HTTPField("User-Agent", Self.userAgent), HTTPField("x-ms-client-request-id", ownID),
      ]
      if !content.isEmpty { request.fields.append(HTTPField("Content-Type", "application/json")) }
      let response = try await sendOnce( request, hiding: token.secret, ownID, task)
      guard response.http.status == 401 else {
        token.wasAccepted.set()
        return response
      }
      tokens += 1
      guard refused == nil || (token.wasAccepted.isSet && tokens < Self.tokenLimit) else {
        throw ResourceManagerError(task, response.http, requestID: response.requestID)
      }
      refused = token
    }
  }

  /// Reads the content of an answer that must be a success.
  ///
  /// - Parameters:
  ///   - answer: the answer.
  ///   - type: the shape of its content.
  ///   - task: what was asked, for messages.
  /// - Returns: the content.
  /// - Throws: ``ResourceManagerError`` when the answer says no, or something else than expected.
  func decode<Body: Decodable>(
    _ response: Response, as type: Body.Type, task: String
  ) throws(ResourceManagerError) -> Body {
    guard response.http.status == 200 else {
      throw ResourceManagerError(task, response.http, requestID: response.requestID)
    }
    do {
      return try JSONDecoder().decode(type, from: Data(response.http.content))
    } catch {
      throw ResourceManagerError(
        task, reason: "the response is not one of Azure Resource Manager. Check that '\(endpoint)' is its address.")
    }
  }

  /// Gets a token, with the error of a request where there is none.
  private func token(insteadOf refused: AccessToken?, _ task: String) async throws(ResourceManagerError) -> AccessToken
  {
    do throws(BackendError) {
      return try await tokens.token(insteadOf: refused)
    } catch {
      throw ResourceManagerError(task, reason: error.description, because: error)
    }
  }

  /// Sends one request.
  private func sendOnce(
    _ request: HTTPRequest, hiding secret: String, _ ownID: String, _ task: String
  ) async throws(ResourceManagerError) -> Response {
    do throws(HTTPClientError) {
      let response = try await retryingClient.send(request).hiding(secret)
      let names = ["x-ms-request-id", "x-ms-correlation-request-id"]
      return Response(response: response, requestID: names.lazy.compactMap(response.value(of:)).first ?? ownID)
    } catch {
      throw ResourceManagerError(task, reason: error.description, because: error)
    }
  }
}
