import Foundation
import TestSupport

/// A place that the random runs of ``SoakFaultTests`` share with others, seen without the code under test.
protocol SoakPlace {
  /// The records of an owner: addresses by name.
  func records(of owner: String) throws -> [String: Set<String>]

  /// All that is not an owner's, by a name for each part of it.
  func foreign(to owner: String) throws -> [String: [UInt8]]

  /// Does what others may do in between.
  func disturb(_ number: Int, using random: inout SeededGenerator) throws
}

/// A hosts file with a block for each owner, and lines of others before, between and behind them.
struct SoakHosts: SoakPlace {
  let folder: TemporaryFolder

  /// The lines with the owner whose block each is in, which may be none.
  private func lines() throws -> [(owner: String?, line: [UInt8])] {
    var owner: String?
    return try folder.bytes(of: "hosts").split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      let text = String(decoding: $0, as: UTF8.self)
      if let match = text.firstMatch(of: #/^# BEGIN apim-dns owner=(\S+) /#) { owner = String(match.1) }
      defer { if text.hasPrefix("# END apim-dns ") { owner = nil } }
      return (owner, Array($0))
    }
  }

  func records(of owner: String) throws -> [String: Set<String>] {
    var records: [String: Set<String>] = [:]
    for (place, line) in try lines() where place == owner && line.first != UInt8(ascii: "#") {
      // Where most lines of others end in a carriage return, ours do too.
      let text = String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...], as: UTF8.self)
      let words = text.split(separator: "\t").map(String.init)
      records[words[1], default: []].insert(words[0])
    }
    return records
  }

  func foreign(to owner: String) throws -> [String: [UInt8]] {
    ["hosts": Array(try lines().filter { $0.owner != owner }.map(\.line).joined(separator: [UInt8(ascii: "\n")]))]
  }

  func disturb(_ number: Int, using random: inout SeededGenerator) throws {
    var lines = try lines()
    // The last one is empty, and stands for the end of the last line.
    let theirs = lines.indices.dropLast().filter { lines[$0].owner == nil }
    if Bool.random(using: &random), let place = theirs.randomElement(using: &random) {
      lines.remove(at: place)
    } else {
      let new: [[UInt8]] = [
        Array("10.9.0.1 db\(number).example # \(number)".utf8), [0x23, 0xFF, 0x00, 0x0D], [], Array("\t\t::1 six".utf8),
      ]
      let line = new.randomElement(using: &random) ?? []
      lines.insert((owner: nil, line: line), at: theirs.randomElement(using: &random) ?? lines.count - 1)
    }
    try write(lines.map(\.line))
  }

  /// Puts a line of somebody else at the beginning, or takes it away.
  func put(_ line: String, isThere: Bool) throws {
    var lines = try lines().map(\.line)
    if isThere { lines.insert(Array(line.utf8), at: 0) } else { lines.removeFirst() }
    try write(lines)
  }

  private func write(_ lines: [[UInt8]]) throws {
    try folder.write("hosts", Array(lines.joined(separator: [UInt8(ascii: "\n")])))
  }
}

/// A folder of zone files for each owner, with files of others beside them and records of others in them.
struct SoakZones: SoakPlace {
  let folder: TemporaryFolder

  private func isOf(_ owner: String, _ bytes: [UInt8]) -> Bool {
    ["; apim-dns owner=\(owner)\n", "// apim-dns owner=\(owner)\n"].contains { bytes.starts(with: $0.utf8) }
  }

