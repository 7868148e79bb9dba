import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// Unmanaged records in managed zone files.
struct UnmanagedRecordTests {
  /// Writes the zones of the worked example, and adds an unmanaged record to the first one.
  private func zone(with record: String) async throws -> (folder: TemporaryFolder, file: String) {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    return (folder, file)
  }

  @Test("An unmanaged record is not a change, and it is kept when the file is rewritten")
  func kept() async throws {
    let (folder, file) = try await zone(with: #"@ 1h IN TXT "v=1; \"x\"" ; why"#)
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    let moved = [BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.9"]), contoso[1]]
    try await apply(moved, with: makeBackend(folder.path))
    #expect(
      try folder.text(of: file) == #"""
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN contoso-apim.westus.azure-api.net.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          2026082101 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS localhost.
        @ 300 IN A 10.1.0.9
        contoso-apim.westus.azure-api.net. 3600 IN TXT "v=1; \"x\""

        """#)
  }

  @Test("A removed zone stays if it has an unmanaged record")
  func zoneStays() async throws {
    let (folder, file) = try await zone(with: "_acme 60 IN TXT x")
    let done = try await apply([contoso[1]], with: makeBackend(folder.path))
    #expect(
      done.warnings == [
        "the zone contoso-apim.westus.azure-api.net is kept without managed A records, because of the unmanaged record "
          + "at \(folder.path(file)):14:13"
      ])
    #expect(done.changes.map(\.action) == [.delete])
    let text = try folder.text(of: file)
    #expect(text.contains("_acme.contoso-apim.westus.azure-api.net. 60 IN TXT x\n"))
    #expect(!text.contains("10.1.0.5"))
    #expect(try folder.text(of: "named.conf.apim-dns").contains(file))
    #expect(try await makeBackend(folder.path).plan(.present([contoso[1]])).plan.isInSync)
    _ = try await makeBackend(folder.path).plan(.absent).apply()
    #expect(Set(try folder.contents().keys) == [file, "named.conf.apim-dns"])
  }

  @Test(
    "A CNAME, DNAME or NS record at or above a managed name is a conflict, even if the A records are in sync",
    arguments: [
      ("@ 60 IN CNAME elsewhere.example.", ZoneLayout.perHostname),
      ("contoso-apim.westus 60 IN CNAME x", .parent), ("@ 60 IN CNAME elsewhere.example.", .parent),
      ("westus 60 IN DNAME x", .parent), ("@ 60 IN DNAME x", .parent), ("westus 60 IN NS ns", .parent),
      ("contoso-apim.westus 60 IN NS ns", .parent), ("westus.azure-api.net 60 IN DNAME x", .responsePolicy),
    ])
  func conflict(record: String, layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path, layout: layout)
    try await apply([contoso[0]], with: backend)
    let file = try #require(try folder.contents().keys.first { $0.hasSuffix(".zone") })
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    let plan = try await backend.plan(.present([contoso[0]])).plan
    #expect(plan.changes.isEmpty)
    let type = try #require(record.range(of: " IN ")).upperBound
    let column = record.distance(from: record.startIndex, to: type) + 1
    #expect(plan.conflicts.map(\.place) == ["\(folder.path(file)):\(layout == .responsePolicy ? 15 : 14):\(column)"])
    let name = layout == .parent && record.hasPrefix("@ 60 IN CNAME") ? suffix.text : contoso[0].name.text
    let reason =
      switch record[type...].prefix(2) {
      case "CN": "the unmanaged CNAME record at \(name) cannot coexist with managed records. Remove the CNAME record."
      case "DN": "the unmanaged DNAME record above \(name) redirects every name below it. Remove the DNAME record."
      default: "the unmanaged NS record delegates \(name) to another name server. Remove the NS record."
      }
    #expect(plan.conflicts.map(\.reason) == [reason])
    #expect(plan.conflicts.map(\.yieldsToForce) == [false])
  }

  @Test(
    "Other CNAME, DNAME and NS records are not conflicts",
    arguments: [
      ("@ 60 IN DNAME x", ZoneLayout.perHostname), ("contoso-apim.westus 60 IN DNAME x", .parent),
      ("apim.westus 60 IN DNAME x", .parent), ("us 60 IN NS ns", .parent), ("westus 60 IN CNAME x", .parent),
      ("x.contoso-apim.westus 60 IN NS ns", .parent), ("contoso-apim.westus. 60 IN CNAME x", .parent),
    ])
  func noConflict(record: String, layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path, layout: layout)
    try await apply([contoso[0]], with: backend)
    let file = try #require(try folder.contents().keys.first { $0.hasSuffix(".zone") })
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    #expect(try await backend.plan(.present([contoso[0]])).plan.isInSync)
  }

  @Test(
    "A file that named rewrote is unmanaged until its owner mark is put back", .needs("named-compilezone"))
  func rewrittenByNamed() async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    for style in ["full", "relative"] {
      let result = try await Program.required("named-compilezone").run(
        ["-q", "-i", "none", "-s", style, "-o", folder.path("new"), contoso[0].name.text, folder.path(file)])
      #expect(result.status == 0, "\(result.output)")
      let rewritten = try folder.text(of: "new")
      try folder.write(file, text: rewritten)
      let plan = try await makeBackend(folder.path).plan(.present(contoso)).plan
      #expect(
        plan.conflicts.map(\.reason) == [
          "line 1 is not '; apim-dns owner=contoso-platform', so the file is unmanaged. Choose another directory, or move "
            + "the file away and apply with --serial-from so that the serial does not decrease. If named rewrote a managed "
            + "file, put that line back on top instead."
        ])
      try folder.write(file, text: "; apim-dns owner=contoso-platform\n" + rewritten)
      #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    }
  }
}
