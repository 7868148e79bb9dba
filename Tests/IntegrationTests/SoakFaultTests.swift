import Foundation
import TestSupport
import Testing

/// Many runs, one after the other, of several owners whose instances come and go, while others change what is theirs: after each,
/// every place holds what the inventory says, and not a byte else has changed.
///
/// `APIM_DNS_SOAK_STEPS` says how many runs, and `APIM_DNS_SOAK_SEED` repeats the ones of a failure.
@Suite(.timeLimit(.minutes(60))) struct SoakFaultTests {
  private static let variables = ProcessInfo.processInfo.environment
  private static let steps = variables["APIM_DNS_SOAK_STEPS"].flatMap(Int.init) ?? 25
  private static let seed = variables["APIM_DNS_SOAK_SEED"].flatMap(UInt64.init) ?? .random(in: 0..<1_000_000)
  private static let options = ["--max-deletes", "1000", "--max-updates", "1000", "-i", "inventory.json5"]
  private static let backends = ["hosts", "zones", "azure"]

  /// What an owner wants: addresses by the name of the instance.
  private typealias Instances = [String: Set<String>]

  private let folder: TemporaryFolder
  private let hosts: SoakHosts
  private let places: [any SoakPlace]

  init() throws {
    folder = try TemporaryFolder(inMemory: true)
    hosts = SoakHosts(folder: folder)
    places = [hosts, SoakZones(folder: folder), SoakAzure(folder: folder)]
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
  }

  @Test func everyRunReachesTheDesiredStateAndKeepsUnmanagedData() async throws {
    print("soak: \(Self.steps) runs with the seed \(Self.seed)")
    var random = SeededGenerator(seed: Self.seed)
    var wanted: [String: Instances] = ["one": [:], "two": [:], "three": [:]]
    for number in 0..<Self.steps {
      let owner = try #require(wanted.keys.sorted().randomElement(using: &random))
      let comment = "run \(number) of the seed \(Self.seed), owner \(owner)"
      let old = wanted[owner] ?? [:]
      let new = Int.random(in: 0..<8, using: &random) == 0 ? [:] : Self.changed(old, owner, using: &random)
      for place in places where Bool.random(using: &random) { try place.disturb(number, using: &random) }
      let foreign = try places.map { try $0.foreign(to: owner) }
      if number % 7 == 6, let name = Self.records(new).keys.sorted().first {
        try await expectRefusal(of: new, owner, because: "10.250.0.1 \(name)", comment)
        try expect(old, foreign, owner, comment)
      }
      try await apply(new, owner, comment)
      try expect(new, foreign, owner, comment)
      wanted[owner] = new
    }
    FaultTally.add(Self.steps, to: "apply and remove, all backends", "random inventories, and others who change theirs")
  }

  /// Other instances, or other addresses of one.
  private static func changed(
    _ instances: Instances, _ owner: String, using random: inout SeededGenerator
  ) -> Instances {
    var instances = instances
    for _ in 0...Int.random(in: 0..<3, using: &random) {
      let name = "\(owner)-\(Int.random(in: 0..<5, using: &random))"
      let addresses = (0...Int.random(in: 0..<3, using: &random)).map { _ in
        "10.1.\(Int.random(in: 0..<3, using: &random)).\(Int.random(in: 1..<9, using: &random))"
      }
      instances[name] = Bool.random(using: &random) ? Set(addresses) : nil
    }
    return instances
  }

  /// The records that follow from some instances.
  private static func records(_ instances: Instances) -> [String: Set<String>] {
    var records: [String: Set<String>] = [:]
    for (name, addresses) in instances {
      for place in ["westus", "portal"] { records["\(name).\(place).azure-api.net"] = addresses }
    }
    return records
  }

  /// Applies an inventory, or removes what the owner has where it names nothing; a second plan has nothing to do.
  private func apply(_ instances: Instances, _ owner: String, _ comment: String) async throws {
    try write(instances, owner)
    let emulator = try RunningEmulator(["--state", folder.path("azure.json")])
    defer { emulator.stop() }
    guard !instances.isEmpty else {
      let result = try await run(["remove"] + Self.backends + ["--yes", "-i", "inventory.json5"], emulator)
      #expect(result.status == 0, "\(comment): \(result.output)\(result.errors)")
      return
    }
    let result = try await run(["apply"] + Self.backends + Self.options, emulator)
    #expect(result.status == 0, "\(comment): \(result.output)\(result.errors)")
    let again = try await run(["plan", "--detailed-exitcode"] + Self.backends + Self.options, emulator)
    #expect(again.status == 0, "\(comment): \(again.output)\(again.errors)")
  }

  /// Applies while a line of somebody else is in the way.
  private func expectRefusal(
    of instances: Instances, _ owner: String, because line: String, _ comment: String
  ) async throws {
    try write(instances, owner)
    try hosts.put(line, isThere: true)
    let emulator = try RunningEmulator(["--state", folder.path("azure.json")])
    let result = try await run(["apply"] + Self.backends + Self.options, emulator)
    emulator.stop()
    #expect(result.status == 3, "\(comment): \(result.output)\(result.errors)")
    try hosts.put(line, isThere: false)
  }

  private func run(_ words: [String], _ emulator: RunningEmulator) async throws -> Program.Result {
    let environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c",
      "AZURE_CLIENT_SECRET": "s",
    ]
    return try await Program.built("apim-dns").run(
      words + ["--endpoint", emulator.endpoint], environment: environment, in: folder.path)
  }

  private func write(_ instances: Instances, _ owner: String) throws {
    let list = instances.sorted { $0.key < $1.key }.map {
      "{name:'\($0.key)',region:'westus',vip:[\($0.value.sorted().map { "'\($0)'" }.joined(separator: ","))]}"
    }
    try folder.write(
      "inventory.json5",
      text: """
        {owner:'\(owner)',hostnames:'regional',instances:[\(list.joined(separator: ","))],backends:{
          hosts:{file:'hosts'},zones:{directory:'zones-\(owner)',serial:'increment'},
          azure:{subscription:'\(SoakAzure.subscription)',resourceGroup:'\(SoakAzure.group)'}}}

        """)
  }

  /// Compares every place with what is wanted and with what others had there.
  private func expect(
    _ instances: Instances, _ foreign: [[String: [UInt8]]], _ owner: String, _ comment: String
  ) throws {
    for (place, before) in zip(places, foreign) {
      #expect(try place.records(of: owner) == Self.records(instances), "\(comment)")
      let after = try place.foreign(to: owner)
      for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
        let texts = [before, after].map { String(decoding: $0[name] ?? [], as: UTF8.self) }
        Issue.record("\(comment): \(name) was '\(texts[0])' and is '\(texts[1])'")
      }
    }
  }
}
