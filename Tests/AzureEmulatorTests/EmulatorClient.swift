import Foundation
import TestSupport

/// An emulator of its own for one test, and a client that has a token for it.
final class EmulatorClient: Sendable {
  /// The emulator.
  let emulator: RunningEmulator
  /// The token that requests are sent with.
  let token: String

  /// Starts an emulator and gets a token.
  ///
  /// - Parameter arguments: its arguments beside the port.
  init(_ arguments: [String] = []) throws {
    emulator = try RunningEmulator(arguments)
    token = try Self.token(emulator.port).json["access_token"].text ?? ""
  }

  /// A form that gets a token.
  static let form =
    "grant_type=client_credentials&client_id=app&client_secret=s%2Bcret"
    + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"

  /// Asks for a token.
  static func token(_ port: UInt16, form: String = form) throws -> Reply {
    try exchange(
      port, "POST", "/tenant/oauth2/v2.0/token", body: form,
      fields: ["Content-Type": "application/x-www-form-urlencoded"])
  }

  /// Sends one request on a connection of its own.
  static func exchange(
    _ port: UInt16, _ method: String, _ target: String, body: String? = nil, fields: [String: String] = [:]
  ) throws -> Reply {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    let connection = try Connection(port: port)
    connection.send(head + "\r\n" + (body ?? ""))
    return Reply(connection.receiveAll())
  }

  /// The path of the zones of a resource group.
  static let zones = "/subscriptions/0000-1111/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones"

  /// Sends one request with the token.
  ///
  /// - Parameters:
  ///   - method: the method.
  ///   - path: the path after that of the zones, or one that begins with `/subscriptions`, with or without a query.
  ///   - body: the body.
  ///   - fields: further header fields.
  /// - Returns: the answer.
  func send(
    _ method: String, _ path: String, _ body: String? = nil, fields: [String: String] = [:]
  ) throws -> Reply {
    var target = path.hasPrefix("/subscriptions") ? path : Self.zones + path
    if !target.contains("api-version=") { target += (target.contains("?") ? "&" : "?") + "api-version=2024-06-01" }
    let authorization = ["Authorization": "Bearer \(token)", "Content-Type": "application/json"]
    return try Self.exchange(
      emulator.port, method, target, body: body, fields: authorization.merging(fields) { $1 })
  }

  /// Follows an absolute address of the emulator.
  func follow(_ address: String?) throws -> Reply {
    let endpoint = emulator.endpoint
    guard let address, address.hasPrefix(endpoint) else { return Reply([]) }
    return try send("GET", String(address.dropFirst(endpoint.count)))
  }

  /// Polls the operation of an accepted change until it has ended, and gives the last answer.
  func finish(_ accepted: Reply) throws -> Reply {
    for _ in 0..<10 {
      let poll = try follow(accepted.fields["azure-asyncoperation"])
      if poll.status != 202 { return poll }
    }
    return Reply([])
  }

  /// Makes a zone.
  @discardableResult
  func makeZone(_ name: String, tags: String = "{}") throws -> Reply {
    try finish(send("PUT", "/\(name)", #"{"location":"global","tags":\#(tags)}"#))
  }

  /// Makes a link.
  @discardableResult
  func makeLink(_ name: String, in zone: String, network: String = "vnet1") throws -> Reply {
    try finish(send("PUT", "/\(zone)/virtualNetworkLinks/\(name)", Self.link(network)))
  }

  /// What a request for a link says.
  static func link(_ network: String, registration: Bool = false) -> String {
    """
    {"location":"global","properties":{"registrationEnabled":\(registration),"virtualNetwork":{"id":\
    "/subscriptions/0000-1111/resourceGroups/rg-dns/providers/Microsoft.Network/virtualNetworks/\(network)"}}}
    """
  }
}
