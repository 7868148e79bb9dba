package import ConcurrentWork

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
package import Reconciliation

/// The condition of a write.
package enum Precondition: Hashable, Sendable {
  /// The resource must not exist.
  case absent
  /// The resource must still have this ETag.
  case unchanged(String)

  /// Requires the ETag that a resource was read with.
  ///
  /// If it was read without an ETag, the condition never holds: no write is unconditional.
  package init(etag: String?) {
    self = .unchanged(etag.flatMap { $0.isEmpty || $0 == "*" ? nil : $0 } ?? "none-was-read")
  }

  /// The header field ([RFC 9110 §13.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1)).
  ///
  /// Private DNS requires ETags exactly as it sent them, with or without quotation marks.
  var field: HTTPField {
    switch self {
    case .absent: HTTPField("If-None-Match", "*")
    case .unchanged(let etag): HTTPField("If-Match", etag)
    }
  }
}

/// A client of Azure Resource Manager for the resources below one path.
package struct ResourceManagerClient: Sendable {
  static let userAgent = "apim-dns"
  /// The most requests in flight.
  package static let maximumConcurrentRequests = RateLimiter.maximumConcurrency

  /// The address of the server, without a slash at the end.
  let endpoint: String
  /// The path prefix of the provider's resources, with slashes at both ends.
  package let root: String
  /// Caches the access token.
  package let tokens: TokenCache
  private(set) var retryingClient: RetryingClient
  /// The resource provider and its API version.
  private(set) var provider: ResourceProvider

  /// Checks the endpoint; sends nothing yet.
  ///
  /// - Parameters:
  ///   - endpoint: the address of Resource Manager.
  ///   - root: the path prefix of the provider's resources, with slashes at both ends.
  ///   - provider: the resource provider.
  ///   - client: sends the requests.
  ///   - tokens: the source of access tokens.
  ///   - timeout: the most seconds for each request, or for all requests after ``withSharedDeadline()``, retries included.
  ///   - time: the clock.
  /// - Throws: ``BackendError`` if the endpoint is not valid, or would receive a token unencrypted.
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

  /// A client of another resource provider on the same server, with the same tokens.
  package func using(_ provider: ResourceProvider) -> ResourceManagerClient {
    var manager = self
    manager.provider = provider
    return manager
  }

  /// A client whose requests share one deadline, which starts now.
  package func withSharedDeadline() -> ResourceManagerClient {
    var manager = self
    manager.retryingClient = retryingClient.withSharedDeadline()
    return manager
  }

  /// A client that sends no write after a stop signal.
  package func stopping(on stop: StopSignal) -> ResourceManagerClient {
    var manager = self
    manager.retryingClient = retryingClient.stopping(on: stop)
    return manager
  }

  /// Reads a resource.
  ///
  /// - Parameters:
  ///   - path: its path relative to the root.
  ///   - type: its type.
  /// - Returns: the resource; nil if it does not exist.
  /// - Throws: ``ResourceManagerError`` for any other response.
  package func get<Body: Decodable>(_ path: String, as type: Body.Type) async throws(ResourceManagerError) -> Body? {
    let response = try await send("GET", url(path), task: "read \(path)")
    if response.http.status == 404 { return nil }
    return try decode(response, as: type, task: "read \(path)")
  }

  /// Reads all pages of a list.
  ///
  /// - Parameters:
  ///   - path: its path relative to the root.
  ///   - type: the type of its items.
  /// - Returns: the items of all pages.
  /// - Throws: ``ResourceManagerError`` if a page cannot be read, or is on another server.
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
      next = try body.nextLink.map { (link) throws(ResourceManagerError) in try checked(link, task: "read \(path)") }
      if next?.isEmpty == true { next = nil }
    }
    return items
  }

  /// Creates or replaces a resource, and waits until that is done.
  ///
  /// - Parameters:
  ///   - path: its path relative to the root.
  ///   - body: its new value.
  ///   - precondition: the condition of the write.
  /// - Throws: ``ResourceManagerError`` if it failed.
  package func put(_ path: String, _ body: some Encodable, _ precondition: Precondition)
    async throws(ResourceManagerError)
  { try await write("PUT", path, body, precondition) }

  /// Changes the given properties of a resource, and waits until that is done.
  ///
  /// - Parameters:
  ///   - path: its path relative to the root.
  ///   - body: the properties to change.
  ///   - precondition: the condition of the write.
  /// - Throws: ``ResourceManagerError`` if it failed.
  package func patch(_ path: String, _ body: some Encodable, _ precondition: Precondition)
    async throws(ResourceManagerError)
  { try await write("PATCH", path, body, precondition) }

  private func write(_ method: String, _ path: String, _ body: some Encodable, _ precondition: Precondition)
    async throws(ResourceManagerError)
  {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let content = try? encoder.encode(body) else {
      throw ResourceManagerError(
        "write \(path)", reason: "the request body cannot be encoded as JSON. Report this bug.")
    }
    let response = try await sendWrite(
      method, url(path), task: "write \(path)", fields: [precondition.field], content: Array(content))
    try await finish(response, path, task: "write \(path)", isDeletion: false)
  }

  /// Sends a write; its error says whether the write may be done all the same.
  private func sendWrite(
    _ method: String, _ url: String, task: String, fields: [HTTPField], content: [UInt8] = []
  ) async throws(ResourceManagerError) -> Response {
    do throws(ResourceManagerError) {
      return try await send(method, url, task: task, fields: fields, content: content)
    } catch {
      throw (error.underlyingError as? HTTPClientError)?.mayHaveArrived == true ? error.withUnknownResult() : error
    }
  }

  /// Deletes a resource, and waits until that is done.
  ///
  /// A missing resource is not an error.
  ///
  /// - Parameters:
  ///   - path: its path relative to the root.
  ///   - precondition: the condition of the deletion.
  /// - Throws: ``ResourceManagerError`` if it failed.
  package func delete(_ path: String, _ precondition: Precondition) async throws(ResourceManagerError) {
    let response = try await sendWrite("DELETE", url(path), task: "delete \(path)", fields: [precondition.field])
    if response.http.status == 404 { return }
    try await finish(response, path, task: "delete \(path)", isDeletion: true)
  }

  /// The URL of a path relative to the root, or of one that begins with a slash.
  func url(_ path: String) -> String {
    "\(endpoint)\(path.hasPrefix("/") ? path : root + path)?api-version=\(provider.apiVersion)"
  }

  /// Checks that a URL from a response is on the same server.
  ///
  /// A token that is sent to another server is lost to its operator. Messages do not show the URL: since 2024 such URLs are signed.
  func checked(_ link: String, task: String) throws(ResourceManagerError) -> String {
    guard link.isEmpty || WebAddress(link) == WebAddress(endpoint) else {
      throw ResourceManagerError(
        task,
        reason:
          "the response links to a server other than '\(endpoint)'. Check that the endpoint is Azure Resource Manager."
      )
    }
    return link
  }

  /// A response and its request ID.
  struct Response: Sendable {
    let http: HTTPResponse
    /// The request ID that Azure assigned, else the one that was sent.
    let requestID: String
    /// The subscription in the URL of the request; nil if there is none.
    let subscription: String?

    /// Pairs a response with what its request says.
    init(_ http: HTTPResponse, url: String, ownID: String) {
      self.http = http
      let names = ["x-ms-request-id", "x-ms-correlation-request-id"]
      requestID = names.lazy.compactMap(http.value(of:)).first ?? ownID
      let parts = url.utf8.prefix { $0 != UInt8(ascii: "?") }.split(separator: UInt8(ascii: "/"))
      let name = parts.firstIndex { $0.elementsEqual("subscriptions".utf8) }
      subscription = name.flatMap { parts.dropFirst($0 + 1).first }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// A later response about the operation that a response began.
    init(_ http: HTTPResponse, after initial: Response) {
      self.http = http
      requestID = initial.requestID
      subscription = initial.subscription
    }
  }

  /// How many tokens a request may use up, if each was accepted before and then refused.
  private static let tokenLimit = 5

  /// Sends a request with a token.
  ///
  /// A refused token is renewed once, and again only if it was accepted before.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - url: the absolute URL on the endpoint.
  ///   - task: what is requested, for messages.
  ///   - fields: additional header fields.
  ///   - content: the JSON body; empty for none.
  /// - Returns: a response with any status but 401.
  /// - Throws: ``ResourceManagerError`` if there is no response, or a new token was refused too.
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
      let response = try await sendOnce(request, hiding: token.secret, ownID, task)
      guard response.http.status == 401 else {
        token.wasAccepted.set()
        return response
      }
      tokens += 1
      guard refused == nil || (token.wasAccepted.isSet && tokens < Self.tokenLimit) else {
        throw ResourceManagerError(task, response)
      }
      refused = token
    }
  }

  /// Decodes the body of a successful response.
  ///
  /// - Parameters:
  ///   - response: the response.
  ///   - type: the type of the body.
  ///   - task: what was requested, for messages.
  /// - Returns: the body.
  /// - Throws: ``ResourceManagerError`` if the status is not 200, or the body cannot be decoded.
  func decode<Body: Decodable>(
    _ response: Response, as type: Body.Type, task: String
  ) throws(ResourceManagerError) -> Body {
    guard response.http.status == 200 else {
      throw ResourceManagerError(task, response)
    }
    do {
      return try JSONDecoder().decode(type, from: Data(response.http.content))
    } catch {
      throw ResourceManagerError(
        task,
        reason: "the response is not in the format of Azure Resource Manager. Check that '\(endpoint)' is its "
          + "address.")
    }
  }

  /// Gets a token; an error names the request that needs it.
  private func token(insteadOf refused: AccessToken?, _ task: String) async throws(ResourceManagerError) -> AccessToken
  {
    do throws(BackendError) {
      return try await tokens.token(insteadOf: refused)
    } catch {
      throw ResourceManagerError(task, reason: error.description, because: error)
    }
  }

  private func sendOnce(
    _ request: HTTPRequest, hiding secret: String, _ ownID: String, _ task: String
  ) async throws(ResourceManagerError) -> Response {
    do throws(HTTPClientError) {
      return Response(try await retryingClient.send(request).hiding(secret), url: request.url, ownID: ownID)
    } catch {
      throw ResourceManagerError(task, reason: error.description, because: error)
    }
  }
}
