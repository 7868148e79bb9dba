import Testing

@testable import Inventory

@Suite("Virtual IPs that are written twice")
struct SharedAddressTests {
  private func problems(_ instances: String, isForCheck: Bool = true) -> [String] {
    let text = "{ hostnames: 'classic', instances: [\n\(instances)\n] }"
    return Inventory.read(
      bytes: Array(text.utf8), file: "a.json5", options: InventoryOptions(isForCheck: isForCheck)
    ).problems.map(\.description)
  }

  @Test("check warns of an address of two instances") func instances() {
    let text =
      "{ name: 'a', region: 'westus', vip: '10.0.0.4' },\n{ name: 'b', region: 'eastus', vip: ['10.0.0.5', '10.0.0.4'] },"
    #expect(
      problems(text) == [
        "a.json5:3:9: warning: instance 'b' has the virtual IP 10.0.0.4, which instance 'a' (line 2) has too. Correct one of "
          + "them."
      ])
    #expect(problems(text, isForCheck: false).isEmpty)
  }

  @Test("check warns of an address of two locations") func locations() {
    #expect(
      problems(
        "{ name: 'a', locations: [{ region: 'westus', vip: ['10.0.0.4', '10.0.0.4'] }, { region: 'eastus', vip: '10.0.0.4' }] },"
      ) == [
        "a.json5:2:9: warning: instance 'a' has the virtual IP 10.0.0.4, which location 'westus' has too. Correct one of them."
      ])
  }

  @Test("Instances in two clouds may have one address") func clouds() {
    #expect(
      problems(
        "{ name: 'a', region: 'westus', vip: '10.0.0.4' },\n{ name: 'b', cloud: 'china', region: 'chinanorth3', vip: '10.0.0.4' },"
      ).isEmpty)
  }

  @Test("The address of a proxy may serve several instances") func proxies() {
    #expect(
      problems(
        "{ name: 'a', hostnames: 'given', vip: '10.0.0.4', names: { gateway: 'a.example.org' } },\n"
          + "{ name: 'b', hostnames: 'given', vip: '10.0.0.4', names: { gateway: 'b.example.org' } },\n"
          + "{ name: 'c', region: 'westus', vip: '10.0.0.4', names: { gateway: { name: 'c.example.org', vip: '10.0.0.9' } } },"
      ).isEmpty)
  }
}
