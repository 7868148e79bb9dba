import TestSupport
import Testing

/// What all requests to Resource Manager have in common.
@Suite("The emulator's requests") struct RequestTests {
  @Test(
    "A request requires a supported API version",
    arguments: [
      ("", 400, "MissingApiVersionParameter"), ("?api-version=", 400, "MissingApiVersionParameter"),
      ("?api-version=2020-01-01", 400, "InvalidApiVersionParameter"), ("?api-version=2018-09-01", 200, nil),
      ("?API-VERSION=2020-06-01", 200, nil), ("?api-version=2024-06-01", 200, nil),
    ])
  func version(query: String, status: Int, code: String?) throws {
    let client = try EmulatorClient()
    let reply = try EmulatorClient.exchange(
      client.emulator.port, "GET", EmulatorClient.zones + query,
      fields: ["Authorization": "Bearer \(client.token)"])
    #expect(reply.status == status)
    #expect(reply.wrappedCode == code)
  }

  @Test("The first API version has no internalId") func internalIdentity() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    func identity(_ version: String) throws -> JSON {
      try client.send("GET", "/contoso.example?api-version=\(version)").json["properties"]["internalId"]
    }
    #expect(try identity("2018-09-01") == .null)
    #expect(try identity("2020-06-01").text != nil)
  }

  @Test("Paths are case-insensitive") func pathCase() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let path = EmulatorClient.zones.uppercased().replacing("/SUBSCRIPTIONS", with: "/subscriptions")
    let reply = try client.send("GET", "\(path)/CONTOSO.example/soa/@")
    #expect(reply.status == 200)
    #expect(reply.json["id"] == .string("\(EmulatorClient.zones)/contoso.example/SOA/@"))
  }

  @Test(
    "Unsupported paths are not found",
    arguments: [
      ("GET", "/subscriptions/s/locations", 404, "InvalidResourceType"),
      ("GET", "/subscriptions/s/resourceGroups/g/providers", 404, "InvalidResourceType"),
      ("GET", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnsZones/z", 404, "InvalidResourceType"),
      ("GET", "/contoso.example/NS", 404, "InvalidResourceType"),
      ("GET", "/contoso.example/A/a/b", 404, "InvalidResourceType"),
      ("GET", "//A", 404, "InvalidResourceType"),
      ("GET", "/contoso.example/A/%zz", 404, "InvalidResourceType"),
      ("POST", "", 405, "MethodNotAllowed"),
      ("POST", "/contoso.example", 405, "MethodNotAllowed"),
      ("PUT", "/contoso.example/ALL", 405, "MethodNotAllowed"),
      ("PUT", "/contoso.example/virtualNetworkLinks", 405, "MethodNotAllowed"),
      ("POST", "/contoso.example/virtualNetworkLinks/a", 405, "MethodNotAllowed"),
      ("POST", "/contoso.example/A/a", 405, "MethodNotAllowed"),
    ])
  func unknown(method: String, path: String, status: Int, code: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let reply = try client.send(method, path)
    #expect(reply.status == status)
    #expect(reply.wrappedCode == code)
  }

  @Test("Every response has request and correlation IDs") func tracing() throws {
    let client = try EmulatorClient()
    let reply = try client.send("GET", "", fields: ["x-ms-client-request-id": "my-id"])
    #expect(reply.fields["x-ms-request-id"] == "my-id")
    let correlation = reply.fields["x-ms-correlation-request-id"] ?? ""
    #expect(correlation.utf8.count == 36)
    #expect(reply.fields["x-ms-routing-request-id"]?.hasSuffix(":\(correlation)") == true)
    #expect(reply.fields["x-ms-ratelimit-remaining-subscription-resource-requests"] == "499")
    #expect(reply.fields["date"]?.hasSuffix(" GMT") == true)
    let write = try client.send("DELETE", "/contoso.example")
    #expect(write.fields["x-ms-request-id"]?.utf8.count == 36)
    #expect(write.fields["x-ms-ratelimit-remaining-subscription-resource-requests"] == "11999")
  }

  @Test(
    "URLs in responses have the host of the request",
    arguments: ["localhost:PORT", "127.0.0.1:PORT", "evil.example:PORT", "localhost:+PORT"])
  func host(asked: String) throws {
    let client = try EmulatorClient()
    let port = client.emulator.port
    let connection = try Connection(port: port)
    connection.send(
      "PUT \(EmulatorClient.zones)/contoso.example?api-version=2024-06-01 HTTP/1.1\r\nHost: \(asked.replacing("PORT", with: "\(port)"))\r\n"
        + "Authorization: Bearer \(client.token)\r\nContent-Length: 21\r\nConnection: close\r\n\r\n"
        + #"{"location":"global"}"#)
    let reply = Reply(connection.receiveAll())
    let host = asked == "localhost:PORT" ? "localhost" : "127.0.0.1"
    #expect(reply.fields["location"]?.hasPrefix("http://\(host):\(port)/subscriptions/") == true)
  }
}
