import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// The catalog zone, which lists all managed zones.
struct CatalogZoneTests {
  private static let catalog = DomainName(constant: "catalog.example")

  private func backend(_ folder: TemporaryFolder, catalog: DomainName? = catalog) throws -> ZoneFileBackend {
    try ZoneFileBackend(
      directory: folder.path, suffixes: [suffix], catalog: catalog, owner: Owner("contoso-platform") ?? .standard,
      now: { SerialNumberTests.noon })
  }

  @Test func catalogListsEachZone() async throws {
    let folder = try TemporaryFolder()
    let done = try await apply(contoso, with: backend(folder))
    #expect(done.changes.map(\.name) == contoso.map(\.name.text).sorted())
    #expect(
      try folder.text(of: "catalog.example.zone") == """
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN catalog.example.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          2026082100 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS invalid.
        version.catalog.example. 3600 IN TXT "2"
        571f08e3cef167108d99d6f72cbf82a0.zones.catalog.example. 3600 IN PTR contoso-apim.westus.azure-api.net.
        7cd52cc20c7120425571e976b1b871d5.zones.catalog.example. 3600 IN PTR contoso-apim.portal.azure-api.net.

        """)
    let include = try folder.text(of: "named.conf.apim-dns")
    #expect(
      include.contains(
        """
        // and in its options: allow-transfer { ADDRESSES-OF-SECONDARIES; }; also-notify { ADDRESSES-OF-SECONDARIES; };
        // on secondaries: zone "catalog.example" { type secondary; primaries { ADDRESS-OF-THIS-SERVER; }; };
        // and in their options: catalog-zones { zone "catalog.example" default-primaries { ADDRESS-OF-THIS-SERVER; }; };

        """))
    #expect(
      include.contains("zone \"catalog.example\" { type primary; file \"\(folder.path)/catalog.example.zone\"; "))
    #expect(try await backend(folder).plan(.present(contoso)).plan.isInSync)
  }

  @Test(
    "With the policy skip, the include file names no unmanaged file: neither of a catalog zone nor of a left-out zone")
  func unmanagedFilesAreNotIncluded() async throws {
    let folder = try TemporaryFolder()
    let (gateway, portal) = (contoso[0].name, contoso[1].name)
    try folder.write("catalog.example.zone", text: "$ORIGIN catalog.example.\n")
    try folder.write("\(portal).zone", text: "$ORIGIN \(portal).\n")
    let work = try await backend(folder).plan(.present(contoso), onConflict: .skip)
    #expect(work.plan.leftOut.compactMap(\.zone).sorted() == [Self.catalog, portal].sorted())
    _ = try await work.apply()
    let include = try folder.text(of: "named.conf.apim-dns")
    let statements = include.split(separator: "\n").filter { !$0.hasPrefix("//") }
    let beginning = "zone \"\(gateway)\" { type primary; file \"\(folder.path)/\(gateway).zone\";"
    #expect(statements.count == 1 && statements[0].hasPrefix(beginning), "\(statements)")
    #expect(!include.contains("catalog-zones"))
    #expect(try folder.text(of: "catalog.example.zone") == "$ORIGIN catalog.example.\n")
    // A zone without a conflict of its own is in the catalog, once that is managed.
    try FileManager.default.removeItem(atPath: folder.path("catalog.example.zone"))
    _ = try await backend(folder).plan(.present(contoso), onConflict: .skip).apply()
    let catalog = try folder.text(of: "catalog.example.zone")
    #expect(catalog.contains("PTR \(gateway).") && !catalog.contains("PTR \(portal)."))
  }

  @Test func catalogChangesOnlyWithTheZones() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    let before = try folder.bytes(of: "catalog.example.zone")
    try await apply(
      [contoso[0], BackendConformance.recordSet("contoso-apim.portal.azure-api.net", ["10.1.0.9"])],
      with: backend(folder))
    #expect(try folder.bytes(of: "catalog.example.zone") == before)
    try await apply([contoso[0]], with: backend(folder))
    #expect(try folder.text(of: "catalog.example.zone").contains(" 2026082101 "))
    #expect(try !folder.text(of: "catalog.example.zone").contains("portal"))
  }

  @Test func missingCatalogIsAChange() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder, catalog: nil))
    let plan = try await backend(folder).plan(.present(contoso)).plan
    #expect(plan.changes.map(\.name) == ["catalog.example"])
    #expect(plan.changes.map(\.kind) == [.configuration])
    #expect(plan.changes.map(\.action) == [.create])
  }

  @Test func catalogIsRemovedWithItsNameOrWithAllZones() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    try await apply(contoso, with: backend(folder, catalog: DomainName(constant: "other.example")))
    #expect(try Set(folder.contents().keys).isDisjoint(with: ["catalog.example.zone"]))
    #expect(try folder.text(of: "other.example.zone").contains("$ORIGIN other.example.\n"))
    _ = try await backend(folder, catalog: nil).plan(.absent).apply()
    #expect(Array(try folder.contents().keys) == ["named.conf.apim-dns"])
  }

  @Test("A removal needs only the owner: zones that stay keep their SOA and NS records and their catalog")
  func removal() async throws {
    let folder = try TemporaryFolder()
    let servers = [DomainName(constant: "ns1.corp.example")]
    let owner = Owner("contoso-platform") ?? .standard
    let own = try ZoneFileBackend(
      directory: folder.path, suffixes: [suffix], nameServers: servers, contact: "dns@corp.example",
      catalog: Self.catalog,
      owner: owner, now: { SerialNumberTests.noon })
    try await apply(contoso, with: own)
    let file = contoso[0].name.text + ".zone"
    try add("_acme 60 IN TXT \"mine\"\n", to: file, in: folder)
    let removal = try ZoneFileBackend(
      directory: folder.path, suffixes: [suffix], owner: owner, now: { SerialNumberTests.noon })
    let plan = try await removal.plan(.absent).apply()
    #expect(plan.changes.map(\.kind) == [.record, .record])
    #expect(
      try folder.text(of: file).hasSuffix(
        """
        @ 3600 IN SOA ns1.corp.example. dns.corp.example. (
          2026082101 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS ns1.corp.example.
        _acme.\(contoso[0].name). 60 IN TXT "mine"

        """))
    let catalog = try folder.text(of: Self.file)
    #expect(catalog.contains("@ 3600 IN SOA ns1.corp.example. dns.corp.example. (\n  2026082101 ; serial\n"))
    #expect(catalog.contains(" IN PTR \(contoso[0].name).\n") && !catalog.contains("portal"))
    #expect(try folder.text(of: "named.conf.apim-dns").contains("/\(Self.file)\""))
    #expect(try await removal.plan(.absent).plan.isInSync)
    let text = try folder.text(of: file)
    try folder.write(file, text: text.replacing("_acme.\(contoso[0].name). 60 IN TXT \"mine\"\n", with: ""))
    _ = try await removal.plan(.absent).apply()
    #expect(Array(try folder.contents().keys) == ["named.conf.apim-dns"])
  }

  /// The file of the catalog zone, and unmanaged records to add to it.
  private static let file = "catalog.example.zone"
  private static let properties = """
    primaries.ext.catalog.example. 60 IN TXT "key"
    group.571f08e3cef167108d99d6f72cbf82a0.zones.catalog.example. 60 IN TXT "internal"
    theirs.zones.catalog.example. 60 IN PTR elsewhere.example.

    """

  private func add(_ text: String, to file: String, in folder: TemporaryFolder) throws {
    try folder.write(file, text: try folder.text(of: file) + text)
  }

  /// Expects that the include file names exactly the existing zone files, and that another run changes nothing.
  private func expectInSync(_ desiredState: DesiredState, _ folder: TemporaryFolder, _ catalog: DomainName? = catalog)
    async throws
  {
    let include = try? folder.text(of: "named.conf.apim-dns")
    let named = include?.split(separator: "\"").filter { $0.hasSuffix(".zone") }.map(String.init) ?? []
    #expect(Set(named) == Set(try folder.contents().keys.filter { $0.hasSuffix(".zone") }.map { folder.path($0) }))
    #expect(try await backend(folder, catalog: catalog).plan(desiredState).plan.isInSync)
  }

  @Test func unmanagedRecordsAreKept() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    try add(Self.properties, to: Self.file, in: folder)
    #expect(try await backend(folder).plan(.present(contoso)).plan.isInSync)
    try await apply([contoso[0]], with: backend(folder))
    let text = try folder.text(of: Self.file)
    #expect(text.hasSuffix(" PTR contoso-apim.westus.azure-api.net.\n" + Self.properties))
    #expect(!text.contains("portal"))
    try await expectInSync(.present([contoso[0]]), folder)
  }

  @Test func addressRecordInTheCatalogIsRemovedAndShown() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    let before = try folder.text(of: Self.file)
    try add("x 60 IN A 10.0.0.1\n", to: Self.file, in: folder)
    let done = try await apply(contoso, with: backend(folder))
    #expect(done.changes.map(\.name) == ["x.catalog.example"])
    #expect(done.changes.map(\.action) == [.delete])
    #expect(try folder.text(of: Self.file) == before.replacing(" 2026082100 ", with: " 2026082101 "))
  }

  @Test(.needs("named-compilezone"), arguments: ["full", "relative"])
  func catalogIsRecognisedInAnyForm(style: String) async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    let result = try await Program.required("named-compilezone").run(
      ["-q", "-i", "none", "-s", style, "-o", folder.path("new"), "catalog.example", folder.path(Self.file)])
    #expect(result.status == 0, "\(result.output)")
    let lines = try folder.text(of: "new").split(separator: "\n")
    try folder.write(Self.file, text: "; apim-dns owner=contoso-platform\n" + lines.joined(separator: "\n") + "\n")
    try FileManager.default.removeItem(atPath: folder.path("new"))
    #expect(try await backend(folder).plan(.present(contoso)).plan.isInSync)
    _ = try await backend(folder).plan(.absent).apply()
    #expect(Array(try folder.contents().keys) == ["named.conf.apim-dns"])
  }

  @Test func spellingAndOrderOfCatalogRecordsDoNotMatter() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    let lines = try folder.text(of: Self.file).split(separator: "\n").map(String.init)
    let others = [
      lines[14], "$ORIGIN ZONES.catalog.example.",
      "571F08e3cef167108d99d6f72cbf82a0 1h TYPE12 Contoso-APIM.westus.azure-api.net.",
      "$ORIGIN catalog.example.", "version 60m TXT 2",
    ]
    #expect(lines[13].hasPrefix("571f08e3"))
    try folder.write(Self.file, text: (lines[..<12] + others).joined(separator: "\n") + "\n")
    #expect(try await backend(folder).plan(.present(contoso)).plan.isInSync)
    _ = try await backend(folder).plan(.absent).apply()
    #expect(Array(try folder.contents().keys) == ["named.conf.apim-dns"])
  }

  @Test(arguments: [
    (" 3600 IN PTR contoso-apim.westus", " 60 IN PTR contoso-apim.westus"), ("TXT \"2\"", "TXT \"1\""),
    ("PTR contoso-apim.westus", "PTR fabrikam-apim.westus"), ("NS invalid.", "NS localhost."),
  ])
  func editedManagedRecordIsRestored(edit: (String, String)) async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    let text = try folder.text(of: Self.file)
    try folder.write(Self.file, text: text.replacing(edit.0, with: edit.1))
    let done = try await apply(contoso, with: backend(folder))
    #expect(done.changes.map(\.name) == ["catalog.example"])
    let now = try folder.text(of: Self.file)
    #expect(now.hasPrefix(text.replacing(" 2026082100 ", with: " 2026082101 ")))
    #expect(!now.contains("TXT \"1\""))
    try await expectInSync(.present(contoso), folder)
  }

  @Test("The catalog stays as long as a zone stays for its unmanaged record")
  func staysWithAZone() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    try add("@ 60 IN TXT \"k\"\n", to: "\(contoso[1].name).zone", in: folder)
    let done = try await backend(folder).plan(.absent).apply()
    #expect(!done.hasFailures)
    #expect(
      try Set(folder.contents().keys) == [Self.file, "\(contoso[1].name).zone", "named.conf.apim-dns"])
    #expect(try !folder.text(of: Self.file).contains("westus"))
    try await expectInSync(.absent, folder)
    try await apply(contoso, with: backend(folder))
    try await expectInSync(.present(contoso), folder)
  }

  @Test(
    "A removed or renamed catalog stays as an ordinary zone if it has unmanaged records",
    arguments: [nil, DomainName(constant: "other.example")])
  func staysAsAnOrdinaryZone(name: DomainName?) async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    try add(Self.properties, to: Self.file, in: folder)
    let desiredState = name == nil ? DesiredState.absent : .present(contoso)
    let done = try await backend(folder, catalog: name ?? Self.catalog).plan(desiredState).apply()
    #expect(!done.hasFailures)
    #expect(
      done.warnings.first
        == "the zone catalog.example is kept without managed A records, because of the unmanaged record at "
        + "\(folder.path(Self.file)):16:38")
    let text = try folder.text(of: Self.file)
    #expect(text.hasSuffix("@ 3600 IN NS localhost.\n" + Self.properties))
    try await expectInSync(desiredState, folder, name ?? Self.catalog)
    if name == nil {
      try await apply(contoso, with: backend(folder))
      #expect(try folder.text(of: Self.file).hasSuffix(Self.properties))
      #expect(try folder.text(of: Self.file).contains("NS invalid.\nversion.catalog.example. "))
    }
  }

  @Test func catalogCannotHaveTheNameOfAManagedZone() async throws {
    let folder = try TemporaryFolder()
    await #expect(
      throws: BackendError(
        .badSettings,
        "the catalog zone cannot have the name \(contoso[0].name), which is the name of a managed zone. Use another name."
      )
    ) { try await backend(folder, catalog: contoso[0].name).plan(.present(contoso)) }
  }
}
