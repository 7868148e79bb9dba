import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// A file that is read beside the sets that it should have gives the same as one that is read without them.
struct ExpectedSetsTests {
  /// Some names, two of them with two addresses.
  private static let zone = Zone(
    origin: suffix,
    recordSets: [
      BackendConformance.recordSet("azure-api.net", ["10.9.0.1"]),
      BackendConformance.recordSet("a.azure-api.net", ["10.0.0.1"]),
      BackendConformance.recordSet("x.a.azure-api.net", ["10.0.0.2", "10.0.0.3"]),
      BackendConformance.recordSet("b.azure-api.net", ["10.0.0.4"]),
      BackendConformance.recordSet("c.portal.azure-api.net", ["10.0.0.5", "10.0.0.6"]),
      BackendConformance.recordSet("d.portal.azure-api.net", ["10.0.0.7"]),
    ])

  private static func contents() throws -> ZoneFileContents {
    ZoneFileContents(zone: zone, apex: try makeBackend("zones").apex, serial: SerialNumber(number: 7))
  }

  private static func comparison(_ text: String, expecting: Bool) throws -> AddressComparison {
    let none = Zone(origin: suffix, recordSets: [])
    var found = try ZoneFileReader.contents(of: Array(text.utf8), expecting: expecting ? zone : none).addresses
    if !expecting {
      let others = found.others
      found = FoundAddresses(expecting: zone.recordSets.count)
      found.others = others
    }
    return AddressComparison(of: found, with: zone)
  }

  @Test func fileAsWeWriteItIsOnlyMarked() throws {
    let bytes = ZoneFileWriter.bytes(of: try Self.contents(), mark: .zoneFile(.standard))
    let found = try ZoneFileReader.contents(of: bytes, expecting: Self.zone)
    #expect(found.addresses.isComplete)
    #expect(found.addresses.foundCount == 6)
  }

  /// Lines are taken out, doubled, moved, changed and written otherwise, in 3,000 ways that are the same each time.
  @Test func whateverSomebodyDidToTheFileTheComparisonIsTheSame() throws {
    let bytes = ZoneFileWriter.bytes(of: try Self.contents(), mark: .zoneFile(.standard))
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    var random = SeededGenerator(seed: 5)
    for _ in 0..<3_000 {
      var changed = Array(lines[5...])
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: changed.indices, using: &random)
        switch Int.random(in: 0...6, using: &random) {
        case 0: changed.remove(at: index)
        case 1: changed.insert(changed[index], at: Int.random(in: changed.indices, using: &random))
        case 2: changed.swapAt(index, Int.random(in: changed.indices, using: &random))
        case 3: changed[index] = changed[index].replacing("10.0.0", with: "10.7.0")[...]
        case 4: changed[index] = changed[index].replacing(" 300 ", with: " 60 ")[...]
        case 5: changed[index] = changed[index].uppercased()[...]
        default: changed.insert("new\(index) 300 IN A 10.8.0.1", at: index)
        }
      }
      let text = (lines[..<5] + changed).joined(separator: "\n") + "\n"
      let (left, right) = (
        try Self.comparison(text, expecting: true), try Self.comparison(text, expecting: false)
      )
      #expect(left.changes == right.changes, "\(text)")
      #expect(left.unchanged == right.unchanged, "\(text)")
    }
  }

  /// Read back in pieces of any size, a file is right, and with any byte of a record changed it is not.
  @Test func readsBackPieceByPiece() throws {
    let folder = try TemporaryFolder()
    let contents = try Self.contents()
    let bytes = ZoneFileWriter.bytes(of: contents, mark: .zoneFile(.standard))
    try folder.write("a.zone", text: String(decoding: bytes, as: UTF8.self))
    for size in [1, 7, 40, 100, 1 << 20] {
      #expect(try ZoneFileReader.isFile(folder.path("a.zone"), saying: contents, pieceSize: size))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let wrong = [
      text.replacing("10.0.0.7", with: "10.0.0.8"), text.replacing("b 300", with: "b 301"),
      text + "e 300 IN A 10.0.0.9\n",
      text.replacing("b 300 IN A 10.0.0.4\n", with: ""), text.replacing(" 7 3600", with: " 8 3600"),
      text + "b 300 IN A 10.0.0.4\n", text + "e 300 IN TXT x\n", String(text.dropLast(3)), "",
    ]
    for text in wrong {
      try folder.write("b.zone", text: text)
      #expect(try !ZoneFileReader.isFile(folder.path("b.zone"), saying: contents, pieceSize: 50), "\(text)")
    }
  }

  /// What is written does not depend on where a block of memory ends.
  @Test func manySetsAreWrittenInBlocks() throws {
    let sets = try (0..<20_000).map { number in
      RecordSet(
        name: try DomainName("apim-\(number).azure-api.net"), ttl: .standard,
        addresses: (0...number % 3).map { IPv4Address(number: 0x0A00_0000 + UInt32($0)) })
    }
    let contents = ZoneFileContents(
      zone: Zone(origin: suffix, recordSets: sets), apex: try makeBackend("zones").apex, serial: SerialNumber(number: 7)
    )
    var pieces = 0
    ZoneFileWriter.write(contents, mark: .zoneFile(.standard)) { pieces += $0.isEmpty ? 0 : 1 }
    #expect(pieces > 3)
    let text = String(decoding: ZoneFileWriter.bytes(of: contents, mark: .zoneFile(.standard)), as: UTF8.self)
    let expected = contents.zone.recordSets.flatMap { set in
      set.addresses.map { "\(set.name.relative(to: suffix) ?? "") 300 IN A \($0)" }
    }
    #expect(text.split(separator: "\n").dropFirst(5).map(String.init) == expected)
  }
}
