import Testing

/// Lists, page by page.
@Suite("The emulator's lists") struct ListTests {
  private func pages(_ client: EmulatorClient, _ path: String) throws -> [[String]] {
    var pages: [[String]] = []
    var reply = try client.send("GET", path)
    while true {
      #expect(reply.status == 200)
      pages.append(reply.json["value"].elements.compactMap { $0["name"].text })
      guard let next = reply.json["nextLink"].text, pages.count < 100 else { return pages }
      reply = try client.follow(next)
    }
  }

  private func filled(_ arguments: [String] = []) throws -> EmulatorClient {
    let client = try EmulatorClient(arguments)
    try client.makeZone("contoso.example")
    for path in ["A/b", "A/a", "A/c.x", "A/d.x", "TXT/a", "MX/@", "A/x"] {
      #expect(try client.send("PUT", "/contoso.example/\(path)", #"{"properties":{"ttl":1}}"#).status == 201)
    }
    return client
  }

  @Test("An empty list has no next page") func empty() throws {
    let client = try EmulatorClient()
    let reply = try client.send("GET", "")
    #expect(reply.body == #"{"value":[]}"#)
    #expect(reply.fields["x-ms-ratelimit-remaining-subscription-resource-entities-read"] == "60000")
  }

  @Test(
    "Record sets are listed by type and name, page by page",
    arguments: [
      ("/ALL", [["@", "a", "b", "c.x", "d.x", "x", "@", "a"]]),
      ("/all?$top=3", [["@", "a", "b"], ["c.x", "d.x", "x"], ["@", "a"]]),
      ("/a", [["a", "b", "c.x", "d.x", "x"]]),
      ("/A?$top=2", [["a", "b"], ["c.x", "d.x"], ["x"]]),
      ("/A?$recordsetnamesuffix=X", [["c.x", "d.x"]]),
      ("/A?$top=1&$recordsetnamesuffix=x", [["c.x"], ["d.x"]]),
      ("/A?%24top=5", [["a", "b", "c.x", "d.x", "x"]]),
      ("/AAAA", [[]]),
      ("/SOA", [["@"]]),
    ])
  func recordSets(path: String, expected: [[String]]) throws {
    #expect(try pages(filled(), "/contoso.example" + path) == expected)
  }

  @Test("--page-size limits every page, even with a larger $top", arguments: ["/A", "/A?$top=100"])
  func pageSize(path: String) throws {
    #expect(try pages(filled(["--page-size", "3"]), "/contoso.example" + path) == [["a", "b", "c.x"], ["d.x", "x"]])
  }

  @Test("A change between two pages neither repeats nor loses another record set") func changes() throws {
    let client = try filled()
    let first = try client.send("GET", "/contoso.example/A?$top=2")
    _ = try client.send("DELETE", "/contoso.example/A/b")
    let second = try client.follow(first.json["nextLink"].text)
    #expect(second.json["value"].elements.map { $0["name"] } == ["c.x", "d.x"])
  }

  @Test("Zones are listed by resource group and by subscription") func zones() throws {
    let client = try EmulatorClient()
    for name in ["b.example", "a.example", "c.example"] { try client.makeZone(name) }
    let group = EmulatorClient.zones.replacing("rg-dns", with: "rg-other")
    _ = try client.finish(client.send("PUT", "\(group)/d.example", #"{"location":"global"}"#))
    #expect(try pages(client, "?$top=2") == [["a.example", "b.example"], ["c.example"]])
    #expect(try pages(client, group.replacing("rg-other", with: "RG-OTHER")) == [["d.example"]])
    let subscription = "/subscriptions/0000-1111/providers/Microsoft.Network/privateDnsZones"
    #expect(try pages(client, "\(subscription)?$top=3") == [["a.example", "b.example", "c.example"], ["d.example"]])
    #expect(try pages(client, subscription.replacing("1111", with: "2222")) == [[]])
  }

  @Test("Links are listed on pages") func links() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    for name in ["two", "One", "three"] { try client.makeLink(name, in: "contoso.example", network: name) }
    let list = "/contoso.example/virtualNetworkLinks"
    #expect(try pages(client, list) == [["One", "three", "two"]])
    #expect(try pages(client, "\(list)?$top=2") == [["One", "three"], ["two"]])
  }

  @Test("An invalid page request is rejected", arguments: ["$top=0", "$top=x", "$top=%2B5", "$skipToken=%25"])
  func refused(query: String) throws {
    let reply = try filled().send("GET", "/contoso.example/ALL?\(query)")
    #expect(reply.status == 400)
    #expect(reply.wrappedCode != nil)
  }
}
