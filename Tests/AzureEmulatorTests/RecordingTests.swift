import Testing

/// What Azure was seen to answer, asked of the emulator.
@Suite("Recorded exchanges with Azure", .enabled(if: !Recording.all.isEmpty)) struct RecordingTests {
  /// What must be there before a request.
  private enum Need {
    case nothing, zone, recordSet, link
    /// What the recorded answer shows.
    case answer
    /// The same, and one more record set than a page shows.
    case answerAndMore
  }

  private static let needs: [String: Need] = [
    "zone-put-accepted": .nothing, "zone-get-200": .answer, "zone-get-404": .nothing,
    "zone-delete-409-nested-links": .link, "zone-delete-202": .zone, "zone-delete-204": .nothing,
    "zones-list-rg": .answer, "record-a-put-create-201": .zone, "record-a-put-update-200": .recordSet,
    "record-a-patch-200": .recordSet, "record-a-get-200": .answer, "record-a-delete-200": .recordSet,
    "record-a-put-412-ifnonematch": .recordSet, "record-a-patch-412-ifmatch": .recordSet,
    "record-a-delete-412-ifmatch": .recordSet, "record-a-put-404-parent": .nothing, "record-wildcard-put-201": .zone,
    "record-apex-put-201": .zone, "records-list-a": .answer, "records-list-a-empty": .zone,
    "records-list-all": .answer, "records-list-nextlink": .answerAndMore, "link-put-202": .zone,
    "link-get-200": .answer, "link-get-404": .zone, "link-delete-204": .zone,
  ]

  /// What no two answers have in common.
  private static let unique: Set<String> = ["etag", "internalId", "nextLink"]

  @Test("The emulator answers as Azure did", arguments: Recording.all.filter { needs[$0.name] != nil })
  func replay(recording: Recording) throws {
    let client = try EmulatorClient()
    try prepare(Self.needs[recording.name] ?? .nothing, recording, client)
    let fields = recording.request.headers.filter { $0.key.hasPrefix("if-") || $0.key.hasPrefix("x-ms-") }
    let reply = try client.send(recording.request.method, recording.target, recording.request.body, fields: fields)
    let expected = JSON(recording.response.body ?? "") ?? .null
    #expect(reply.status == recording.response.status)
    #expect(reply.json.keyPaths == expected.keyPaths)
    #expect(comparable(reply.json) == comparable(expected))
    for name in ["etag", "azure-asyncoperation", "retry-after"] where recording.response.headers[name] != nil {
      #expect(reply.fields[name] != nil, "no \(name)")
    }
    for name in ["x-ms-failure-cause", "x-ms-request-id", "content-type"] {
      guard let value = recording.response.headers[name] else { continue }
      #expect(reply.fields[name] == value)
    }
  }

  @Test(
    "An operation ends as Azure's did",
    arguments: [
      ("async-status-inprogress", "new.example", "PUT", [:], 1),
      ("async-status-succeeded", "new.example", "PUT", [:], 2),
      ("async-status-failed-zone-exists", "clitest.privatedns.com000002", "PUT", ["If-None-Match": "*"], 2),
      ("async-status-failed-zone-etag", "clitest.privatedns.com000002", "PATCH", ["If-Match": "other"], 2),
      (
        "async-status-failed-link-exists",
        "clitest.privatedns.com000002/virtualNetworkLinks/clitestprivatednslink000004",
        "PUT", ["If-None-Match": "*"], 2
      ),
    ])
  func operation(name: String, path: String, method: String, fields: [String: String], polls: Int) throws {
    let client = try EmulatorClient()
    try client.makeZone("clitest.privatedns.com000002")
    try client.makeLink("clitestprivatednslink000004", in: "clitest.privatedns.com000002")
    let accepted = try client.send(method, "/\(path)", EmulatorClient.link("v"), fields: fields)
    var reply = accepted
    for _ in 0..<polls { reply = try client.follow(accepted.fields["azure-asyncoperation"]) }
    let recording = try #require(Recording.all.first { $0.name == name })
    #expect(reply.status == recording.response.status)
    #expect(reply.body == recording.response.body)
  }

  private func prepare(_ need: Need, _ recording: Recording, _ client: EmulatorClient) throws {
    guard need != .nothing else { return }
    if recording.path(1) != recording.path(0) { try makeZone(recording.path(1), client) }
    switch need {
    case .nothing, .zone: break
    case .recordSet: try putRecordSet(recording.path(3), #"{"ttl":3600}"#, client)
    case .link:
      let link = recording.path(1) + "/virtualNetworkLinks/asotest-pdz-khgfyy.com-link"
      #expect(try client.finish(client.send("PUT", link, EmulatorClient.link("v"))).status == 200)
    case .answer, .answerAndMore:
      let answer = JSON(recording.response.body ?? "") ?? .null
      for resource in answer["value"] == .null ? [answer] : answer["value"].elements { try make(resource, client) }
      if need == .answerAndMore { try putRecordSet(recording.path(2) + "/zzz", #"{"ttl":1}"#, client) }
    }
  }

  /// Makes what an answer shows.
  private func make(_ resource: JSON, _ client: EmulatorClient) throws {
    let path = resource["id"].text ?? ""
    switch resource["type"].text {
    case "Microsoft.Network/privateDnsZones": try makeZone(path, client)
    case "Microsoft.Network/privateDnsZones/virtualNetworkLinks":
      #expect(try client.finish(client.send("PUT", path, resource.document)).status == 200)
    default: try putRecordSet(path, resource["properties"].document, client)
    }
  }

  private func makeZone(_ path: String, _ client: EmulatorClient) throws {
    #expect(try client.finish(client.send("PUT", path, #"{"location":"global"}"#)).status == 200)
  }

  private func putRecordSet(_ path: String, _ properties: String, _ client: EmulatorClient) throws {
    #expect(try [200, 201].contains(client.send("PUT", path, #"{"properties":\#(properties)}"#).status))
  }

  /// An answer without what is unique, the items of a list in one order.
  private func comparable(_ answer: JSON) -> JSON {
    guard case .object(var members) = answer.without(Self.unique), let list = members["value"] else {
      return answer.without(Self.unique)
    }
    members["value"] = .array(list.elements.sorted { ($0["id"].text ?? "") < ($1["id"].text ?? "") })
    return .object(members)
  }
}
