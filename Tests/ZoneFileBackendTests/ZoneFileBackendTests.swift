import DNSModel
import FileReplacement
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// What a plan shows, and what it refuses.
struct ZoneFileBackendTests {
  /// The SOA and NS records as a plan shows them.
  private static let apex = Change.Value(
    ttl: TimeToLive(seconds: 3600),
    contents: ["SOA localhost hostmaster@localhost refresh 3600 retry 600 expire 1209600 minimum 60", "NS localhost"])

  /// The changes of a plan, one on each line.
  private func lines(_ plan: BackendPlan) -> [String] {
    plan.changes.map { "\($0.action) \($0.kind) \($0.name) in \($0.zone?.text ?? "-")" }
  }

  @Test func planShowsTheRecordsOfEachZone() async throws {
    let folder = try TemporaryFolder()
    let plan = try await makeBackend(folder.path).plan(.present(contoso)).plan
    #expect(
      lines(plan) == [
        "create record contoso-apim.portal.azure-api.net in contoso-apim.portal.azure-api.net",
        "create record contoso-apim.westus.azure-api.net in contoso-apim.westus.azure-api.net",
      ])
    #expect(plan.changes[0].before == nil)
    #expect(plan.changes[0].after == Change.Value(ttl: .standard, contents: ["10.1.0.5"]))
    #expect(plan.backend == .zones)
    #expect(plan.target == folder.path)
    #expect(plan.warnings == [])
    #expect(try folder.contents().isEmpty)
  }

  @Test func missingIncludeFileIsAChange() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    try FileManager.default.removeItem(atPath: folder.path("named.conf.apim-dns"))
    let zones = try folder.contents()
    let done = try await apply(contoso, with: makeBackend(folder.path))
    #expect(lines(done) == ["create configuration named.conf.apim-dns in -"])
    #expect(done.unchanged == 2)
    #expect(try folder.contents().filter { $0.key.hasSuffix(".zone") } == zones)
    try folder.write("named.conf.apim-dns", text: "// apim-dns owner=contoso-platform\n")
    #expect(
      lines(try await apply(contoso, with: makeBackend(folder.path))) == [
        "update configuration named.conf.apim-dns in -"
      ])
  }

  @Test func otherTTLIsAnUpdateOfThatZoneOnly() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let portal = try folder.bytes(of: "contoso-apim.portal.azure-api.net.zone")
    let shorter = RecordSet(
      name: contoso[0].name, ttl: try #require(TimeToLive(seconds: 60)), addresses: contoso[0].addresses)
    let done = try await apply([shorter, contoso[1]], with: makeBackend(folder.path))
    #expect(lines(done) == ["update record \(shorter.name) in \(shorter.name)"])
    #expect(done.unchanged == 1)
    #expect(
      try folder.text(of: "\(shorter.name).zone").hasSuffix(")\n@ 3600 IN NS localhost.\n@ 60 IN A 10.1.0.5\n"))
    #expect(try folder.text(of: "\(shorter.name).zone").contains(" 2026082101 ; serial\n"))
    #expect(try folder.bytes(of: "contoso-apim.portal.azure-api.net.zone") == portal)
  }

  @Test func otherContactIsAnUpdateOfEveryZone() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let done = try await apply(contoso, with: makeBackend(folder.path, contact: "dns@corp.example"))
    #expect(lines(done) == contoso.reversed().map { "update zone \($0.name) in \($0.name)" })
    #expect(done.unchanged == 2)
    #expect(done.changes[0].before == Self.apex)
    #expect(done.changes[0].after?.contents.first?.hasPrefix("SOA localhost dns@corp.example ") == true)
    #expect(try folder.text(of: "\(contoso[0].name).zone").contains("dns.corp.example. (\n  2026082101 ;"))
  }

  @Test(arguments: [
    " 60 ; minimum": " 90 ; minimum", "@ 3600 IN NS": "@ 60 IN NS", "@ 3600 IN SOA": "@ 60 IN SOA",
  ])
  func editedTimerIsRestored(edit: (String, String)) async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    let text = try folder.text(of: file)
    try folder.write(file, text: text.replacing(edit.0, with: edit.1))
    let done = try await apply(contoso, with: makeBackend(folder.path))
    #expect(lines(done) == ["update zone \(contoso[0].name) in \(contoso[0].name)"])
    #expect(done.changes[0].before != done.changes[0].after)
    #expect(try folder.text(of: file) == text.replacing("2026082100", with: "2026082101"))
  }

  @Test func onlyManagedZonesAreRemoved() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let theirs = try folder.text(of: "\(contoso[1].name).zone").replacing("owner=contoso-platform", with: "owner=other")
    try folder.write("other.example.zone", text: theirs)
    try folder.write("\(contoso[1].name).zone.bak", text: "kept")
    let done = try await apply([contoso[0]], with: makeBackend(folder.path))
    #expect(lines(done) == ["delete record \(contoso[1].name) in \(contoso[1].name)"])
    #expect(
      Set(try folder.contents().keys) == [
        "\(contoso[0].name).zone", "\(contoso[1].name).zone.bak", "named.conf.apim-dns", "other.example.zone",
      ])
    #expect(!(try folder.text(of: "named.conf.apim-dns").contains(contoso[1].name.text)))
  }

  @Test func changedLayoutLeavesNoFilesOfTheOther() async throws {
    let folder = try TemporaryFolder()
    var policy: [String] = []
    for layout in ZoneLayout.allCases + ZoneLayout.allCases.reversed() {
      try await apply(contoso, with: makeBackend(folder.path, layout: layout))
      let zones = layout.zones(for: contoso, below: [suffix]).map(\.fileName) + policy
      // A response policy may still name its zone.
      if layout == .responsePolicy { policy = zones }
      #expect(Set(try folder.contents().keys) == Set(zones + ["named.conf.apim-dns"]))
      #expect(try await makeBackend(folder.path, layout: layout).plan(.present(contoso)).plan.isInSync)
    }
  }

  @Test func removeLeavesAnEmptyIncludeFile() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let done = try await makeBackend(folder.path).plan(.absent).apply()
    #expect(
      done.warnings == [
        "\(folder.path)/named.conf.apim-dns stays without zones, because named does not start while named.conf includes a "
          + "missing file. Remove the include statement from named.conf, reload named, and delete the file."
      ])
    #expect(
      try folder.contents().mapValues { String(decoding: $0, as: UTF8.self) } == [
        "named.conf.apim-dns": """
        // apim-dns owner=contoso-platform
        // managed: edits are lost
        // in named.conf: include "\(folder.path)/named.conf.apim-dns";
        // no zones: delete this file when named.conf no longer includes it

        """
      ])
    let again = try await makeBackend(folder.path).plan(.absent).plan
    #expect(again.isInSync && again.warnings.isEmpty)
  }

  @Test func parentLayoutWarnsOfHiddenNames() async throws {
    let folder = try TemporaryFolder()
    let plan = try await makeBackend(folder.path, layout: .parent).plan(.present(contoso)).plan
    #expect(
      plan.warnings == [
        "the zone azure-api.net hides every other name below azure-api.net from the clients of this name server. Use the "
          + "layout perHostname or responsePolicy instead."
      ])
    let given = [BackendConformance.recordSet("api.corp.example", ["10.1.0.5"])]
    #expect(try await makeBackend(folder.path, layout: .parent).plan(.present(given)).plan.warnings == [])
  }

  @Test(arguments: [
    (
      "",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is unmanaged"
    ),
    (
      "$ORIGIN x.\n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is unmanaged"
    ),
    (
      "\n; apim-dns owner=contoso-platform\n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is unmanaged"
    ),
    (
      "; apim-dns owner=contoso-platform \n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is unmanaged"
    ),
    (
      "; apim-dns owner=contoso\n",
      "line 1 is '; apim-dns owner=contoso' and not '; apim-dns owner=contoso-platform', so the file belongs to another owner"
    ),
    (
      "; apim-dns owner=contoso-platform2\n",
      "line 1 is '; apim-dns owner=contoso-platform2' and not '; apim-dns owner=contoso-platform', so the file belongs to another owner"
    ),
  ])
  func unmanagedFileIsAConflictThatForceDoesNotOverride(text: String, reason: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try folder.write(file, text: text)
    let work = try await makeBackend(folder.path).plan(.present(contoso))
    let rewritten =
      reason.hasSuffix("unmanaged") ? " If named rewrote a managed file, put that line back on top instead." : ""
    let sentence =
      "\(reason). Choose another directory, or move the file away and apply with --serial-from so that the serial does not "
      + "decrease.\(rewritten)"
    #expect(
      work.plan.conflicts == [
        Conflict(
          name: contoso[0].name.text, zone: contoso[0].name, place: folder.path(file), reason: sentence,
          yieldsToForce: false)
      ])
    await #expect(throws: BackendError(.refused, "\(folder.path(file)): \(sentence)")) {
      try await work.apply(overriding: work.plan.conflicts)
    }
    #expect(try folder.contents() == [file: Array(text.utf8)])
  }

  @Test func unmanagedIncludeFileIsAConflict() async throws {
    let folder = try TemporaryFolder()
    try folder.write("named.conf.apim-dns", text: "// apim-dns owner=other\n")
    let plan = try await makeBackend(folder.path).plan(.present(contoso)).plan
    #expect(
      plan.conflicts == [
        Conflict(
          name: "named.conf.apim-dns", place: folder.path("named.conf.apim-dns"),
          reason:
            "line 1 is '// apim-dns owner=other' and not '// apim-dns owner=contoso-platform', so the file belongs to another "
            + "owner. Each owner needs a directory of its own. Choose another one, such as '\(folder.path)-contoso-platform', and "
            + "put both 'include \"\(folder.path)/named.conf.apim-dns\";' and 'include "
            + "\"\(folder.path)-contoso-platform/named.conf.apim-dns\";' into named.conf.", yieldsToForce: false)
      ])
    #expect(try await makeBackend(folder.path).plan(.absent).plan.isInSync)
  }

  /// A directory, a pipe, a socket and devices: opening each of them has a different result.
  @Test(
    arguments: [S_IFDIR, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK],
    ["\(contoso[0].name).zone", "named.conf.apim-dns", "reload-due.apim-dns"])
  func somethingOtherThanARegularFileIsAConflict(kind: mode_t, name: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(name)
    let isMade = kind == S_IFDIR ? mkdir(path, 0o755) == 0 : mknod(path, kind | 0o600, 0xFFEFE) == 0
    try #require(isMade || errno == EPERM, "only root may make a device")
    guard isMade else { return }
    let plan = try await makeBackend(folder.path, reloadCommand: "true").plan(.present(contoso)).plan
    #expect(
      plan.conflicts.map(\.reason) == [
        "not a regular file, so it is unmanaged. Move the file away, or choose another directory."
      ])
    #expect(try await makeBackend(folder.path).plan(.absent).plan.isInSync)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
  }

  @Test func damagedManagedFileIsRefusedWithAPosition() async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    try folder.write(file, text: try folder.text(of: file).replacing("10.1.0.5", with: "10.1.0.500"))
    let error = BackendError(
      .refused,
      "\(folder.path(file)):13:12: '10.1.0.500' is not a valid IPv4 address. Correct the line, or move the file away "
        + "and apply with --serial-from so that the serial does not decrease.")
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.present(contoso)) }
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.absent) }
  }

  @Test(arguments: [
    (
      "$INCLUDE other.zone",
      "$INCLUDE is not supported in a managed zone file. Replace the line with the records of the other file."
    ),
    (
      "$GENERATE 1-9 h$ A 10.0.0.$",
      "$GENERATE is not supported in a managed zone file. Replace the line with the records that it generates."
    ),
  ])
  func unsupportedDirectiveIsRefusedWithItsReplacement(line: String, message: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    let text = try folder.text(of: file)
    try folder.write(file, text: text + line + "\n")
    let row = text.split(separator: "\n", omittingEmptySubsequences: false).count
    await #expect(throws: BackendError(.refused, "\(folder.path(file)):\(row):1: \(message)")) {
      try await makeBackend(folder.path).plan(.present(contoso))
    }
  }

  @Test func journalMeansADynamicZone() async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    try folder.write("elsewhere.example.zone.jnl", text: "")
    #expect(try await makeBackend(folder.path).plan(.present(contoso)).plan.isInSync)
    try folder.write("\(file).jnl", text: "")
    let error = BackendError(
      .refused,
      "\(folder.path(file)).jnl: the zone has a journal, so named accepts dynamic updates for it and would overwrite the "
        + "file. Run 'rndc freeze contoso-apim.westus.azure-api.net', put the line '; apim-dns owner=contoso-platform' back "
        + "on top of the file, apply, and run 'rndc thaw contoso-apim.westus.azure-api.net'. If the zone needs no dynamic "
        + "updates, remove allow-update and update-policy from its statement in named.conf; the statements in "
        + "named.conf.apim-dns allow none.")
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.present(contoso)) }
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.absent) }

    try folder.write("\(contoso[1].name).zone.jnl", text: "")
    let all = BackendError(
      .refused,
      "\(folder.path("\(contoso[1].name).zone.jnl")): the zone has a journal, so named accepts dynamic updates for it and would "
        + "overwrite the file. So it does for contoso-apim.westus.azure-api.net. Run 'rndc freeze', put the line '; apim-dns "
        + "owner=contoso-platform' back on top of each file, apply, and run 'rndc thaw'. If the zone needs no dynamic updates, "
        + "remove allow-update and update-policy from its statement in named.conf; the statements in named.conf.apim-dns allow none."
    )
    await #expect(throws: all) { try await makeBackend(folder.path).plan(.present(contoso)) }
    await #expect(throws: all) { try await makeBackend(folder.path).plan(.absent) }
  }

  @Test("An unreadable file is ignored with a warning, but at the path of a managed file it is a conflict")
  func unreadableFile() async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("loop.example.zone"), withDestinationPath: "loop.example.zone")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("gone.example.zone"), withDestinationPath: "nowhere")
    let done = try await apply(contoso, with: backend)
    let loop =
      "cannot resolve the path: Too many levels of symbolic links. Check for a link that points to itself."
    #expect(done.warnings == ["\(folder.path("loop.example.zone")) is ignored as an unmanaged file: \(loop)"])
    #expect(!done.hasFailures)
    let file = "\(contoso[0].name).zone"
    try FileManager.default.removeItem(atPath: folder.path(file))
    try FileManager.default.createSymbolicLink(atPath: folder.path(file), withDestinationPath: file)
    #expect(try await backend.plan(.present(contoso)).plan.conflicts.map(\.reason) == [loop])
  }

  @Test func unreadableDirectoryIsAnError() async throws {
    let folder = try TemporaryFolder()
    try folder.write("file", text: "")
    let error = await #expect(
      throws: BackendError(
        .failed,
        "\(folder.path("file")): cannot read the folder: Not a directory. Make sure that it can be read, or choose another "
          + "directory.")
    ) { try await makeBackend(folder.path("file")).plan(.present(contoso)) }
    #expect(error?.underlyingError is FileError)
  }

  @Test("Removing a zone with secondaries warns of its serial, also without the settings of the apply")
  func removalWarnsOfTheSerialByTheFileAlone() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path, nameServers: [DomainName(constant: "ns1.corp.example")]))
    let warnings = try await makeBackend(folder.path).plan(.absent).plan.warnings
    #expect(warnings.count { $0.contains(" is removed at serial ") } == 1)
  }

  @Test("Removing a zone warns if it would return with a serial that is not higher")
  func removalWarnsOfTheSerial() async throws {
    let folder = try TemporaryFolder()
    let servers = [DomainName(constant: "ns1.corp.example")]
    func warnings(_ policy: SerialPolicy, after seconds: Int = 0) async throws -> [String] {
      let backend = try makeBackend(
        folder.path, nameServers: servers, serialPolicy: policy, now: SerialNumberTests.noon + seconds)
      return try await backend.plan(.absent).plan.warnings.filter { !$0.contains("named.conf") }
    }
    try await apply(contoso, with: makeBackend(folder.path, nameServers: servers))
    let warning =
      "the zone contoso-apim.portal.azure-api.net (and 1 more) is removed at serial 2026082100. When it returns, its "
      + "serial may not be higher, and its secondaries would ignore it. Remove the zone from the secondaries now, or "
      + "set --serial-from to one of them when it returns."
    #expect(try await warnings(.date) == [warning])
    #expect(try await warnings(.increment) == [warning])
    #expect(try await warnings(.date, after: SerialNumberTests.day) == [])
    try await apply(contoso, with: makeBackend(folder.path))
    #expect(try await makeBackend(folder.path).plan(.absent).plan.warnings.count == 1, "there are no secondaries")
  }

  @Test func nameServerInTheZoneNeedsAnAddress() async throws {
    let folder = try TemporaryFolder()
    let server = DomainName(constant: "ns1.azure-api.net")
    let backend = try makeBackend(folder.path, layout: .parent, nameServers: [server])
    await #expect(
      throws: BackendError(
        .badSettings,
        "the name server ns1.azure-api.net is in the zone azure-api.net, which has no A record for it, so named would reject "
          + "the zone. Use a name server outside the zone.")
    ) { try await backend.plan(.present(contoso)) }
    let glue = BackendConformance.recordSet("ns1.azure-api.net", ["10.0.0.53"])
    #expect(try await backend.plan(.present(contoso + [glue])).plan.conflicts.isEmpty)
  }

  @Test func namesThatAreTooLongAreRefused() async throws {
    let folder = try TemporaryFolder()
    func set(_ length: Int) throws -> RecordSet {
      let labels = Array(repeating: String(repeating: "a", count: 49), count: 5).joined(separator: ".").suffix(length)
      return RecordSet(name: try DomainName(String(labels)), ttl: .standard, addresses: contoso[0].addresses)
    }
    let long = RecordSet(
      name: try DomainName("ab." + set(248).name.text), ttl: .standard, addresses: contoso[0].addresses)
    await #expect(
      throws: BackendError(
        .badSettings,
        "'\(long.name)' is longer than 250 characters, the limit for a zone file's name. Use the layout parent or "
          + "responsePolicy.")
    ) { try await makeBackend(folder.path).plan(.present([long])) }
    let trigger = try set(233)
    await #expect(
      throws: BackendError(
        .badSettings,
        "'\(trigger.name)' is longer than 232 characters, the limit in the response policy zone rpz.apim-dns.invalid. Use "
          + "the layout perHostname.")
    ) { try await makeBackend(folder.path, layout: .responsePolicy).plan(.present([trigger])) }
    try await apply([set(232)], with: makeBackend(folder.path, layout: .responsePolicy))
    try await apply([set(248)], with: makeBackend(folder.path))
  }

  @Test func invalidSettingsAreRefused() throws {
    #expect(
      throws: BackendError(
        .badSettings,
        "'ns_1.corp.example' is not a valid name server: hostnames cannot contain '_', and named would reject the zones. Use "
          + "another name.")
    ) { try makeBackend("zones", nameServers: [DomainName(constant: "ns_1.corp.example")]) }
    #expect(
      throws: BackendError(.badSettings, "a name server is required. Set at least one, such as ns1.corp.example.")
    ) { try makeBackend("zones", nameServers: []) }
    #expect(
      throws: BackendError(.badSettings, "a directory for the zone files is required. Set one, such as 'zones'.")
    ) { try makeBackend("") }
  }
}
