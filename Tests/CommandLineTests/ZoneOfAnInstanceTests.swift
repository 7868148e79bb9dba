import Inventory
import Testing

@testable import apim_dns

/// `zone:` of an instance is for the names of this instance alone.
@Suite struct ZoneOfAnInstanceTests {
  @Test func zoneIsForItsOwnNames() throws {
    let text = """
      { hostnames: "v2", instances: [
        { name: "a", region: "westus", vip: "10.1.0.5", names: { gateway: ["a.corp.example"] }, zone: "corp.example" },
        { name: "b", region: "westus", vip: "10.1.0.6", names: { gateway: ["b.corp.example"] } },
      ] }
      """
    let reading = Inventory.read(bytes: Array(text.utf8), file: "a.json5")
    let inventory = try #require(reading.inventory)
    let zones = AzureConnection(try Arguments(["plan"]), inventory, environment: [:]).zonesOfNames
    #expect(zones.map { "\($0.key) \($0.value)" } == ["a.corp.example corp.example"])
  }
}
