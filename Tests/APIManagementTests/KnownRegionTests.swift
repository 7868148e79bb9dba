import Testing

@testable import APIManagement

@Suite("The list of regions")
struct KnownRegionTests {
  @Test("Every region is found by its name and by its display name", arguments: Cloud.allCases)
  func bothNames(_ cloud: Cloud) {
    for row in RegionTable.physical(in: cloud) {
      for text in [row.name, row.displayName, row.displayName.uppercased(), " \(row.name) "] {
        #expect(KnownRegion.find(text, in: cloud)?.region.name == row.name, "\(text)")
        #expect(KnownRegion.find(text, in: cloud)?.isLogical == false, "\(text)")
      }
    }
  }

  @Test("Every group of regions is found by its name and by its display name")
  func logical() {
    for row in RegionTable.logical {
      for text in [row.name, row.displayName] {
        #expect(KnownRegion.find(text, in: .global)?.region.name == row.name, "\(text)")
        #expect(KnownRegion.find(text, in: .global)?.isLogical == true, "\(text)")
      }
    }
    #expect(KnownRegion.find("United Kingdom", in: .global)?.region.name == "uk")
  }

  @Test("The list has every region")
  func counts() {
    #expect(Cloud.allCases.map { RegionTable.physical(in: $0).count } == [62, 6, 6])
    #expect(RegionTable.logical.count == 40)
    #expect(KnownRegion.names(in: .china).first == "chinanorth")
  }

  @Test(
    "A region is found only in its own cloud",
    arguments: [
      ("", .global), ("mars", .global), ("west-us", .global), ("usgovtexas", .global), ("westus", .china),
      ("uk", .usGovernment),
    ] as [(String, Cloud)])
  func missing(_ text: String, _ cloud: Cloud) {
    #expect(KnownRegion.find(text, in: cloud) == nil)
  }
}
