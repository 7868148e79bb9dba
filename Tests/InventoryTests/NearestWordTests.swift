import TestSupport
import Testing

@testable import Inventory

@Suite("The nearest right word")
struct NearestWordTests {
  static let words = ["name", "hostnames", "region", "vip", "locations", "publicVip", "names"]

  @Test(
    "A misspelled word gets the nearest known word as a suggestion",
    arguments: [
      ("hostname", "hostnames"), ("hsotnames", "hostnames"), ("hostnmes", "hostnames"), ("HostNames", "hostnames"),
      ("publicVIP", "publicVip"), ("vips", "vip"), ("vpi", "vip"), ("nam", "name"), ("regoin", "region"),
      ("lokation", "locations"), ("host_names", "hostnames"),
    ])
  func near(_ written: String, _ meant: String) {
    #expect(NearestWord.find(for: written, among: Self.words) == meant)
  }

  @Test(
    "A word that is not near a known one gets no suggestion",
    arguments: ["", "v", "address", "nn", "zone", "ip address", String(repeating: "hostnames", count: 5)])
  func far(_ written: String) {
    #expect(NearestWord.find(for: written, among: Self.words) == nil)
  }

  @Test(
    "The distance counts inserted, deleted, replaced and swapped letters",
    arguments: [
      ("", "", 0), ("abc", "abc", 0), ("", "abc", 3), ("abc", "", 3), ("ab", "ba", 1), ("abc", "acb", 1),
      ("ca", "abc", 3),
      ("kitten", "sitting", 3), ("a", "b", 1),
    ])
  func distance(_ left: String, _ right: String, _ expected: Int) {
    #expect(NearestWord.distance(Array(left.utf8), Array(right.utf8)) == expected)
    #expect(NearestWord.distance(Array(right.utf8), Array(left.utf8)) == expected)
  }

  @Test("Only words that cannot be near are left out")
  func onlyWordsThatCannotBeNearAreLeftOut() {
    for written in (0..<1000).map({ "key\($0)" }) + ["", "x", "subscription"] {
      #expect(NearestWord.candidates(for: Array(written.utf8), among: Self.words, 2) == [])
    }
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      guard var written = Self.words.randomElement(using: &random).map({ Array($0.utf8) }) else { continue }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<written.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: written.insert(UInt8.random(in: 33...126, using: &random), at: place)
        case 1: written[place] = UInt8.random(in: 33...126, using: &random)
        case 2: written.swapAt(place, Int.random(in: 0..<written.count, using: &random))
        default: if written.count > 1 { written.remove(at: place) }
        }
      }
      let near = Self.words.indices.filter { NearestWord.distance(written, Array(Self.words[$0].utf8)) <= 2 }
      #expect(Set(NearestWord.candidates(for: written, among: Self.words, 2)).isSuperset(of: near))
    }
  }
}
