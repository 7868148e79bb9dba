#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Reconciliation

/// What a write demands of the resource that it is about to change.
enum Precondition: Hashable, Sendable {
  /// There must be no such resource yet.
  case absent
  /// The resource must still have this ETag.
  case unchanged(String)

  /// Demands the ETag that a resource was read with.
  ///
  /// Where it was read without one, nothing that Azure holds fulfils the demand: no write goes out unconditionally.
  init(etag: String?) { self = .unchanged(etag.flatMap { $0.isEmpty || $0 == "*" ? nil : $0 } ?? "none-was-read") }

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
struct ResourceManagerClient: Sendable {
  /// What requests say about the program that sends them.
  static let userAgent = "apim-dns"

  /// The server, without a slash at the end.
  let endpoint: String
  /// The path below which the provider's resources lie, with slashes at both ends.
  let root: String
  /// Where tokens come from.
  let tokens: TokenCache
  /// The way to the network.
  private(set) var sender: PersistentSender
  /// Whose resources these are.
  var provider = ResourceProvider.privateDNS

  /// The same client for work that has the time budget as a whole, from now on.
  func beginning() -> ResourceManagerClient {
    var manager = self
    manager.sender = sender.beginning()
    return manager
  }

  /// Reads one resource.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - type: its shape.
  /// - Returns: the resource; nothing when there is none.
  /// - Throws: ``ResourceManagerError`` for any other answer.
  func get<Body: Decodable>(_ path: String, as type: Body.Type) async throws(ResourceManagerError) -> Body? {
    let answer = try await send("GET", url(path), task: "read \(path)")
    if answer.response.status == 404 { return nil }
    return try decode(answer, as: type, task: "read \(path)")
  }

  /// Reads a whole list, page by page.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - type: the shape of its items.
  /// - Returns: the items of all pages.
  /// - Throws: ``ResourceManagerError`` when a page cannot be read, or lies on another server.
  func list<Item: Decodable & Sendable>(_ path: String, of type: Item.Type) async throws(ResourceManagerError) -> [Item]
  {
    var items: [Item] = []
    var seen: Set<String> = []
    var next: String? = url(path)
    while let page = next {
      guard seen.insert(page).inserted else {
        throw ResourceManagerError(
          "read \(path)", reason: "a page of the list leads back to itself: run the command again")
      }
      let answer = try await send("GET", page, task: "read \(path)")
      let body = try decode(answer, as: WirePage<Item>.self, task: "read \(path)")
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
  func put(_ path: String, _ body: some Encodable, _ precondition: Precondition) async throws(ResourceManagerError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let content = try? encoder.encode(body) else {
      throw ResourceManagerError("write \(path)", reason: "its content cannot be written as JSON: report this")
    }
    let answer = try await send(
      "PUT", url(path), task: "write \(path)", fields: [precondition.field], content: Array(content))
    try await finish(answer, path, task: "write \(path)", isDeletion: false)
  }

  /// Deletes a resource, and waits until that is done; one that is not there is no error.
  ///
  /// - Parameters:
  ///   - path: its path below the root.
  ///   - precondition: what must hold before.
  /// - Throws: ``ResourceManagerError`` when it was not done.
  func delete(_ path: String, _ precondition: Precondition) async throws(ResourceManagerError) {
    let answer = try await send("DELETE", url(path), task: "delete \(path)", fields: [precondition.field])
    if answer.response.status == 404 { return }
    try await finish(answer, path, task: "delete \(path)", isDeletion: true)
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
        task, reason: "the answer leads on to another server than '\(endpoint)': see whether that is a Resource Manager"
      )
    }
    return link
  }
}
