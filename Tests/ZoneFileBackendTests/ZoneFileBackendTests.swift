import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// What a plan says, and what it refuses.
struct ZoneFileBackendTests {
  /// The SOA and NS records as a plan shows them.
  private static let apex = Change.Value(
    ttl: TimeToLive(seconds: 3600),
    contents: ["SOA localhost hostmaster@localhost refresh 3600 retry 600 expire 1209600 minimum 3600", "NS localhost"])

  /// A plan's changes in one line each.
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

  @Test func anIncludeFileThatAloneIsMissingIsAChange() async throws {
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
      try folder.text(of: "\(shorter.name).zone").hasSuffix(
        "2026082101 3600 600 1209600 3600\n@ 3600 IN NS localhost.\n@ 60 IN A 10.1.0.5\n"))
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
    #expect(try folder.text(of: "\(contoso[0].name).zone").contains("dns.corp.example. 2026082101 "))
  }

  @Test(arguments: [
    "3600 600 1209600 3600": "3600 600 1209600 60", "@ 3600 IN NS": "@ 60 IN NS", "@ 3600 IN SOA": "@ 60 IN SOA",
  ])
  func timerThatSomebodyChangedIsPutBack(edit: (String, String)) async throws {
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

  @Test func zoneThatLeftGoesAndNobodyElsesDoes() async throws {
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

  @Test func layoutSwitchedLeavesNothingOfTheOtherBehind() async throws {
    let folder = try TemporaryFolder()
    for layout in ZoneLayout.allCases + ZoneLayout.allCases.reversed() {
      try await apply(contoso, with: makeBackend(folder.path, layout: layout))
      let zones = layout.zones(for: contoso, below: suffix).map(\.fileName)
      #expect(Set(try folder.contents().keys) == Set(zones + ["named.conf.apim-dns"]))
      #expect(try await makeBackend(folder.path, layout: layout).plan(.present(contoso)).plan.isInSync)
    }
  }

  @Test func removeWarnsOfTheIncludeLine() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    let plan = try await makeBackend(folder.path).plan(.absent).plan
    #expect(
      plan.warnings == [
        "named.conf must no longer include \(folder.path)/named.conf.apim-dns: without that file, named does not start"
      ])
  }

  @Test func parentWarnsOfWhatItHides() async throws {
    let folder = try TemporaryFolder()
    let plan = try await makeBackend(folder.path, layout: .parent).plan(.present(contoso)).plan
    #expect(
      plan.warnings == [
        "the zone azure-api.net hides every other name below azure-api.net from whoever uses it: use the layout "
          + "perHostname or responsePolicy instead"
      ])
    let given = [BackendConformance.recordSet("api.corp.example", ["10.1.0.5"])]
    #expect(try await makeBackend(folder.path, layout: .parent).plan(.present(given)).plan.warnings == [])
  }

  @Test(arguments: [
    (
      "",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: put that line on top if named rewrote a file of ours; else "
    ),
    (
      "$ORIGIN x.\n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: put that line on top if named rewrote a file of ours; else "
    ),
    (
      "\n; apim-dns owner=contoso-platform\n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: put that line on top if named rewrote a file of ours; else "
    ),
    (
      "; apim-dns owner=contoso-platform \n",
      "line 1 is not '; apim-dns owner=contoso-platform', so the file is not ours: put that line on top if named rewrote a file of ours; else "
    ),
    (
      "; apim-dns owner=contoso\n",
      "line 1 says owner=contoso, not '; apim-dns owner=contoso-platform', so the file is another owner's: "
    ),
    (
      "; apim-dns owner=contoso-platform2\n",
      "line 1 says owner=contoso-platform2, not '; apim-dns owner=contoso-platform', so the file is another owner's: "
    ),
  ])
  func foreignFileIsAConflictThatNoForceLifts(text: String, reason: String) async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try folder.write(file, text: text)
    let work = try await makeBackend(folder.path).plan(.present(contoso))
    let sentence =
      "\(reason)choose another directory, or move the file away and apply with --serial-from, so that the serial does not go "
      + "back"
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

  @Test func foreignIncludeFileIsAConflict() async throws {
    let folder = try TemporaryFolder()
    try folder.write("named.conf.apim-dns", text: "// apim-dns owner=other\n")
    let plan = try await makeBackend(folder.path).plan(.present(contoso)).plan
    #expect(
      plan.conflicts == [
        Conflict(
          name: "named.conf.apim-dns", place: folder.path("named.conf.apim-dns"),
          reason:
            "line 1 says owner=other, not '// apim-dns owner=contoso-platform', so the file is another owner's: move "
            + "the file away or choose another directory", yieldsToForce: false)
      ])
    #expect(try await makeBackend(folder.path).plan(.absent).plan.isInSync)
  }

  /// A folder, a pipe, a socket and a device: to open each of them ends in another way.
  @Test(
    arguments: [S_IFDIR, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK],
    ["\(contoso[0].name).zone", "named.conf.apim-dns", "reload-due.apim-dns"])
  func whatIsNoRegularFileIsAConflict(kind: mode_t, name: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(name)
    let isMade = kind == S_IFDIR ? mkdir(path, 0o755) == 0 : mknod(path, kind | 0o600, 0xFFEFE) == 0
    try #require(isMade || errno == EPERM, "only root may make a device")
    guard isMade else { return }
    let plan = try await makeBackend(folder.path, reloadCommand: "true").plan(.present(contoso)).plan
    #expect(
      plan.conflicts.map(\.reason) == [
        "it is no regular file, so it is not ours: move the file away or choose another directory"
      ])
    #expect(try await makeBackend(folder.path).plan(.absent).plan.isInSync)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
  }

  @Test func damagedFileOfOursIsRefusedWithItsPlace() async throws {
    let folder = try TemporaryFolder()
    let file = "\(contoso[0].name).zone"
    try await apply(contoso, with: makeBackend(folder.path))
    try folder.write(file, text: try folder.text(of: file).replacing("10.1.0.5", with: "10.1.0.500"))
    let error = BackendError(
      .refused,
      "\(folder.path(file)):6:12: '10.1.0.500' is no IPv4 address; mend the line, or move the file away and apply "
        + "with --serial-from, so that the serial does not go back")
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.present(contoso)) }
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.absent) }
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
      "\(folder.path(file)).jnl: there is a journal, so named takes dynamic updates of this zone and would overwrite the "
        + "file: run 'rndc freeze contoso-apim.westus.azure-api.net', put the line '; apim-dns owner=contoso-platform' back "
        + "on top of the file, move the journal away, apply, then run 'rndc thaw contoso-apim.westus.azure-api.net'; and take "
        + "allow-update and update-policy from the zone if nobody is to update it")
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.present(contoso)) }
    await #expect(throws: error) { try await makeBackend(folder.path).plan(.absent) }
  }

  /// A file that nobody asked for and that cannot be read stops nothing; one where a file of ours goes is in the way.
  @Test func unreadableFileIsSomebodyElses() async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("loop.example.zone"), withDestinationPath: "loop.example.zone")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("gone.example.zone"), withDestinationPath: "nowhere")
    let done = try await apply(contoso, with: backend)
    let loop =
      "cannot resolve the path: Too many levels of symbolic links. Check for a link that points to itself."
    #expect(done.warnings == ["\(folder.path("loop.example.zone")) is taken for a file of somebody else: \(loop)"])
    #expect(!done.hasFailures)
    let file = "\(contoso[0].name).zone"
    try FileManager.default.removeItem(atPath: folder.path(file))
    try FileManager.default.createSymbolicLink(atPath: folder.path(file), withDestinationPath: file)
    #expect(try await backend.plan(.present(contoso)).plan.conflicts.map(\.reason) == [loop])
  }

  @Test func directoryThatCannotBeReadIsNamedWithAdvice() async throws {
    let folder = try TemporaryFolder()
    try folder.write("file", text: "")
    await #expect(
      throws: BackendError(
        .failed,
        "\(folder.path("file")): cannot read the folder: Not a directory; see that it can be read, or choose another "
          + "directory")
    ) { try await makeBackend(folder.path("file")).plan(.present(contoso)) }
  }

  /// A zone that comes back begins anew: whoever has secondaries is told when they would not take it.
  /// The file says by itself that there are secondaries.
  @Test func serialOfAZoneThatGoesIsAWarningWhoeverRemovesIt() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path, nameServers: [DomainName(constant: "ns1.corp.example")]))
    let warnings = try await makeBackend(folder.path).plan(.absent).plan.warnings
    #expect(warnings.count { $0.contains(" goes with the serial ") } == 1)
  }

  @Test func serialOfAZoneThatGoesIsAWarning() async throws {
    let folder = try TemporaryFolder()
    let servers = [DomainName(constant: "ns1.corp.example")]
    func warnings(_ policy: SerialPolicy, after seconds: Int = 0) async throws -> [String] {
      let backend = try makeBackend(
        folder.path, nameServers: servers, serialPolicy: policy, now: SerialNumberTests.noon + seconds)
      return try await backend.plan(.absent).plan.warnings.filter { !$0.contains("named.conf") }
    }
    try await apply(contoso, with: makeBackend(folder.path, nameServers: servers))
    let warning =
      "the zone contoso-apim.portal.azure-api.net and 1 more goes with the serial 2026082100, above which it would not begin "
      + "if it came back: see that its secondaries drop it, or give one of them as --serial-from then"
    #expect(try await warnings(.date) == [warning])
    #expect(try await warnings(.increment) == [warning])
    #expect(try await warnings(.date, after: SerialNumberTests.day) == [])
    try await apply(contoso, with: makeBackend(folder.path))
    #expect(try await makeBackend(folder.path).plan(.absent).plan.warnings.count == 1, "there are no secondaries")
  }

  @Test func nameServerInsideItsZoneNeedsAnAddress() async throws {
    let folder = try TemporaryFolder()
    let server = DomainName(constant: "ns1.azure-api.net")
    let backend = try makeBackend(folder.path, layout: .parent, nameServers: [server])
    await #expect(
      throws: BackendError(
        .badSettings,
        "the name server ns1.azure-api.net lies in the zone azure-api.net, which has no address for it, so named would "
          + "refuse the zone: give a name server outside of it")
    ) { try await backend.plan(.present(contoso)) }
    let glue = BackendConformance.recordSet("ns1.azure-api.net", ["10.0.0.53"])
    #expect(try await backend.plan(.present(contoso + [glue])).plan.conflicts.isEmpty)
  }

  @Test func namesThatDoNotFitAreRefused() async throws {
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
        "the zone '\(long.name)' cannot have a file: its name is longer than 250 characters; use the layout parent or "
          + "responsePolicy")
    ) { try await makeBackend(folder.path).plan(.present([long])) }
    let trigger = try set(233)
    await #expect(
      throws: BackendError(
        .badSettings,
        "'\(trigger.name)' is longer than the 232 characters that the response policy zone rpz.apim-dns.invalid has room "
          + "for: use the layout perHostname")
    ) { try await makeBackend(folder.path, layout: .responsePolicy).plan(.present([trigger])) }
    try await apply([set(232)], with: makeBackend(folder.path, layout: .responsePolicy))
    try await apply([set(248)], with: makeBackend(folder.path))
  }

  @Test func settingsThatCannotWorkAreRefused() throws {
    #expect(
      throws: BackendError(
        .badSettings,
        "the name server ns_1.corp.example has an underscore, which the name of a host cannot have, so named would refuse "
          + "the zones: give another name")
    ) { try makeBackend("zones", nameServers: [DomainName(constant: "ns_1.corp.example")]) }
    #expect(
      throws: BackendError(.badSettings, "the zones have no name server: give at least one, such as ns1.corp.example")
    ) { try makeBackend("zones", nameServers: []) }
    #expect(
      throws: BackendError(.badSettings, "the directory of the zone files has no name: give one, such as 'zones'")
    ) { try makeBackend("") }
  }
}
