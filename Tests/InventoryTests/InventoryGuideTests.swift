import APIManagement
import DNSModel
import Foundation
import Testing

@testable import Inventory

/// docs/inventory.md and the JSON Schema describe the same keys, and the reader does what they say.
@Suite("The reference of the inventory")
struct InventoryGuideTests {
  /// A key of the schema, and where the page has it.
  private struct Key {
    let section: String
    let name: String
    let schema: [String: Any]
  }

  /// The path of a file in the repository.
  private static func text(of path: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private let page: String
  private let keys: [Key]

  init() throws {
    page = try Self.text(of: "docs/inventory.md")
    let data = Data(try Self.text(of: "zones/inventory.schema.json").utf8)
    let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let parts = try #require(root["$defs"] as? [String: [String: Any]])
    var keys: [Key] = []
    func add(_ object: Any?, _ section: String, _ prefix: String = "") {
      let properties = (object as? [String: Any])?["properties"] as? [String: [String: Any]] ?? [:]
      for (name, schema) in properties {
        keys.append(Key(section: section, name: prefix + name, schema: schema))
        add(schema, section, "\(prefix)\(name).")
        add(schema["items"], section, "\(prefix)\(name)[].")
      }
    }
    add(root, "Keys at the root")
    add(parts["instance"], "Keys of an instance")
    add((parts["givenName"]?["anyOf"] as? [Any])?.last, "Keys of an instance", "names.*[].")
    add(parts["backends"], "Keys of the backends")
    self.keys = keys
  }

  /// The cells of the table rows in a section, without backticks.
  private func rows(_ heading: String) throws -> [[String]] {
    let section = try #require(page.components(separatedBy: "\n## ").first { $0.hasPrefix("\(heading)\n") })
    return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      line.dropFirst().dropLast().components(separatedBy: " | ").map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  /// The value of a cell, in which keys need no quotes; nil for an empty cell.
  private func value(_ cell: String) throws -> NSObject? {
    guard !cell.isEmpty else { return nil }
    let json = cell.dropFirst().dropLast().replacing(#/([{ ])([A-Za-z]+): /#) { "\($0.1)\"\($0.2)\": " }
    return try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? NSObject
  }

  @Test("Each key of the schema is in the page, with its default, an example and its description")
  func everyKey() throws {
    #expect(keys.count > 55)
    for key in keys {
      let row = try #require(try rows(key.section).first { $0[0] == "`\(key.name)`" }, "\(key.name) is in no row")
      try #require(row.count == 5, "\(row)")
      let description = try #require(key.schema["description"] as? String, "\(key.name) has no description")
      #expect(row[4] == description)
      #expect(try value(row[2]) == key.schema["default"] as? NSObject, "default of \(key.name)")
      let examples = try #require(key.schema["examples"] as? [NSObject], "\(key.name) has no example")
      #expect(try value(row[3]) == examples[0], "example of \(key.name)")
      for word in key.schema["enum"] as? [String] ?? [] { #expect(row[1].contains("`\(word)`")) }
    }
    for section in Set(keys.map(\.section)) {
      let names = Set(keys.filter { $0.section == section }.map(\.name))
      let unknown = try rows(section).map { $0[0].trimmingCharacters(in: ["`"]) }.filter { !names.contains($0) }
      #expect(unknown == [])
    }
  }

  /// An inventory in which a key has a value, and all the rest is right.
  private func inventory(_ key: Key, _ value: NSObject) throws -> [UInt8] {
    var instance: [String: Any] = ["name": "contoso-apim", "region": "westus", "vip": "10.1.0.5"]
    let locations: [[String: Any]] = [
      ["region": "westus", "vip": "10.1.0.5"], ["region": "eastus", "vip": "10.1.0.6"],
    ]
    var root: [String: Any] = [:]
    let parts = key.name.components(separatedBy: ".")
    let last = parts[parts.count - 1]
    if last == "cloud" { instance["allowUnknownRegion"] = true }
    switch (key.section, parts[0]) {
    case ("Keys at the root", _): root[key.name] = value
    case ("Keys of the backends", _):
      let settings: Any =
        parts.count == 1
        ? value : parts[1] == "links[]" ? ["links": [[last: value]]] : [parts[1]: value] as [String: Any]
      root["backends"] = [parts[0]: settings]
    case (_, "resourceId"): instance = [last: value]
    case (_, "locations"): instance = ["name": "contoso-apim", last: value]
    case (_, "locations[]"):
      instance = ["name": "contoso-apim", "locations": [locations[0], locations[1].merging([last: value]) { $1 }]]
    case (_, "names") where parts.count == 3:
      instance["names"] = ["gateway": [["name": "shop.corp.example"].merging([last: value]) { $1 } as [String: Any]]]
    case (_, "names") where parts.count == 2:
      if last == "regionalGateway" { instance = ["name": "contoso-apim", "locations": locations] }
      instance["names"] = [last: value]
    default:
      if ["hostnames", "zone"].contains(last) { instance["names"] = ["gateway": ["api.corp.example"]] }
      instance[last] = value
    }
    if root["instances"] == nil { root["instances"] = [instance] }
    return Array(try JSONSerialization.data(withJSONObject: root))
  }

  @Test("Each example is right") func examples() throws {
    for key in keys {
      let example = try #require((key.schema["examples"] as? [NSObject])?.first)
      let reading = Inventory.read(bytes: try inventory(key, example), file: "f")
      #expect(reading.problems.filter { $0.severity == .error }.map(\.message) == [], "\(key.name)")
    }
  }

  @Test("Each key has an error, in the words of the page") func errors() throws {
    let errors = try rows("The errors of each key")
    for section in ["Keys at the root", "Keys of an instance", "Keys of the backends"] {
      for key in keys where key.section == section {
        let own = errors.filter { $0[0] == "`\(key.name)`" }
        #expect(!own.isEmpty, "\(key.name) has no error")
        for row in own {
          let wrong = try #require(try value(row[1]))
          let reading = Inventory.read(bytes: try inventory(key, wrong), file: "f")
          let messages = reading.problems.filter { $0.severity == .error }.map(\.message)
          #expect(messages == [row[2].replacing("\\*", with: "*")], "\(key.name)")
        }
      }
    }
  }

  /// The indented lines that follow a line of the page.
  private func block(after line: String) throws -> String {
    let lines = try #require(page.components(separatedBy: "\(line)\n").last).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("    ") })
    return lines[start...].prefix { $0.hasPrefix("    ") }.map { String($0.dropFirst(4)) }.joined(separator: "\n")
  }

  @Test("The whole inventory of the page is right, and has every backend") func wholeInventory() throws {
    let text = try block(after: "## A whole inventory")
    let reading = Inventory.read(
      bytes: Array(text.utf8), file: "f", options: InventoryOptions(isForCheck: true))
    #expect(reading.problems.map(\.description) == [])
    let inventory = try #require(reading.inventory)
    #expect(inventory.instances.map(\.name.text) == ["contoso-dev", "contoso-prod", "contoso-partner", "team-gateway"])
    #expect(inventory.hostnames.records.count == 11)
    #expect(inventory.backends.zones != nil && inventory.backends.hosts != nil && inventory.backends.azure != nil)
  }

  @Test("The example of names is right") func names() throws {
    let names = try block(after: "## Names that you give")
    let text = "{ instances: [{ name: 'contoso-apim', region: 'westus', vip: '10.1.0.5', \(names) }] }"
    let reading = Inventory.read(bytes: Array(text.utf8), file: "f")
    #expect(reading.problems.map(\.description) == [])
    #expect(
      reading.inventory?.hostnames.records.map(\.hostname.text) == [
        "api.corp.example", "shop.corp.example", "*.test.corp.example", "portal.corp.example",
      ])
  }
}
