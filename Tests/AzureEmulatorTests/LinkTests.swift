import Testing

/// Links of zones to virtual networks.
@Suite("The emulator's links") struct LinkTests {
  private let links = "/contoso.example/virtualNetworkLinks"

  @Test("A link has an ETag with quotation marks in it") func create() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let accepted = try client.send("PUT", "\(links)/Hub-1", EmulatorClient.link("vnet1", registration: true))
    #expect(accepted.status == 202)
    #expect(accepted.body == "{}")
    #expect(try client.send("GET", "\(links)/Hub-1").status == 404)
    #expect(try client.finish(accepted).json == ["status": "Succeeded"])
    let link = try client.send("GET", "\(links)/hub-1")
    #expect(link.status == 200)
    #expect(link.json["name"] == "Hub-1")
    #expect(link.json["type"] == "Microsoft.Network/privateDnsZones/virtualNetworkLinks")
    let etag = link.fields["etag"] ?? ""
    #expect(etag.hasPrefix("\"") && etag.hasSuffix("\"") && etag.utf8.count == 38)
    #expect(link.json["etag"].text == etag)
    #expect(link.json["properties"]["registrationEnabled"] == true)
    #expect(link.json["properties"]["provisioningState"] == "Succeeded")
    #expect(link.json["properties"]["virtualNetworkLinkState"] == "Completed")
    #expect(link.json["properties"]["resolutionPolicy"] == .null)
    let properties = try client.send("GET", "/contoso.example").json["properties"]
    #expect(properties["numberOfVirtualNetworkLinks"] == 1)
    #expect(properties["numberOfVirtualNetworkLinksWithRegistration"] == 1)
  }

  @Test("A PATCH changes only the given properties") func patch() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    try client.makeLink("hub", in: "contoso.example")
    let before = try client.send("GET", "\(links)/hub")
    let body = #"{"tags":{"a":"b"},"properties":{"registrationEnabled":true,"resolutionPolicy":"NxDomainRedirect"}}"#
    let etag = ["If-Match": before.fields["etag"] ?? ""]
    #expect(try client.finish(client.send("PATCH", "\(links)/hub", body, fields: etag)).json["status"] == "Succeeded")
    let after = try client.send("GET", "\(links)/hub").json
    #expect(after["tags"] == ["a": "b"])
    #expect(after["properties"]["registrationEnabled"] == true)
    #expect(after["properties"]["resolutionPolicy"] == "NxDomainRedirect")
    #expect(after["properties"]["virtualNetwork"] == before.json["properties"]["virtualNetwork"])
    #expect(after["etag"] != before.json["etag"])
  }

  @Test(
    "A failed precondition of a link fails the operation",
    arguments: [
      (
        "PUT", "If-None-Match", "*",
        "link hub for the Private DNS zone contoso.example exists already and hence cannot be created again."
      ),
      (
        "PUT", "If-Match", "other",
        "link 'hub' for the Private DNS zone 'contoso.example' has been modified (etag mismatch)."
      ),
      (
        "PATCH", "If-Match", "other",
        "link 'hub' for the Private DNS zone 'contoso.example' has been modified (etag mismatch)."
      ),
      (
        "DELETE", "If-Match", "other",
        "link 'hub' for the Private DNS zone 'contoso.example' has been modified (etag mismatch)."
      ),
    ])
  func precondition(method: String, field: String, value: String, message: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    try client.makeLink("hub", in: "contoso.example")
    let body = method == "DELETE" ? nil : EmulatorClient.link("vnet1")
    let accepted = try client.send(method, "\(links)/hub", body, fields: [field: value])
    #expect(accepted.status == 202)
    let text = "The Virtual Network \(message)"
    #expect(
      try client.finish(accepted).json
        == ["status": "Failed", "error": ["code": "PreconditionFailed", "message": .string(text)]])
  }

  @Test(
    "An invalid link is rejected at once",
    arguments: [
      ("hub", #"{"location":"global"}"#, 400, "BadRequest"),
      ("hub", #"{"location":"global","properties":{"virtualNetwork":{"id":"vnet"}}}"#, 400, "LinkedInvalidPropertyId"),
      ("hub", EmulatorClient.link("v").replacing("global", with: "westus"), 400, "LocationNotAvailableForResourceType"),
      ("hub-", EmulatorClient.link("v"), 400, "InvalidResourceName"),
      ("hub%20", EmulatorClient.link("v"), 400, "InvalidResourceName"),
      ("hub", #"{"location":"global","properties":{"registrationEnabled":"yes"}}"#, 400, "InvalidRequestContent"),
      (
        "hub", EmulatorClient.link("v").replacing("\"reg", with: "\"resolutionPolicy\":\"Never\",\"reg"), 400,
        "BadRequest"
      ),
    ])
  func refused(name: String, body: String, status: Int, code: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let reply = try client.send("PUT", "\(links)/\(name)", body)
    #expect(reply.status == status)
    #expect(reply.wrappedCode == code)
  }

  @Test("A missing link is not found; deleting it succeeds") func missing() throws {
    let client = try EmulatorClient()
    #expect(try client.send("PUT", "\(links)/hub", EmulatorClient.link("v")).wrappedCode == "ParentResourceNotFound")
    #expect(try client.send("GET", links).wrappedCode == "ParentResourceNotFound")
    #expect(try client.send("GET", "\(links)/hub").wrappedCode == "ResourceNotFound")
    #expect(try client.send("PATCH", "\(links)/hub", "{}").wrappedCode == "ResourceNotFound")
    let deleted = try client.send("DELETE", "\(links)/hub")
    #expect(deleted.status == 204)
    #expect(deleted.body == "")
  }

  @Test("A link is not created if its zone is deleted first") func zoneGone() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let deletion = try client.send("DELETE", "/contoso.example")
    let link = try client.send("PUT", "\(links)/hub", EmulatorClient.link("v"))
    #expect(try client.finish(deletion).json["status"] == "Succeeded")
    #expect(try client.finish(link).json["error"]["code"] == "ParentResourceNotFound")
  }
}
