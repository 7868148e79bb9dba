import TestSupport
import Testing

/// What private DNS refuses, in its own words.
@Suite("The emulator's refusals") struct RefusalTests {
  private static let group = "/subscriptions/0000-1111/resourceGroups/rg-dns/providers/Microsoft.Network"

  /// Checks that an operation fails, both in its status and in its result.
  private func expectFailure(
    _ client: EmulatorClient, _ accepted: Reply, _ status: Int, _ code: String, _ message: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(accepted.status == 202, sourceLocation: location)
    let error: JSON = ["code": .string(code), "message": .string(message)]
    #expect(try client.finish(accepted).json == ["status": "Failed", "error": error], sourceLocation: location)
    let result = try client.follow(accepted.fields["location"])
    #expect(result.status == status, sourceLocation: location)
    #expect(result.json == error, sourceLocation: location)
  }

  private func expectSuccess(
    _ client: EmulatorClient, _ accepted: Reply, _ location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(accepted.status == 202, sourceLocation: location)
    #expect(try client.finish(accepted).json == ["status": "Succeeded"], sourceLocation: location)
  }

  /// The path of a zone of another subscription and resource group.
  private static func elsewhere(_ zone: String) -> String {
    EmulatorClient.zones.replacing("0000-1111", with: "2222-3333").replacing("rg-dns", with: "rg-other") + "/\(zone)"
  }

