import APIManagement
import Testing

@Suite("Names of instances, regions and resources")
struct InstanceNameTests {
  private static let longest = String(repeating: "a", count: 50)

  @Test(
    "Instance names are kept in lower case",
    arguments: [
      ("a", "a"), ("Contoso-APIM", "contoso-apim"), ("a1", "a1"), ("a--1", "a--1"), ("z9-z", "z9-z"),
      (longest, longest),
    ])
  func goodNames(_ written: String, _ text: String) {
    #expect(InstanceName(written)?.text == text)
    #expect(InstanceName(written)?.description == text)
  }

  @Test(
    "Names that Azure refuses are invalid",
    arguments: [
      "", "1a", "-a", "a-", "a_b", "a.b", "a b", "ä", "aK\u{212A}", "a\n", "[a", "a{", "@", "`a", "\(longest)a",
    ])
  func badNames(_ written: String) {
    #expect(InstanceName(written) == nil)
  }

  @Test(
    "A region is found by its name and by its display name",
    arguments: [
      ("westus", "westus"), ("West Europe", "westeurope"), ("WESTEUROPE", "westeurope"), ("East US 2", "eastus2"),
      (" north  europe ", "northeurope"), ("US Gov Virginia", "usgovvirginia"),
    ])
  func goodRegions(_ written: String, _ name: String) {
    #expect(Region(written)?.name == name)
    #expect(Region(written)?.description == name)
  }

  @Test(
    "Other texts are not regions",
    arguments: [
      "", " ", "2eastus", "west-us", "west_us", "west.us", "(Stage)", "wést", "west\tus",
      String(repeating: "a", count: 41),
    ])
  func badRegions(_ written: String) {
    #expect(Region(written) == nil)
  }

  @Test("A resource ID is split into its parts, in any case")
  func resourceID() throws {
    let path = "/subscriptions/s-1/resourceGroups/rg_(1)/providers/Microsoft.Network/virtualNetworks/vnet1"
    let resource = try #require(ResourceID(path))
    #expect(resource.path == path)
    #expect(resource.description == path)
    #expect(resource.subscription == "s-1")
    #expect(resource.resourceGroup == "rg_(1)")
    #expect(resource.type == "Microsoft.Network/virtualNetworks")
    #expect(resource.name == "vnet1")
    let shouted = try #require(ResourceID(path.uppercased()))
    #expect(resource == shouted)
    #expect(Set([resource, shouted]).count == 1)
  }

  @Test(
    "Other texts are not resource IDs",
    arguments: [
      "", "vnet1", "subscriptions/s/resourceGroups/g/providers/n/t/x",
      "/subscriptions/s/resourceGroups/g/providers/n/t",
      "/subscriptions/s/resourceGroups/g/providers/n/t/x/", "/subscriptions/s/resourceGroups/g/providers/n/t/x/u/y",
      "/subscriptions//resourceGroups/g/providers/n/t/x", "/subscriptions/s/resourceGroups/../providers/n/t/x",
      "/subscriptions/s/resourceGroups/g/providers/n/t/x?y", "/subscriptions/…/resourceGroups/g/providers/n/t/x",
      "/subscription/s/resourceGroups/g/providers/n/t/x",
    ])
  func badResourceIDs(_ path: String) {
    #expect(ResourceID(path) == nil)
  }
}
