import APIManagement
import DNSModel
import Reconciliation
import Testing

@testable import Inventory

@Suite("One instance without any file")
struct OneInstanceTests {
  @Test("Name, region and VIPs are an inventory")
  func good() throws {
    let instance = InstanceOptions(name: "Contoso-APIM", region: "West US", virtualIPs: ["10.1.0.5", "10.1.0.6"])
    let inventory = try #require(Inventory.of(instance).inventory)
    #expect(
      InventoryFileTests.lines(inventory) == [
        "contoso-apim.westus.azure-api.net 300 10.1.0.5,10.1.0.6 gateway contoso-apim westus",
        "contoso-apim.portal.azure-api.net 300 10.1.0.5,10.1.0.6 developerPortal contoso-apim westus",
      ])
    #expect(inventory.owner.identifier == "apim-dns")
    #expect(!inventory.schemeIsChosen)
    #expect(inventory.backends == BackendSettings())
  }

  @Test("All options of an instance are read")
  func options() throws {
    let instance = InstanceOptions(name: "a", region: "chinaeast2", virtualIPs: ["10.1.0.5"])
    let options = InventoryOptions(owner: "me", cloud: "china", ttl: "30s", hostnames: "v2")
    let inventory = try #require(Inventory.of(instance, options: options).inventory)
    #expect(
      InventoryFileTests.lines(inventory) == [
        "a.azure-api.cn 30 10.1.0.5 gateway a chinaeast2",
        "a.developer.azure-api.cn 30 10.1.0.5 developerPortal a chinaeast2",
      ])
    #expect(inventory.owner.identifier == "me")
    #expect(inventory.cloud == .china)
    #expect(inventory.schemeIsChosen)
  }

  @Test("Every wrong option is named")
  func wrong() {
    let instance = InstanceOptions(name: "a-", region: "west-us", virtualIPs: ["10.1.0.5", "10.1.0.500"])
    let options = InventoryOptions(owner: "", cloud: "usgov", ttl: "0", hostnames: "classical")
    let reading = Inventory.of(instance, options: options)
    #expect(reading.inventory == nil)
    #expect(
      reading.problems.map(\.description) == [
        "--cloud: unknown cloud 'usgov'. Use 'public', 'usgovernment' or 'china'.",
        "--ttl: '0' is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d.",
        "--hostnames: unknown hostname scheme 'classical'. Did you mean 'classic'?",
        "--owner: '' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.",
        "--name: 'a-' is not a valid instance name. Use 1-50 letters, digits or '-'; start with a letter and don't "
          + "end with '-'.",
        "--region: 'west-us' is not a valid region. Use a name such as 'westeurope' or 'West Europe'.",
        "--vip: '10.1.0.500' is not a valid IPv4 address. Use four numbers from 0 to 255 without leading zeros, such "
          + "as 10.1.0.5.",
      ])
    #expect(reading.report == reading.problems.map(\.description).joined(separator: "\n"))
  }

  @Test("Every missing option is named")
  func missing() {
    #expect(
      Inventory.of(InstanceOptions(name: "a")).problems.map(\.description) == [
        "--region: required to describe an instance. Set --region.",
        "--vip: required to describe an instance. Set at least one --vip.",
      ])
    #expect(
      Inventory.of(InstanceOptions(region: "westus", virtualIPs: ["10.0.0.4"])).problems.map(\.description)
        == ["--name: required to describe an instance. Set --name."])
  }

  @Test("Too many addresses are an error")
  func many() {
    let instance = InstanceOptions(name: "a", region: "westus", virtualIPs: (1...21).map { "10.0.0.\($0)" })
    #expect(
      Inventory.of(instance).problems.map(\.description) == [
        "--vip: 21 addresses are too many for one name. Use at most 20."
      ])
  }

  @Test("Wrong options beside a file come first")
  func besideAFile() {
    let reading = InventoryFileTests.read("{ ttl: 0, instances: [] }", options: InventoryOptions(cloud: "x"))
    #expect(
      reading.problems.map(\.description) == [
        "--cloud: unknown cloud 'x'. Use 'public', 'usgovernment' or 'china'.",
        "a.json5:1:8: 0 is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d.",
      ])
  }
}
