import Foundation
import TestSupport
import Testing

@testable import azure_emulator

/// The file that keeps the state.
@Suite("The emulator's state file") struct StateTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var option: [String] { ["--state", folder.path("state.json")] }

  @Test("State survives a restart unchanged") func kept() throws {
    let client = try EmulatorClient(option)
    try client.makeZone("contoso.example", tags: #"{"owner":"x"}"#)
    try client.makeLink("hub", in: "contoso.example")
    _ = try client.send(
      "PUT", "/contoso.example/A/@",
      #"{"properties":{"ttl":5,"metadata":{"a":"b"},"aRecords":[{"ipv4Address":"10.0.0.1"}]}}"#)
    let paths = ["", "/contoso.example", "/contoso.example/ALL", "/contoso.example/virtualNetworkLinks/hub"]
    let before = try paths.map { try client.send("GET", $0).body }
    client.emulator.stop()
    let text = try folder.text(of: "state.json")

    let next = try EmulatorClient(option)
    #expect(try paths.map { try next.send("GET", $0).body } == before)
    next.emulator.stop()
    #expect(try folder.text(of: "state.json") == text)
    #expect(try folder.contents().keys.sorted() == ["state.json"])
  }

  @Test("A change is saved soon; a rejected one is not") func savedSoon() throws {
    let client = try EmulatorClient(option)
    try client.makeZone("contoso.example")
    #expect(try wait { try folder.text(of: "state.json").contains(#""contoso.example""#) })
    let text = try folder.text(of: "state.json")
    _ = try client.send("PUT", "/contoso.example/A/a", #"{"properties":{"ttl":-1}}"#)
    usleep(200_000)
    #expect(try folder.text(of: "state.json") == text)
    _ = try client.send("PUT", "/contoso.example/A/a", #"{"properties":{"ttl":1}}"#)
    #expect(try wait { try folder.text(of: "state.json") != text })
  }

  @Test("SIGTERM loses no change that got a response") func nothingIsLost() throws {
    let client = try EmulatorClient(option)
    try client.makeZone("contoso.example")
    for number in 0..<50 { _ = try client.send("PUT", "/contoso.example/A/a\(number)", #"{"properties":{"ttl":1}}"#) }
    client.emulator.stop()
    let text = try folder.text(of: "state.json")
    for number in 0..<50 { #expect(text.contains(#""name" : "a\#(number)""#)) }
  }

  /// Whether something becomes true within five seconds.
  private func wait(_ isTrue: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<100 {
      if try isTrue() { return true }
      usleep(50_000)
    }
    return false
  }

  @Test("A failed zone or link of the file stays failed until it is written") func failed() throws {
    try folder.write(
      "state.json",
      text: """
        {"version": 1, "zones": [
          {"subscription": "0000-1111", "resourceGroup": "rg-dns", "name": "contoso.example", "provisioningState": "Failed",
           "links": [{"name": "hub", "provisioningState": "Failed",
                      "virtualNetwork": {"id": "/subscriptions/s"}}]}]}
        """)
    func states(_ client: EmulatorClient) throws -> [String?] {
      try ["/contoso.example", "/contoso.example/virtualNetworkLinks/hub"].map {
        try client.send("GET", $0).json["properties"]["provisioningState"].text
      }
    }
    let client = try EmulatorClient(option)
    #expect(try states(client) == ["Failed", "Failed"])
    client.emulator.stop()
    let next = try EmulatorClient(option)
    #expect(try states(next) == ["Failed", "Failed"])
    try next.makeZone("contoso.example")
    #expect(try states(next) == ["Succeeded", "Failed"])
    _ = try next.finish(next.send("PATCH", "/contoso.example/virtualNetworkLinks/hub", #"{"tags":{"a":"b"}}"#))
    next.emulator.stop()
    #expect(try states(EmulatorClient(option)) == ["Succeeded", "Succeeded"])
  }

  @Test("An accepted operation finishes when the program ends") func finished() throws {
    let client = try EmulatorClient(option)
    #expect(try client.send("PUT", "/contoso.example", #"{"location":"global"}"#).status == 202)
    client.emulator.stop()
    #expect(try EmulatorClient(option).send("GET", "/contoso.example").status == 200)
  }

  @Test("A file written by hand needs only the required keys") func byHand() throws {
    try folder.write(
      "state.json",
      text: """
        {"version": 1, "zones": [
          {"subscription": "0000-1111", "resourceGroup": "rg-dns", "name": "contoso.example",
           "links": [{"name": "hub", "virtualNetwork": {"id": "/subscriptions/s"}}],
           "recordSets": [
             {"type": "A", "name": "vm1", "ttl": 10, "isAutoRegistered": true,
              "aRecords": [{"ipv4Address": "10.1.0.4"}]}
           ]}]}
        """)
    let client = try EmulatorClient(option)
    let registered = try client.send("GET", "/contoso.example/A/vm1").json
    #expect(registered["properties"]["isAutoRegistered"] == true)
    #expect(registered["etag"].text != nil)
    #expect(try client.send("GET", "/contoso.example/SOA/@").status == 200)
    #expect(try client.send("GET", "/contoso.example/virtualNetworkLinks/hub").status == 200)
    let own = try client.send("PUT", "/contoso.example/A/vm1", #"{"properties":{"ttl":10}}"#)
    #expect(own.status == 200)
    #expect(own.json["properties"]["isAutoRegistered"] == false)
  }

  @Test(
    "An invalid state file is an error and is not changed",
    arguments: [
      ("", "is not a state file of azure-emulator: The given data was not valid JSON"),
      ("{}", "is not a state file of azure-emulator: "),
      (#"{"version":2,"zones":[]}"#, "is not a state file of azure-emulator: version 2 is not supported"),
      (#"{"version":1,"zones":[{"name":"a"}]}"#, "(at .zones[0])"),
      (
        #"{"version":1,"zones":[{"subscription":"s","resourceGroup":"g","name":"a"}]}"#,
        "The zone name 'a' does not have enough labels. Zone names must have two or more labels (at .zones)"
      ),
      (
        #"{"version":1,"zones":[{"subscription":"s","resourceGroup":"g","name":"a.b","recordSets":[{"type":"A","name":"a","ttl":1,"aRecords":[{"ipv4Address":"10.0.0.1"},{"ipv4Address":"10.0.0.1"}]}]}]}"#,
        "The list of record sets of type 'A' may not contain multiple entries with the same 'ipv4Address' (at .zones)"
      ),
    ])
  func wrongFile(text: String, sentence: String) async throws {
    try folder.write("state.json", text: text)
    let result = try await Program.built("azure-emulator").run(["--port", "0"] + option)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("azure-emulator: \(folder.path("state.json")) "))
    #expect(result.errors.contains(sentence))
    #expect(try folder.text(of: "state.json") == text)
  }

  @Test("The temporary file has a random name and is not written through a link")
  func temporaryFileIsNotWrittenThroughALink() throws {
    let file = PlainFile(path: folder.path("state.json"))
    try folder.write("theirs", text: "theirs")
    let planted = ["\(file.path).\(getpid()).tmp", "\(file.path).planted.tmp"]
    for link in planted { try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "theirs") }
    try file.replace(with: Array("{}".utf8))
    #expect(throws: ProgramFailure.self) { try file.replace(with: [], through: planted[1]) }
    #expect(file.newName != file.newName)
    #expect(try folder.text(of: "state.json") == "{}")
    #expect(try folder.text(of: "theirs") == "theirs")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4, "the links are still there")
  }

  @Test("A directory is not a state file") func folderAsFile() async throws {
    let result = try await Program.built("azure-emulator").run(["--state", folder.path])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("azure-emulator: cannot read \(folder.path): "))
  }

  @Test("An endless file is not a state file") func endless() throws {
    let error = #expect(throws: ProgramFailure.self) { _ = try PlainFile(path: "/dev/zero").bytes() }
    #expect(error?.description == "/dev/zero is larger than 256 MiB. Use the right file.")
  }

  @Test("A file that cannot be written is an error at the start") func unsaved() async throws {
    let path = folder.path("gone/state.json")
    let result = try await Program.built("azure-emulator").run(["--state", path])
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.errors.hasPrefix("azure-emulator: cannot write \(path): "))
  }
}
