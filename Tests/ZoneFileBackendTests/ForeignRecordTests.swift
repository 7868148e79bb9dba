import DNSModel
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
        ; managed: edits are lost
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
    _ = try await makeBackend(folder.path).plan(.absent).carryOut()
    #expect(Set(try folder.contents().keys) == [file, "named.conf.apim-dns"])
  }

  @Test func aliasInTheWayIsAConflict() async throws {
    let (folder, file) = try await place("@ 60 IN CNAME elsewhere.example.")
    try folder.write(file, text: try folder.text(of: file).replacing("@ 300 IN A 10.1.0.5\n", with: ""))
    let plan = try await makeBackend(folder.path).plan(.present(contoso)).plan
    #expect(plan.conflicts.map(\.place) == ["\(folder.path(file)):6:9"])
    #expect(
      plan.conflicts.map(\.reason) == [
        "there is an alias, beside which no address of ours can stand: take the record out"
      ])
    #expect(plan.conflicts.map(\.yieldsToForce) == [false])
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
          "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: move the file away or choose "
            + "another directory"
        ])
      try folder.write(file, text: "; apim-dns owner=contoso-platform\n" + rewritten)
      #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    }
  }
}
