import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// What becomes of records of other types that somebody put into a file of ours.
struct ForeignRecordTests {
  /// The worked example's first zone, with a text of somebody else's in it.
  private func place(_ record: String) async throws -> (folder: TemporaryFolder, file: String) {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    return (folder, file)
  }

  @Test func isNoReasonToWriteAndIsKeptWhenWritten() async throws {
    let (folder, file) = try await place(#"@ 1h IN TXT "v=1; \"x\"" ; why"#)
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    let moved = [BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.9"]), contoso[1]]
    try await apply(moved, with: makeBackend(folder.path))
    #expect(
      try folder.text(of: file) == #"""
        ; apim-dns owner=contoso-platform
        ; managed: A, NS and SOA records are ours, all others are kept
        $ORIGIN contoso-apim.westus.azure-api.net.
        @ 3600 IN SOA localhost. hostmaster.localhost. 2026082101 3600 600 1209600 3600
        @ 3600 IN NS localhost.
        @ 300 IN A 10.1.0.9
        contoso-apim.westus.azure-api.net. 3600 IN TXT "v=1; \"x\""

        """#)
  }

  @Test func zoneThatLeavesStaysForItsSake() async throws {
    let (folder, file) = try await place("_acme 60 IN TXT x")
    let done = try await apply([contoso[1]], with: makeBackend(folder.path))
    #expect(
      done.warnings == [
        "the zone contoso-apim.westus.azure-api.net stays, without our records, because \(folder.path(file)):7:13 has a "
          + "record that is not ours"
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

  /// Beside addresses that are as they should be, too.
  @Test(arguments: [
    ("@ 60 IN CNAME elsewhere.example.", "alias, beside which no address of ours can stand", ZoneLayout.perHostname),
    ("contoso-apim.westus 60 IN CNAME x", "alias, beside which no address of ours can stand", .parent),
    ("@ 60 IN CNAME elsewhere.example.", "alias, beside which no address of ours can stand", .parent),
    ("westus 60 IN DNAME x", "DNAME record, below which no address of ours can stand", .parent),
    ("@ 60 IN DNAME x", "DNAME record, below which no address of ours can stand", .parent),
    ("westus 60 IN NS ns", "delegation, at or below which no address of ours is answered", .parent),
    ("contoso-apim.westus 60 IN NS ns", "delegation, at or below which no address of ours is answered", .parent),
    ("westus.azure-api.net 60 IN DNAME x", "DNAME record, below which no address of ours can stand", .responsePolicy),
  ])
  func recordWithoutRoomForOursIsAConflict(record: String, reason: String, layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path, layout: layout)
    try await apply([contoso[0]], with: backend)
    let file = try #require(try folder.contents().keys.first { $0.hasSuffix(".zone") })
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    let plan = try await backend.plan(.present([contoso[0]])).plan
    #expect(plan.changes.isEmpty)
    let type = try #require(record.range(of: " IN ")).upperBound
    let column = record.distance(from: record.startIndex, to: type) + 1
    #expect(plan.conflicts.map(\.place) == ["\(folder.path(file)):7:\(column)"])
    #expect(
      plan.conflicts.map(\.reason) == [
        "there is \(reason.hasPrefix("alias") ? "an" : "a") \(reason): take the record out"
      ])
    #expect(plan.conflicts.map(\.yieldsToForce) == [false])
  }

  @Test(arguments: [
    ("@ 60 IN DNAME x", ZoneLayout.perHostname), ("contoso-apim.westus 60 IN DNAME x", .parent),
    ("apim.westus 60 IN DNAME x", .parent), ("us 60 IN NS ns", .parent), ("westus 60 IN CNAME x", .parent),
    ("x.contoso-apim.westus 60 IN NS ns", .parent), ("contoso-apim.westus. 60 IN CNAME x", .parent),
  ])
  func recordWithRoomForOursIsNone(record: String, layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path, layout: layout)
    try await apply([contoso[0]], with: backend)
    let file = try #require(try folder.contents().keys.first { $0.hasSuffix(".zone") })
    try folder.write(file, text: try folder.text(of: file) + record + "\n")
    #expect(try await backend.plan(.present([contoso[0]])).plan.isInSync)
  }

  /// Whoever has named rewrite a file of ours takes our mark out of it: then it is not ours any more.
  @Test(.needs("named-compilezone")) func fileThatNamedRewroteIsForeignUnlessItsMarkIsPutBack() async throws {
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
          "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: put that line on top if named rewrote "
            + "a file of ours; else choose another directory, or move the file away and apply with --serial-from, so that "
            + "the serial does not go back"
        ])
      try folder.write(file, text: "; apim-dns owner=contoso-platform\n" + rewritten)
      #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    }
  }
}
