import Testing

@testable import Inventory

@Suite("The short way for plain instances")
struct PlainInstanceTests {
  /// What is read from an inventory with a first instance and then this one, without the places of problems.
  private static func outcome(_ members: String, _ scheme: String) -> [String] {
    let reading = InventoryFileTests.read(
      """
      { hostnames: '\(scheme)', instances: [
        { name: 'first', region: 'westus', vip: '10.0.0.1', names: { gateway: ['claimed.azure-api.net', 'x.example'] } },
        { \(members) } ] }
      """)
    return reading.problems.map(\.message) + (reading.inventory.map(InventoryFileTests.lines) ?? [])
  }

  private static let long = String(repeating: "a", count: 34)

  @Test(
    "It says what the long way says", arguments: ["plain", "Plain", "first", "claimed", "-", "a\\x62", "é", "", long],
    ["westus", "West US", "uk", "mars", "chinaeast", ""])
  func same(_ name: String, _ region: String) {
    for scheme in ["regional", "v2", "classic"] {
      for vip in ["10.1.0.5", "8.8.8.8", "127.0.0.1", "10.1.0.05", ""] {
        let members = "name: '\(name)', region: '\(region)', vip: '\(vip)'"
        // A fourth key, which says what holds anyway, makes it go the long way.
        #expect(Self.outcome(members, scheme) == Self.outcome("\(members), publicVip: false", scheme), "\(members)")
      }
    }
  }

  @Test("An instance may choose its scheme", arguments: ["v2", "classic", "regional", "v3", "V2", ""])
  func scheme(_ word: String) {
    let members = "name: 'b', hostnames: '\(word)', region: 'westus', vip: '10.1.0.5'"
    #expect(Self.outcome(members, "v2") == Self.outcome("\(members), publicVip: false", "v2"))
    let reading = InventoryFileTests.read("{ instances: [{ \(members) }] }")
    #expect(reading.inventory?.schemeIsChosen != false)
    #expect((reading.inventory == nil) == !["v2", "classic", "regional"].contains(word))
  }

  @Test("Keys in any order and in quotes; what is missing or repeated is reported")
  func shapes() {
    let lines = Self.outcome("name: 'b', region: 'westus', vip: '10.1.0.5'", "v2")
    #expect(lines.count == 5)
    #expect(Self.outcome("'vip': \"10.1.0.5\", \"region\": 'westus', 'name': 'b'", "v2") == lines)
    #expect(
      Self.outcome("name: 'b', name: 'b', vip: '10.1.0.5'", "v2") == [
        "an instance needs 'region'", "repeated key 'name'; it already stands in line 3",
      ])
  }
}
