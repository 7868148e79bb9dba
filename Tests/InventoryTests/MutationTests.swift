import Diagnostics
import DNSModel
import Testing

@testable import Inventory

/// Random numbers that are the same in every run: [SplitMix64](https://prng.di.unimi.it/splitmix64.c).
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

@Suite("Inventories that were damaged at random")
struct MutationTests {
  /// An inventory with a bit of everything.
  private static let seed = #"""
    {owner:'x.y',cloud:"public",ttl:0x3C, // c
    instances:[{name:'a',region:'West US',vip:"10.0.0.4"},/* é */{'name':'\u0062',locations:[
    {region:'eastus',vip:['10.0.0.5','10.0.0.6',],},],names:{gateway:['api.corp.ex\
    ample']},publicVip:true,},],backends:{zones:{contact:'a@b',nameServers:['n']},hosts:{},
    azure:{links:[]}}, }
    """#

  /// Bytes and texts that a reader may stumble over.
  private static let fragments: [[UInt8]] =
    [
      "{", "}", "[", "]", ",", ":", "'", "\"", "\\", "\\u", "\\x", "//", "/*", "*/", "\n", "\r", "\u{2028}", "\u{FEFF}",
      "-",
      "Infinity", "0x", "1e", ".", "null", "name:", "vip:", "[[[[[[[[", "{a:{a:{a:", "é", "\u{0}", "\u{1F600}",
      "\\uD800",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0], [0xE2], [0xE2, 0x80], [0xF0, 0x9F]]

  private static func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &generator)
    let end = min(bytes.count, place + Int.random(in: 0...8, using: &generator))
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: bytes.replaceSubrange(place..<end, with: [])
    case 1: bytes.insert(contentsOf: fragments.randomElement(using: &generator) ?? [], at: place)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
    case 4: bytes.removeLast(bytes.count - place)
    default: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
    }
  }

  @Test(
    "Ten thousand damaged inventories are read, with problems only at positions within the file",
    .timeLimit(.minutes(5)))
  func damaged() {
    var generator = SeededGenerator(state: 2026)
    #expect(InventoryFileTests.read(Self.seed).inventory != nil)
    var wrong = 0
    for round in 0..<10_000 {
      var bytes = Array(Self.seed.utf8)
      for _ in 0...Int.random(in: 0...3, using: &generator) { Self.mutate(&bytes, &generator) }
      let reading = Inventory.read(bytes: bytes, file: "f")
      guard reading.inventory == nil else { continue }
      wrong += 1
      var source = SourceText(bytes: bytes, file: "f")
      let end = source.position(ofByte: bytes.count)
      let isSorted = zip(reading.problems, reading.problems.dropFirst()).allSatisfy { Self.key($0) <= Self.key($1) }
      let areWithin = reading.problems.allSatisfy { (1, 1) <= Self.key($0) && Self.key($0).0 <= end.line }
      guard !reading.problems.isEmpty, isSorted, areWithin, !reading.report.isEmpty else {
        Issue.record("round \(round): \(String(decoding: bytes, as: UTF8.self))")
        return
      }
    }
    #expect(wrong > 5_000)
  }

  @Test("Ten thousand damaged texts are read, with offsets only within the text")
  func offsets() {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<10_000 {
      var bytes = Self.fragments.randomElement(using: &generator) ?? []
      for _ in 0...12 { Self.mutate(&bytes, &generator) }
      let document = JSON5Document(bytes)
      if let error = document.error {
        #expect((0...bytes.count).contains(error.offset), "\(bytes)")
      } else {
        _ = JSON5Case.write(document)
      }
    }
  }

  private static func key(_ problem: InventoryProblem) -> (Int, Int) {
    guard case .position(let position) = problem.origin else { return (0, 0) }
    return (position.line, position.column)
  }
}
