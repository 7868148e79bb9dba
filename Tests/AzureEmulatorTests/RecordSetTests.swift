import Testing

/// Record sets, which are written at once.
@Suite("The emulator's record sets") struct RecordSetTests {
  private let client: EmulatorClient

  init() throws {
    client = try EmulatorClient()
    try client.makeZone("contoso.example")
  }

  private func put(_ path: String, _ properties: String, fields: [String: String] = [:]) throws -> Reply {
    try client.send("PUT", "/contoso.example/\(path)", #"{"properties":{\#(properties)}}"#, fields: fields)
  }

  private let address = #""ttl":300,"aRecords":[{"ipv4Address":"10.1.0.5"}]"#

  @Test("A record set is created with 201 and updated with 200, each time with a new ETag") func upsert() throws {
    let created = try put("a/Gateway", address)
    #expect(created.status == 201)
    #expect(created.fields["etag"] == created.json["etag"].text)
    #expect(created.json["name"] == "gateway")
    #expect(created.json["type"] == "Microsoft.Network/privateDnsZones/A")
    #expect(created.json["id"] == .string("\(EmulatorClient.zones)/contoso.example/A/gateway"))
    #expect(
      created.json["properties"]
        == [
          "fqdn": "gateway.contoso.example.", "ttl": 300, "isAutoRegistered": false,
          "aRecords": [["ipv4Address": "10.1.0.5"]],
        ])
    let updated = try put("A/gateway", #""ttl":0"#)
    #expect(updated.status == 200)
    #expect(updated.json["etag"] != created.json["etag"])
    #expect(updated.json["properties"]["ttl"] == 0)
    #expect(updated.json["properties"]["aRecords"] == [])
    #expect(try client.send("GET", "/contoso.example/A/gateway").body == updated.body)
  }

  @Test(
    "Each type has its own records and its own form of them",
    arguments: [
      ("A/@", "contoso.example.", #""aRecords":[{"ipv4Address":"10.0.0.1"},{"ipv4Address":"10.0.0.2"}]"#),
      ("A/*", "*.contoso.example.", #""aRecords":[]"#),
      ("A/*.b", "*.b.contoso.example.", #""aRecords":[]"#),
      ("AAAA/a", "a.contoso.example.", #""aaaaRecords":[{"ipv6Address":"fd00::5"}]"#),
      ("CNAME/a", "a.contoso.example.", #""cnameRecord":{"cname":"b.contoso.example"}"#),
      ("MX/@", "contoso.example.", #""mxRecords":[{"exchange":"ex.chan.ge","preference":1}]"#),
      ("PTR/5", "5.contoso.example.", #""ptrRecords":[{"ptrdname":"a.b"}]"#),
      ("SRV/_s._tcp", "_s._tcp.contoso.example.", #""srvRecords":[{"port":1,"priority":2,"target":"t.x","weight":3}]"#),
      ("TXT/a", "a.contoso.example.", #""txtRecords":[{"value":["a b","c"]},{"value":["d"]}]"#),
    ])
  func types(path: String, fqdn: String, records: String) throws {
    let reply = try put(path, #""ttl":60,\#(records)"#)
    #expect(reply.status == 201)
    let expected = JSON(#"{"fqdn":"\#(fqdn)","isAutoRegistered":false,"ttl":60,\#(records)}"#)
    #expect(reply.json["properties"] == expected)
  }

  @Test("Metadata is present only if given, and is replaced as a whole") func metadata() throws {
    #expect(try put("A/a", address).json["properties"]["metadata"] == .null)
    let given = try put("A/a", address + #","metadata":{"managedBy":"apim-dns","owner":"x","a b":"lost"}"#)
    #expect(given.json["properties"]["metadata"] == ["managedBy": "apim-dns", "owner": "x"])
    let patched = try client.send("PATCH", "/contoso.example/A/a", #"{"properties":{"metadata":{"k":"v"}}}"#)
    #expect(patched.status == 200)
    #expect(patched.json["properties"]["metadata"] == ["k": "v"])
    #expect(patched.json["properties"]["aRecords"] == [["ipv4Address": "10.1.0.5"]])
    #expect(patched.json["properties"]["ttl"] == 300)
    let emptied = try client.send("PATCH", "/contoso.example/A/a", #"{"properties":{"metadata":{}}}"#)
    #expect(emptied.body.contains(#""metadata":{}"#))
    #expect(try put("A/a", address).json["properties"]["metadata"] == .null)
  }

  @Test(
    "A failed precondition of a record set is rejected at once",
    arguments: [
      ("PUT", "If-None-Match", "*", "exists already and hence cannot be created again."),
      ("PUT", "If-Match", "other", "has been modified (etag mismatch)."),
      ("PATCH", "If-Match", "other", "has been modified (etag mismatch)."),
      ("DELETE", "If-Match", "other", "has been modified (etag mismatch)."),
    ])
  func unmet(method: String, field: String, value: String, message: String) throws {
    let etag = try put("A/Host", address).fields["etag"]
    let body = method == "DELETE" ? nil : #"{"properties":{"ttl":1}}"#
    let reply = try client.send(method, "/contoso.example/A/Host", body, fields: [field: value])
    #expect(reply.status == 412)
    #expect(reply.json == ["code": "PreconditionFailed", "message": .string("The Record set host \(message)")])
    #expect(try client.send("GET", "/contoso.example/A/host").fields["etag"] == etag)
  }

  @Test("A change with a met precondition succeeds; an ETag in the body is not a precondition") func met() throws {
    let etag = try put("A/a", address, fields: ["If-None-Match": "*"]).fields["etag"] ?? ""
    let next = try put("A/a", address, fields: ["If-Match": etag])
    #expect(next.status == 200)
    #expect(try put("A/b", address, fields: ["If-Match": "*"]).status == 412)
    #expect(try put("A/a", address, fields: ["If-None-Match": "ignored"]).status == 200)
    let old = try client.send(
      "PUT", "/contoso.example/A/a", #"{"etag":"\#(etag)","properties":{\#(address)}}"#, fields: ["If-Match": "*"])
    #expect(old.status == 200)
    let last = old.fields["etag"] ?? ""
    #expect(try client.send("DELETE", "/contoso.example/A/a", fields: ["If-Match": last]).status == 200)
  }

  @Test("Deleting a record set returns 200, or 204 if it does not exist") func delete() throws {
    _ = try put("A/a", address)
    let deleted = try client.send("DELETE", "/contoso.example/a/A")
    #expect(deleted.status == 200)
    #expect(deleted.body == "")
    #expect(deleted.fields["content-length"] == "0")
    #expect(try client.send("DELETE", "/contoso.example/A/a").status == 204)
    let missing = try client.send("GET", "/contoso.example/A/a")
    #expect(missing.status == 404)
    #expect(missing.flatCode == "NotFound")
    #expect(try client.send("PATCH", "/contoso.example/A/a", "{}").status == 404)
  }

  @Test(
    "Values that private DNS rejects give an error without a wrapper",
    arguments: [
      ("A/a", #""ttl":300,"aRecords":[{"ipv4Address":"10.1.0.256"}]"#, 400, "BadRequest"),
      ("A/a", #""ttl":300,"aRecords":[{"ipv4Address":"10.1.5"}]"#, 400, "BadRequest"),
      ("A/a", #""ttl":-1"#, 400, "BadRequest"),
      ("A/a", #""ttl":2147483648"#, 400, "BadRequest"),
      ("A/a", #""aRecords":[]"#, 400, "BadRequest"),
      ("A/a..b", #""ttl":300"#, 400, "BadRequest"),
      ("A/a%20b", #""ttl":300"#, 400, "BadRequest"),
      ("AAAA/a", #""ttl":300,"aaaaRecords":[{"ipv6Address":"fd00::g"}]"#, 400, "BadRequest"),
      ("CNAME/@", #""ttl":300,"cnameRecord":{"cname":"a.b"}"#, 400, "BadRequest"),
      ("CNAME/a", #""ttl":300,"cnameRecord":{"cname":"a..b"}"#, 400, "BadRequest"),
      ("MX/a", #""ttl":300,"mxRecords":[{"exchange":"a","preference":65536}]"#, 400, "BadRequest"),
      ("SOA/a", #""ttl":300"#, 400, "BadRequest"),
      ("CNAME/taken", #""ttl":300,"cnameRecord":{"cname":"a.b"}"#, 409, "Conflict"),
      ("TXT/alias", #""ttl":300"#, 409, "Conflict"),
    ])
  func refused(path: String, properties: String, status: Int, code: String) throws {
    _ = try put("A/taken", address)
    _ = try put("CNAME/alias", #""ttl":300,"cnameRecord":{"cname":"a.b"}"#)
    let reply = try put(path, properties)
    #expect(reply.status == status)
    #expect(reply.flatCode == code)
  }

  @Test("A record set needs an existing zone", arguments: ["PUT", "GET", "PATCH", "DELETE"])
  func missingZone(method: String) throws {
    let reply = try client.send(method, "/other.example/A/a", #"{"properties":{"ttl":1}}"#)
    #expect(reply.status == 404)
    #expect(reply.wrappedCode == "ParentResourceNotFound")
  }

  @Test("The SOA of a zone is there from the start and keeps its host and serial number") func soa() throws {
    let soa = try client.send("GET", "/contoso.example/SOA/@")
    #expect(
      soa.json["properties"]["soaRecord"]
        == [
          "email": "azureprivatedns-host.microsoft.com", "expireTime": 2_419_200, "host": "azureprivatedns.net",
          "minimumTtl": 10, "refreshTime": 3600, "retryTime": 300, "serialNumber": 1,
        ])
    let wanted = #"{"properties":{"soaRecord":{"host":"x","email":"me.example","serialNumber":5,"minimumTtl":2}}}"#
    let patched = try client.send("PATCH", "/contoso.example/SOA/@", wanted)
    #expect(patched.status == 200)
    #expect(patched.json["properties"]["soaRecord"]["email"] == "me.example")
    #expect(patched.json["properties"]["soaRecord"]["minimumTtl"] == 2)
    #expect(patched.json["properties"]["soaRecord"]["serialNumber"] == 1)
    #expect(patched.json["properties"]["soaRecord"]["host"] == "azureprivatedns.net")
    #expect(try client.send("DELETE", "/contoso.example/SOA/@").flatCode == "BadRequest")
  }
}
