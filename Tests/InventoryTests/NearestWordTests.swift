import Testing

@testable import Inventory

@Suite("The nearest right word")
struct NearestWordTests {
  static let words = ["name", "hostnames", "region", "vip", "locations", "publicVip", "names"]

  @Test(
    "What a misspelled word stands for",
    arguments: [
      ("hostname", "hostnames"), ("hsotnames", "hostnames"), ("hostnmes", "hostnames"), ("HostNames", "hostnames"),
      ("publicVIP", "publicVip"), ("vips", "vip"), ("vpi", "vip"), ("nam", "name"), ("regoin", "region"),
      ("lokation", "locations"), ("host_names", "hostnames"),
    ])
  func near(_ written: String, _ meant: String) {
    #expect(NearestWord.find(for: written, among: Self.words) == meant)
  }

  @Test(
    "What stands for none of them",
    arguments: ["", "v", "address", "nn", "zone", "ip address", String(repeating: "hostnames", count: 5)])
  func far(_ written: String) {
    #expect(NearestWord.find(for: written, among: Self.words) == nil)
  }

  @Test(
    "The distance counts inserted, dropped, replaced and swapped letters",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("", "abc", 3), ("abc", "", 3), ("ab", "ba", 1), ("abc", "acb", 1),
      ("ca", "abc", 3),
      ("kitten", "sitting", 3), ("a", "b", 1),
    ])
  func distance(_ left: String, _ right: String, _ expected: Int) {
    #expect(NearestWord.distance(Array(left.utf8), Array(right.utf8)) == expected)
    #expect(NearestWord.distance(Array(right.utf8), Array(left.utf8)) == expected)
  }
}
