import Foundation

/// How fast record sets come into Azure Private DNS, as the emulator plays it.
enum Azure {
  private static let subscription = "00000000-0000-0000-0000-000000000001"
  /// The emulator, which each run finds in its first state.
  static let emulator = Emulator(port: 48_917)

  static func comparisons(in place: Workplace) throws -> [Comparison] {
    let thousand = try inventory(500, place)
    let folder = place.path("octodns-1000")
    try octodnsZone(500, folder)
    let octodns =
      ".build/peers/octodns/bin/python3 scripts/peers/run_octodns.py \(emulator.port) azure-api.net. \(folder) 2>/dev/null"
    return [
      Comparison(
        "azure: 1,000 creates, 30 ms", ours: ours("apply", thousand, place), other: ShellLine(octodns),
        named: "octodns-azure", .timesAsFast(20), rounds: place.isThorough ? 5 : 1,
        prepare: { try emulator.restart(["--latency", "30"], zone(0), place) }),
      Comparison(
        "azure: plan of 20,000 record sets in sync", ours: ours("plan", try inventory(10_000, place), place),
        other: ours("plan", try inventory(1000, place), place), named: "2,000 of them", .atMost(10), memoryLimit: 256,
        prepare: { try emulator.restart(["--page-size", "1000"], zone(10_000), place) }),
    ]
  }

  /// The line that runs our program.
  static func ours(
    _ command: String, _ inventory: String, _ place: Workplace, layout: String = "parent --force",
    at emulator: Emulator = emulator
  ) -> ShellLine {
    let endpoint = "http://127.0.0.1:\(emulator.port)"
    return ShellLine(
      "env AZURE_TENANT_ID=t AZURE_CLIENT_ID=c AZURE_CLIENT_SECRET=s AZURE_AUTHORITY_HOST=\(endpoint) "
        + "\(place.program) \(command) azure --layout \(layout) --quiet --subscription \(subscription) "
        + "--resource-group rg-dns --endpoint \(endpoint) -i '\(inventory)'")
  }

  /// The hostnames of many instances, two each, with their addresses.
  private static func names(_ instances: Int) -> [(name: String, address: String)] {
    (0..<instances).flatMap { number in
      ["westus", "portal"].map {
        ("apim\(number).\($0)", "10.\(1 + number / 62_500).\(number / 250 % 250).\(number % 250 + 1)")
      }
    }
  }

  /// The inventory of so many instances.
  static func inventory(_ instances: Int, _ place: Workplace) throws -> String {
    try place.file("azure-\(instances).json5") {
      let lines = names(instances).enumerated().filter { $0.offset % 2 == 0 }.map { number, item in
        "{name:\"apim\(number / 2)\",region:\"westus\",vip:\"\(item.address)\"}"
      }
      return Array("{hostnames:\"regional\",instances:[\(lines.joined(separator: ",\n"))]}".utf8)
    }
  }

  /// The same as octodns reads it.
  private static func octodnsZone(_ instances: Int, _ folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // octodns wants its keys in natural order, or to be told that it does not.
    let sorted = names(instances).sorted { $0.name.compare($1.name, options: .numeric) == .orderedAscending }
    let lines = sorted.map { "\($0.name):\n  ttl: 300\n  type: A\n  value: \($0.address)\n" }
    try Data("---\n\(lines.joined())".utf8).write(to: URL(filePath: "\(folder)/azure-api.net.yaml"))
  }

  /// The state of an emulator with one zone, and our record sets of so many instances in it.
  static func zone(_ instances: Int) -> String {
    let sets = names(instances).map {
      "{\"type\":\"A\",\"name\":\"\($0.name)\",\"ttl\":300,\"metadata\":{\"managedBy\":\"apim-dns\",\"owner\":\"apim-dns\"},"
        + "\"aRecords\":[{\"ipv4Address\":\"\($0.address)\"}]}"
    }
    return "{\"version\":1,\"zones\":[{\"subscription\":\"\(subscription)\",\"resourceGroup\":\"rg-dns\","
      + "\"name\":\"azure-api.net\",\"recordSets\":[\(sets.joined(separator: ","))]}]}"
  }

  /// The state of an emulator with nothing in it.
  static let noZones = "{\"version\":1,\"zones\":[]}"

  /// The state of an emulator with a zone of ours for each hostname of so many instances.
  ///
  /// - Parameters:
  ///   - instances: the number of instances.
  ///   - others: the number of zones of someone else, with a link and a record set each.
  /// - Returns: the text of the state file.
  static func zones(_ instances: Int, besides others: Int = 0) -> String {
    let mark = "{\"managedBy\":\"apim-dns\",\"owner\":\"apim-dns\"}"
    let zones = names(instances).map {
      "{\"subscription\":\"\(subscription)\",\"resourceGroup\":\"rg-dns\",\"name\":\"\($0.name).azure-api.net\","
        + "\"tags\":\(mark),\"recordSets\":[{\"type\":\"A\",\"name\":\"@\",\"ttl\":300,\"metadata\":\(mark),"
        + "\"aRecords\":[{\"ipv4Address\":\"\($0.address)\"}]}]}"
    }
    let foreign = (0..<others).map {
      "{\"subscription\":\"\(subscription)\",\"resourceGroup\":\"rg-dns\",\"name\":\"team\($0).example\","
        + "\"links\":[{\"name\":\"l\",\"virtualNetwork\":{\"id\":\"/subscriptions/s/x\"}}],"
        + "\"recordSets\":[{\"type\":\"A\",\"name\":\"a\",\"ttl\":300,\"aRecords\":[{\"ipv4Address\":\"10.9.9.9\"}]}]}"
    }
    return "{\"version\":1,\"zones\":[\((zones + foreign).joined(separator: ","))]}"
  }

  /// Ends what the comparisons started.
  static func stop() { emulator.stop() }
}