  /// The lines of a zone file of ours that are records, comments and directives of ours, or those that are not.
  private func lines(of bytes: [UInt8], isOurs: Bool) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init).filter {
      ($0.firstMatch(of: #/^(;|\$(ORIGIN|TTL) |@ \d+ IN (SOA|NS|A) | +\d+ ; |\)$)/#) != nil) == isOurs
    }
  }

  func records(of owner: String) throws -> [String: Set<String>] {
    var records: [String: Set<String>] = [:]
    var files: Set<String> = []
    let contents = try folder.contents().filter { isOf(owner, $0.value) }
    for (path, bytes) in contents where path.hasSuffix(".zone") {
      files.insert(folder.path(path))
      let name = String(path.split(separator: "/")[1].dropLast(".zone".count))
      for line in lines(of: bytes, isOurs: true) {
        if let match = line.firstMatch(of: #/^@ \d+ IN A (\S+)/#) { records[name, default: []].insert(String(match.1)) }
      }
    }
    let include = contents.first { $0.key.hasSuffix("named.conf.apim-dns") }?.value ?? []
    let named = String(decoding: include, as: UTF8.self).matches(of: #/file "([^"]+)"/#).map { String($0.1) }
    guard Set(named) == files, named.count == files.count else { throw SoakDisorder.includeFile(named) }
    return records
  }

  func foreign(to owner: String) throws -> [String: [UInt8]] {
    var foreign: [String: [UInt8]] = [:]
    for (path, bytes) in try folder.contents() where path.hasPrefix("zones-") {
      guard isOf(owner, bytes) else {
        foreign[path] = bytes
        continue
      }
      let lines = lines(of: bytes, isOurs: false)
      if path.hasSuffix(".zone"), !lines.isEmpty { foreign[path] = Array(lines.joined(separator: "\n").utf8) }
    }
    return foreign
  }

  func disturb(_ number: Int, using random: inout SeededGenerator) throws {
    let contents = try folder.contents().filter { $0.key.hasPrefix("zones-") }.sorted { $0.key < $1.key }
    guard let (path, bytes) = contents.randomElement(using: &random) else { return }
    let directory = path.split(separator: "/")[0]
    let isOurs = bytes.starts(with: "; apim-dns ".utf8)
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      try folder.write("\(directory)/theirs\(number).zone", text: "@ 60 IN SOA a. b. 1 2 3 4 5\n@ 60 IN A 10.9.9.9\n")
    case 1 where path.contains("/theirs"): try FileManager.default.removeItem(atPath: folder.path(path))
    case 1 where isOurs: try folder.write(path, text: lines(of: bytes, isOurs: true).map { $0 + "\n" }.joined())
    case 2 where isOurs:
      let name = path.split(separator: "/")[1].dropLast(".zone".count)
      try folder.write(path, bytes + Array("n\(number).\(name). 60 IN TXT \"\(number)\"\n".utf8))
    default: break
    }
  }
}

/// Zones in the state file of an emulator that does not run meanwhile.
struct SoakAzure: SoakPlace {
  let folder: TemporaryFolder
  static let (subscription, group) = ("00000000-0000-0000-0000-000000000000", "rg-dns")
  private typealias Object = [String: Any]

  private func zones() throws -> [Object] {
    guard let bytes = try? folder.bytes(of: "azure.json") else { return [] }
    return (try JSONSerialization.jsonObject(with: Data(bytes)) as? Object)?["zones"] as? [Object] ?? []
  }

  private func isOf(_ owner: String, _ marks: Any?) -> Bool {
    let marks = marks as? [String: String] ?? [:]
    return marks["managedBy"] == "apim-dns" && marks["owner"] == owner
  }

  private func sets(of zone: Object) -> [Object] { zone["recordSets"] as? [Object] ?? [] }

  func records(of owner: String) throws -> [String: Set<String>] {
    var records: [String: Set<String>] = [:]
    for zone in try zones() {
      let name = zone["name"] as? String ?? ""
      for set in sets(of: zone) where isOf(owner, set["metadata"]) {
        guard set["name"] as? String == "@" else { throw SoakDisorder.recordSet(name) }
        records[name] = Set((set["aRecords"] as? [[String: String]] ?? []).compactMap { $0["ipv4Address"] })
      }
      // A zone of ours has our record, or one of somebody else for the sake of whom it stays.
      if isOf(owner, zone["tags"]), sets(of: zone).count < 2 { throw SoakDisorder.emptyZone(name) }
    }
    return records
  }

  func foreign(to owner: String) throws -> [String: [UInt8]] {
    var foreign: [String: [UInt8]] = [:]
    func keep(_ name: String, _ object: Object) throws {
      foreign[name] = Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
    }
    for zone in try zones() {
      let name = zone["name"] as? String ?? ""
      guard isOf(owner, zone["tags"]) else {
        try keep(name, zone)
        continue
      }
      for set in sets(of: zone) where !isOf(owner, set["metadata"]) && set["type"] as? String != "SOA" {
        try keep("\(name) \(set["type"] ?? "") \(set["name"] ?? "")", set)
      }
    }
    return foreign
  }

  func disturb(_ number: Int, using random: inout SeededGenerator) throws {
    var zones = try zones()
    let set: Object = [
      "type": "A", "name": "n\(number)", "ttl": 60, "etag": UUID().uuidString, "metadata": ["by": "hand"],
      "aRecords": [["ipv4Address": "10.9.9.9"]],
    ]
    let place = zones.indices.randomElement(using: &random)
    switch (Int.random(in: 0..<3, using: &random), place) {
    case (1, let place?): zones[place]["recordSets"] = sets(of: zones[place]) + [set]
    case (2, let place?):
      zones[place]["recordSets"] = sets(of: zones[place]).filter { ($0["metadata"] as? [String: String])?["by"] == nil }
    default:
      zones.append([
        "subscription": Self.subscription, "resourceGroup": Self.group, "name": "theirs\(number).example",
        "recordSets": [set],
      ])
    }
    try folder.write("azure.json", try JSONSerialization.data(withJSONObject: ["version": 1, "zones": zones]))
    // The emulator adds what every zone and record set has.
    try RunningEmulator(["--state", folder.path("azure.json")]).stop()
  }
}

/// What no run may leave behind.
enum SoakDisorder: Error {
  /// The include file does not name exactly the zone files that are there.
  case includeFile([String])
  /// A record set with our mark stands where none of ours belongs.
  case recordSet(String)
  /// A zone of ours has nothing in it.
  case emptyZone(String)
}
