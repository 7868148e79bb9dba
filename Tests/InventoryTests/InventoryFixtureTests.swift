import TestSupport
import Testing

@testable import Inventory

@Suite("Right and wrong inventories, with the reason for each")
struct InventoryFixtureTests {
  @Test("The reader reports for each fixture what the fixture expects", arguments: InventoryFixture.all)
  func reader(_ fixture: InventoryFixture) {
    let reading = Inventory.read(bytes: Array(fixture.text.utf8), file: "f")
    let problems = reading.problems.map { problem in
      let place = problem.origin.description.dropFirst("f:".count)
      return "\(place): \(problem.message)"
    }
    #expect(problems == fixture.problems)
    switch fixture.verdict {
    case .right: #expect(reading.inventory != nil && problems.isEmpty)
    case .warned: #expect(reading.inventory != nil && !problems.isEmpty)
    case .wrong, .wrongForTheReaderAlone: #expect(reading.inventory == nil)
    }
  }

  @Test("Every topic has a fixture")
  func topics() {
    #expect(Set(InventoryFixture.all.compactMap { $0.place.split(separator: "-").first }).count == 14)
    #expect(InventoryFixture.all.count > 200)
  }
}