  @Test("A virtual network cannot be linked to two zones of one name, wherever they are") func sameName() throws {
    let client = try EmulatorClient()
    try client.makeZone("Contoso.Example")
    try client.makeZone("api.contoso.example")
    try client.makeLink("hub", in: "contoso.example", network: "vnet1")
    let other = Self.elsewhere("contoso.example")
    try expectSuccess(client, client.send("PUT", other, #"{"location":"global"}"#))
    let link = EmulatorClient.link("VNet1")
    try expectFailure(
      client, client.send("PUT", "\(other)/virtualNetworkLinks/hub", link), 400, "BadRequest",
      "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual "
        + "network with 'contoso.example' and 'contoso.example' zones.")
    #expect(try client.send("GET", "\(other)/virtualNetworkLinks/hub").status == 404)
    // A parent and a child zone, and another network.
    try expectSuccess(client, client.send("PUT", "/api.contoso.example/virtualNetworkLinks/hub", link))
    try expectSuccess(client, client.send("PUT", "\(other)/virtualNetworkLinks/hub", EmulatorClient.link("vnet2")))
  }

  @Test("A zone is linked to a virtual network once") func sameNetwork() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    try client.makeLink("hub", in: "contoso.example")
    try expectFailure(
      client, client.send("PUT", "/contoso.example/virtualNetworkLinks/second", EmulatorClient.link("vnet1")), 409,
      "Conflict",
      "Private zone 'contoso.example' is already linked to the virtual network '\(Self.group)/virtualNetworks/vnet1'.")
    try expectSuccess(
      client, client.send("PUT", "/contoso.example/virtualNetworkLinks/HUB", EmulatorClient.link("VNET1")))
  }

  @Test("A virtual network registers in one zone only", arguments: ["PUT", "PATCH"])
  func registration(method: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    try client.makeZone("fabrikam.example")
    let first = "/contoso.example/virtualNetworkLinks/hub"
    let second = "/fabrikam.example/virtualNetworkLinks/hub"
    try expectSuccess(client, client.send("PUT", first, EmulatorClient.link("vnet1", registration: true)))
    try expectSuccess(client, client.send("PUT", second, EmulatorClient.link("vnet1")))
    try expectFailure(
      client, client.send(method, second, EmulatorClient.link("vnet1", registration: true)), 409, "Conflict",
      "A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting "
        + "Private DNS zone is "
        + "'/subscriptions/0000-1111/resourcegroups/rg-dns/providers/microsoft.network/privatednszones/contoso.example'."
    )
    try expectSuccess(client, client.send("PATCH", first, #"{"properties":{"registrationEnabled":false}}"#))
    try expectSuccess(client, client.send(method, second, EmulatorClient.link("vnet1", registration: true)))
  }

  @Test("A link keeps its virtual network", arguments: ["PUT", "PATCH"]) func changedNetwork(method: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    try client.makeLink("hub", in: "contoso.example", network: "vnet1")
    try expectFailure(
      client, client.send(method, "/contoso.example/virtualNetworkLinks/hub", EmulatorClient.link("vnet2")), 400,
      "BadRequest", "The virtual network of the link 'hub' cannot be changed.")
  }

  @Test(
    "The records of a set differ",
    arguments: [
      ("A", "ipv4Address", #""aRecords":[{"ipv4Address":"10.1.0.5"},{"ipv4Address":"10.1.0.5"}]"#),
      ("AAAA", "ipv6Address", #""aaaaRecords":[{"ipv6Address":"fd00::a"},{"ipv6Address":"FD00::A"}]"#),
      ("AAAA", "ipv6Address", #""aaaaRecords":[{"ipv6Address":"fd00::a"},{"ipv6Address":"fd00:0:0::a"}]"#),
      (
        "SRV", "(priority, weight, target)",
        #""srvRecords":[{"port":1,"priority":2,"target":"t.x","weight":3},{"port":9,"priority":2,"target":"T.x","weight":3}]"#
      ),
      (
        "MX", "(preference, exchange)",
        #""mxRecords":[{"preference":1,"exchange":"a.b"},{"preference":1,"exchange":"a.b"}]"#
      ),
      ("PTR", "ptrdname", #""ptrRecords":[{"ptrdname":"a.b"},{"ptrdname":"a.b"}]"#),
      ("TXT", "value", #""txtRecords":[{"value":["a","b"]},{"value":["a","b"]}]"#),
    ])
  func repeatedRecords(type: String, property: String, records: String) throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    for (method, body) in [
      ("PUT", #"{"properties":{"ttl":300,\#(records)}}"#), ("PATCH", #"{"properties":{\#(records)}}"#),
    ] {
      let reply = try client.send(method, "/contoso.example/\(type)/a", body)
      #expect(reply.status == 400)
      #expect(
        reply.json == [
          "code": "BadRequest",
          "message": .string(
            "The list of record sets of type '\(type)' may not contain multiple entries with the same '\(property)'."),
        ])
      _ = try client.send("PUT", "/contoso.example/\(type)/a", #"{"properties":{"ttl":300}}"#)
    }
  }

  @Test("Records that differ in one value are no repetition") func differentRecords() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    for (type, records) in [
      ("A", #""aRecords":[{"ipv4Address":"10.1.0.5"},{"ipv4Address":"10.1.0.6"}]"#),
      (
        "SRV",
        #""srvRecords":[{"port":1,"priority":2,"target":"t.x","weight":3},{"port":1,"priority":2,"target":"t.x","weight":4}]"#
      ),
      ("TXT", #""txtRecords":[{"value":["a","b"]},{"value":["ab"]}]"#),
    ] {
      let reply = try client.send("PUT", "/contoso.example/\(type)/a", #"{"properties":{"ttl":300,\#(records)}}"#)
      #expect(reply.status == 201, "\(reply.body)")
    }
  }

  @Test("A zone or link has at most 15 tags, of limited length") func tags() throws {
    let client = try EmulatorClient()
    func body(_ tags: [(String, String)]) -> String {
      let members = tags.map { #""\#($0)":"\#($1)""# }.joined(separator: ",")
      return EmulatorClient.link("vnet1").replacing(#""location""#, with: #""tags":{\#(members)},"location""#)
    }
    func many(_ count: Int) -> [(String, String)] { (0..<count).map { ("t\($0)", "v") } }
    try expectSuccess(client, client.send("PUT", "/contoso.example", body(many(15))))
    try expectSuccess(client, client.send("PUT", "/contoso.example/virtualNetworkLinks/hub", body(many(15))))
    let long = [
      many(16), [(String(repeating: "k", count: 513), "v")], [("k", String(repeating: "v", count: 257))],
    ]
    for tags in long {
      for (method, path) in [
        ("PUT", "/fabrikam.example"), ("PATCH", "/contoso.example"),
        ("PUT", "/contoso.example/virtualNetworkLinks/second"), ("PATCH", "/contoso.example/virtualNetworkLinks/hub"),
      ] {
        let reply = try client.send(method, path, body(tags))
        #expect(reply.status == 400)
        #expect(
          reply.json == [
            "error": [
              "code": "BadRequest",
              "message":
                "The resource tags are invalid. A maximum of 15 tags are allowed with keys no longer than 512 and values no longer than 256 characters.",
            ]
          ])
      }
    }
  }

  @Test("A tag whose name private DNS does not support is left out, without an error") func tagNames() throws {
    let client = try EmulatorClient()
    let tags = #"{"cost:center":"1","a b":"2","(c)":"3","1d":"4","é":"5","a-b_c.1":"6 : é"}"#
    try client.makeZone("contoso.example", tags: tags)
    #expect(try client.send("GET", "/contoso.example").json["tags"] == ["a-b_c.1": "6 : é"])
    let link = "/contoso.example/virtualNetworkLinks/hub"
    let body = EmulatorClient.link("vnet1").replacing(#""location""#, with: #""tags":\#(tags),"location""#)
    try expectSuccess(client, client.send("PUT", link, body))
    #expect(try client.send("GET", link).json["tags"] == ["a-b_c.1": "6 : é"])
    for path in ["/contoso.example", link] {
      try expectSuccess(client, client.send("PATCH", path, #"{"tags":{"x:y":"1","z":"2"}}"#))
      #expect(try client.send("GET", path).json["tags"] == ["z": "2"])
    }
  }

  private static func reserved(_ name: String) -> JSON {
    [
      "error": [
        "code": "BadRequest",
        "message": .string(
          "The Private DNS zone name '\(name)' is not permitted as it is a reserved Azure infrastucture domain and "
            + "creating such zones may have unintended consequences for DNS resolution for services deployed in your "
            + "virtual networks. Refer https://docs.microsoft.com/en-us/azure/dns/private-dns-privatednszone#restrictions "
            + "for more details."),
      ]
    ]
  }

  @Test("A reserved zone is refused; those of API Management only with --reserved-zones") func reservedZones() throws {
    let zones = ["azure-api.net", "Azure-API.us", "azure-api.cn"]
    let lenient = try EmulatorClient()
    let strict = try EmulatorClient(["--reserved-zones"])
    for client in [lenient, strict] {
      let reply = try client.send("PUT", "/windows.net", #"{"location":"global"}"#)
      #expect(reply.status == 400)
      #expect(reply.json == Self.reserved("windows.net"))
    }
    for zone in zones {
      try expectSuccess(lenient, lenient.send("PUT", "/\(zone)", #"{"location":"global"}"#))
      let reply = try strict.send("PUT", "/\(zone)", #"{"location":"global"}"#)
      #expect(reply.status == 400)
      #expect(reply.json == Self.reserved(zone))
    }
    for zone in ["contoso-apim.azure-api.net", "privatelink.azure-api.net"] {
      try expectSuccess(strict, strict.send("PUT", "/\(zone)", #"{"location":"global"}"#))
    }
  }

  @Test("--reserved-zones lets an existing zone be") func existingReservedZone() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "state.json",
      text: """
        {"version":1,"zones":[{"subscription":"0000-1111","resourceGroup":"rg-dns","name":"azure-api.net"}]}
        """)
    let client = try EmulatorClient(["--reserved-zones", "--state", file])
    try expectSuccess(client, client.send("PUT", "/azure-api.net", #"{"location":"global","tags":{"a":"b"}}"#))
  }

  @Test("A zone name has two or more labels") func labels() throws {
    let reply = try EmulatorClient().send("PUT", "/single", #"{"location":"global"}"#)
    #expect(reply.status == 400)
    #expect(
      reply.json == [
        "error": [
          "code": "BadRequest",
          "message": "The zone name 'single' does not have enough labels. Zone names must have two or more labels.",
        ]
      ])
  }
}
