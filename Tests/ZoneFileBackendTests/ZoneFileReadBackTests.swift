import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// Reading a file back recognizes exactly what was written.
struct ZoneFileReadBackTests {
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
    ZoneFileContents(zone: zone, apex: try makeBackend("zones").settings.apex, serial: SerialNumber(number: 7))
  }

  @Test("A file with any difference in a record does not match")
  func differences() throws {
    let contents = try Self.contents()
    let bytes = ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard))
    #expect(try ZoneFileReader.contents(of: bytes, origin: suffix).matches(contents))
    let text = String(decoding: bytes, as: UTF8.self)
    let wrong = [
      text.replacing("10.0.0.7", with: "10.0.0.8"), text.replacing("b 300", with: "b 301"),
      text + "e 300 IN A 10.0.0.9\n",
      text.replacing("b 300 IN A 10.0.0.4\n", with: ""), text.replacing(" 7 ; serial", with: " 8 ; serial"),
      text + "e 300 IN TXT x\n", String(text.dropLast(3)), "",
    ]
    for text in wrong {
      let found = try? ZoneFileReader.contents(of: Array(text.utf8), origin: suffix)
      #expect(found?.matches(contents) != true, "\(text)")
    }
  }

  @Test func everyAddressOfManySetsIsALine() throws {
    let sets = try (0..<20_000).map { number in
      RecordSet(
        name: try DomainName("apim-\(number).azure-api.net"), ttl: .standard,
        addresses: (0...number % 3).map { IPv4Address(number: 0x0A00_0000 + UInt32($0)) })
    }
    let contents = ZoneFileContents(
      zone: Zone(origin: suffix, recordSets: sets), apex: try makeBackend("zones").settings.apex,
      serial: SerialNumber(number: 7)
    )
    let text = String(decoding: ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard)), as: UTF8.self)
    let expected = contents.zone.recordSets.flatMap { set in
      set.addresses.map { "\(set.name.relative(to: suffix) ?? "") 300 IN A \($0)" }
    }
    #expect(text.split(separator: "\n").dropFirst(12).map(String.init) == expected)
  }
}
