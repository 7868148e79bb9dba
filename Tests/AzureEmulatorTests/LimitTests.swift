import TestSupport
import Testing

/// How much private DNS allows, at the real values.
@Suite("The emulator's limits") struct LimitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// An emulator that holds zones, each with further members in JSON.
  private func client(_ zones: [(name: String, members: String)]) throws -> EmulatorClient {
    let texts = zones.map {
      #"{"subscription":"0000-1111","resourceGroup":"rg-dns","name":"\#($0.name)"\#($0.members)}"#
    }
    let file = try folder.write("state.json", text: #"{"version":1,"zones":[\#(texts.joined(separator: ","))]}"#)
    return try EmulatorClient(["--state", file])
  }

  /// The member with a zone's links.
  private func links(_ networks: [String], registration: Bool = false) -> String {
    let links = networks.map { name in
      """
      {"name":"\(name)","registrationEnabled":\(registration),"virtualNetwork":{"id":\
      "/subscriptions/0000-1111/resourceGroups/rg-dns/providers/Microsoft.Network/virtualNetworks/\(name)"}}
      """
    }
    return #","links":[\#(links.joined(separator: ","))]"#
  }

  private func expectFailure(
    _ client: EmulatorClient, _ accepted: Reply, _ message: String, _ location: SourceLocation = #_sourceLocation
  ) throws {
    let error: JSON = ["code": "Conflict", "message": .string(message)]
    #expect(try client.finish(accepted).json == ["status": "Failed", "error": error], sourceLocation: location)
    #expect(try client.follow(accepted.fields["location"]).status == 409, sourceLocation: location)
  }

  @Test("A subscription has 1000 zones") func zones() throws {
    let client = try client((0..<999).map { ("z\($0).example", "") })
    #expect(try client.makeZone("last.example").json == ["status": "Succeeded"])
    try expectFailure(
      client, client.send("PUT", "/more.example", #"{"location":"global"}"#),
      "The subscription '0000-1111' has 1000 private zones, the most it may have.")
    #expect(try client.makeZone("z1.example").json == ["status": "Succeeded"])
    let other = EmulatorClient.zones.replacing("0000-1111", with: "2222-3333") + "/more.example"
    #expect(try client.finish(client.send("PUT", other, #"{"location":"global"}"#)).json == ["status": "Succeeded"])
  }

  @Test("A zone has 25,000 record sets, its SOA among them") func recordSets() throws {
    let sets = (0..<24_998).map { #"{"type":"A","name":"n\#($0)","ttl":1}"# }.joined(separator: ",")
    let client = try client([("contoso.example", #","recordSets":[\#(sets)]"#)])
    let body = #"{"properties":{"ttl":1}}"#
    #expect(try client.send("PUT", "/contoso.example/A/last", body).status == 201)
    #expect(try client.send("GET", "/contoso.example").json["properties"]["numberOfRecordSets"] == 25_000)
    let reply = try client.send("PUT", "/contoso.example/A/more", body)
    #expect(reply.status == 409)
    #expect(
      reply.json == [
        "code": "Conflict",
        "message":
          "You have reached or exceeded the maximum number of record resources in zone 'contoso.example'. You have 25000 record resources of 25000 allowed.",
      ])
    #expect(try client.send("PUT", "/contoso.example/A/last", body).status == 200)
  }

  @Test("A record set has 20 records") func records() throws {
    let client = try client([("contoso.example", "")])
    func body(_ count: Int) -> String {
      let records = (0..<count).map { #"{"ipv4Address":"10.0.0.\#($0)"}"# }.joined(separator: ",")
      return #"{"properties":{"ttl":1,"aRecords":[\#(records)]}}"#
    }
    #expect(try client.send("PUT", "/contoso.example/A/a", body(20)).status == 201)
    let reply = try client.send("PUT", "/contoso.example/A/a", body(21))
    #expect(reply.status == 409)
    #expect(
      reply.json == [
        "code": "Conflict", "message": "The record set 'a' has 21 records; the most that it may have is 20.",
      ])
  }

  @Test("A zone has 1000 links") func zoneLinks() throws {
    let client = try client([("contoso.example", links((0..<999).map { "v\($0)" }))])
    #expect(try client.makeLink("last", in: "contoso.example", network: "last").json == ["status": "Succeeded"])
    try expectFailure(
      client, client.send("PUT", "/contoso.example/virtualNetworkLinks/more", EmulatorClient.link("more")),
      "The zone 'contoso.example' has 1000 virtual network links, the most it may have.")
    #expect(try client.makeLink("v1", in: "contoso.example", network: "v1").json == ["status": "Succeeded"])
  }

  @Test("A zone has 100 links with auto-registration") func registrations() throws {
    let client = try client([("contoso.example", links((0..<99).map { "v\($0)" }, registration: true))])
    let path = "/contoso.example/virtualNetworkLinks"
    let last = try client.send("PUT", "\(path)/last", EmulatorClient.link("last", registration: true))
    #expect(try client.finish(last).json == ["status": "Succeeded"])
    try expectFailure(
      client, client.send("PUT", "\(path)/more", EmulatorClient.link("more", registration: true)),
      "The zone 'contoso.example' has 100 virtual network links with auto-registration, the most it may have.")
    #expect(try client.makeLink("more", in: "contoso.example", network: "more").json == ["status": "Succeeded"])
  }

  @Test("A virtual network is linked to 1000 zones") func networkZones() throws {
    // In two subscriptions, because one has at most 1000 zones.
    let client = try client(
      (0..<999).map { ("z\($0).example", links(["hub"])) } + [("last.example", "")])
    #expect(try client.makeLink("hub", in: "last.example", network: "hub").json == ["status": "Succeeded"])
    let other = EmulatorClient.zones.replacing("0000-1111", with: "2222-3333") + "/more.example"
    #expect(try client.finish(client.send("PUT", other, #"{"location":"global"}"#)).json == ["status": "Succeeded"])
    try expectFailure(
      client, client.send("PUT", "\(other)/virtualNetworkLinks/hub", EmulatorClient.link("HUB")),
      "The virtual network '/subscriptions/0000-1111/resourceGroups/rg-dns/providers/Microsoft.Network/virtualNetworks/HUB' is linked to 1000 zones, the most it may be linked to."
    )
  }
}
