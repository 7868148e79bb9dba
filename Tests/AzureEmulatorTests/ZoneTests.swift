import TestSupport
import Testing

/// Zones and the operations that change them.
@Suite("The emulator's zones") struct ZoneTests {
  @Test("A zone exists after the second poll of its operation") func create() throws {
    let client = try EmulatorClient(["--retry-after", "7"])
    let accepted = try client.send("PUT", "/Contoso.Example", #"{"location":"global","tags":{"owner":"a b"}}"#)
    #expect(accepted.status == 202)
    #expect(accepted.body == "{}")
    #expect(accepted.fields["retry-after"] == "7")
    let status = accepted.fields["azure-asyncoperation"] ?? ""
    #expect(status.hasPrefix(client.emulator.endpoint))
    #expect(status.contains("/providers/Microsoft.Network/privateDnsOperationStatuses/"))
    #expect((3200...3500).contains(status.utf8.count))
    #expect(accepted.fields["location"]?.contains("/privateDnsOperationResults/") == true)

    let first = try client.follow(status)
    #expect(first.status == 202)
    #expect(first.body == #"{"status":"InProgress"}"#)
    #expect(first.fields["retry-after"] == "7")
    #expect(first.fields["azure-asyncoperation"] == status)
    #expect(try client.send("GET", "/contoso.example").status == 404)

    let second = try client.follow(status)
    #expect(second.status == 200)
    #expect(second.body == #"{"status":"Succeeded"}"#)
    let zone = try client.send("GET", "/contoso.example")
    #expect(zone.status == 200)
    #expect(zone.fields["etag"] == zone.json["etag"].text)
    #expect(zone.json["name"] == "contoso.example")
    #expect(zone.json["tags"] == ["owner": "a b"])
    #expect(zone.json["properties"]["numberOfRecordSets"] == 1)
    #expect(zone.body.contains(#""type":"Microsoft.Network\/privateDnsZones""#))
  }

  @Test("The URL of an operation must be polled unchanged") func signature() throws {
    let client = try EmulatorClient()
    let accepted = try client.send("PUT", "/contoso.example", #"{"location":"global"}"#)
    let address = accepted.fields["azure-asyncoperation"] ?? ""
    for other in [
      String(address.dropLast()), address + "A", address.replacing("&t=", with: "&T="),
      address.replacing("=?", with: "%3D?"), address.replacing("OperationStatuses", with: "operationstatuses"),
    ] where other != address {
      #expect(try client.follow(other).wrappedCode == "InvalidOperationAddress")
    }
    let unknown = address.replacing("Statuses/", with: "Statuses/A")
    #expect(try client.follow(unknown).status == 404)
    #expect(try client.finish(accepted).json["status"] == "Succeeded")
  }

  @Test("The result of an operation is the zone, or an empty object after a deletion") func result() throws {
    let client = try EmulatorClient()
    let accepted = try client.send("PUT", "/contoso.example", #"{"location":"global"}"#)
    #expect(try client.follow(accepted.fields["location"]).status == 202)
    #expect(try client.follow(accepted.fields["location"]).json["name"] == "contoso.example")
    let deleted = try client.send("DELETE", "/contoso.example")
    #expect(deleted.status == 202)
    #expect(deleted.body == "")
    #expect(try client.follow(deleted.fields["location"]).status == 202)
    let last = try client.follow(deleted.fields["location"])
    #expect(last.status == 200)
    #expect(last.body == "{}")
    #expect(try client.send("GET", "/contoso.example").status == 404)
  }

  @Test("Operations on a zone finish in order of acceptance") func order() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let first = try client.send("PATCH", "/contoso.example", #"{"tags":{"n":"1"}}"#)
    let second = try client.send("PATCH", "/contoso.example", #"{"tags":{"n":"2"}}"#)
    #expect(try client.finish(second).json["status"] == "Succeeded")
    #expect(try client.finish(first).json["status"] == "Succeeded")
    #expect(try client.send("GET", "/contoso.example").json["tags"] == ["n": "2"])
  }

  @Test(
    "A failed precondition of a zone fails the operation",
    arguments: [
      ("PUT", "If-None-Match", "*", "exists already and hence cannot be created again."),
      ("PUT", "If-Match", "other", "has been modified (etag mismatch)."),
      ("PATCH", "If-Match", "other", "has been modified (etag mismatch)."),
      ("DELETE", "If-Match", "other", "has been modified (etag mismatch)."),
    ])
  func precondition(method: String, field: String, value: String, message: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let etag = try client.send("GET", "/contoso.example").fields["etag"]
    let body = method == "DELETE" ? nil : #"{"location":"global"}"#
    let accepted = try client.send(method, "/contoso.example", body, fields: [field: value])
    #expect(accepted.status == 202)
    let last = try client.finish(accepted)
    #expect(last.status == 200)
    let error: JSON = ["code": "PreconditionFailed", "message": .string("The Zone contoso.example \(message)")]
    #expect(last.json == ["status": "Failed", "error": error])
    #expect(try client.follow(accepted.fields["location"]).status == 412)
    #expect(try client.send("GET", "/contoso.example").fields["etag"] == etag)
  }

  @Test("A zone's own ETag is a met precondition, and changes with the zone") func etag() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example", tags: #"{"a":"b"}"#)
    let etag = try client.send("GET", "/contoso.example").fields["etag"] ?? ""
    let accepted = try client.send("PATCH", "/contoso.example", "{}", fields: ["If-Match": etag])
    #expect(try client.finish(accepted).json == ["status": "Succeeded"])
    let zone = try client.send("GET", "/contoso.example")
    #expect(zone.fields["etag"] != etag)
    #expect(zone.json["tags"] == ["a": "b"])
    _ = try client.finish(client.send("PATCH", "/contoso.example", #"{"tags":{}}"#))
    #expect(try client.send("GET", "/contoso.example").json["tags"] == [:])
  }

  @Test(
    "An invalid zone is rejected at once",
    arguments: [
      ("single", #"{"location":"global"}"#, "BadRequest"),
      ("a..example", #"{"location":"global"}"#, "BadRequest"),
      ("a%20b.example", #"{"location":"global"}"#, "BadRequest"),
      ("windows.net", #"{"location":"global"}"#, "BadRequest"),
      ("contoso.example", "{}", "LocationRequired"),
      ("contoso.example", #"{"location":"westus"}"#, "LocationNotAvailableForResourceType"),
      ("contoso.example", #"{"location":"#, "InvalidRequestContent"),
      ("contoso.example", #"{"location":"global","tags":{"a":1}}"#, "InvalidRequestContent"),
    ])
  func refused(name: String, body: String, code: String) throws {
    let client = try EmulatorClient()
    let reply = try client.send("PUT", "/\(name)", body)
    #expect(reply.status == 400)
    #expect(reply.wrappedCode == code)
  }

  @Test("A zone with links is not deleted; deleting a missing zone succeeds") func delete() throws {
    let client = try EmulatorClient()
    #expect(try client.send("DELETE", "/contoso.example").status == 204)
    try client.makeZone("contoso.example")
    try client.makeLink("hub", in: "contoso.example")
    let reply = try client.send("DELETE", "/contoso.example")
    #expect(reply.status == 409)
    #expect(reply.wrappedCode == "CannotDeleteResource")
    #expect(reply.body.contains("'Microsoft.Network/privateDnsZones/contoso.example/virtualNetworkLinks/hub'"))
    _ = try client.finish(client.send("DELETE", "/contoso.example/virtualNetworkLinks/hub"))
    #expect(try client.finish(client.send("DELETE", "/contoso.example")).json == ["status": "Succeeded"])
  }

  @Test("A missing zone is not found", arguments: ["GET", "PATCH"]) func missing(method: String) throws {
    let client = try EmulatorClient()
    let reply = try client.send(method, "/contoso.example", "{}")
    #expect(reply.status == 404)
    #expect(reply.wrappedCode == "ResourceNotFound")
    #expect(reply.fields["x-ms-failure-cause"] == "gateway")
  }
}
