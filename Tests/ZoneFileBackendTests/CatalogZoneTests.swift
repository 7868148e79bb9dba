import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// The zone that lists all zones.
struct CatalogZoneTests {
  private static let catalog = DomainName(constant: "catalog.example")

  private func backend(_ folder: TemporaryFolder, catalog: DomainName? = catalog) throws -> ZoneFileBackend {
    try ZoneFileBackend(
      directory: folder.path, suffix: suffix, catalog: catalog, owner: Owner("contoso-platform") ?? .standard,
      now: { SerialNumberTests.noon })
  }

  @Test func listsEachZone() async throws {
    let folder = try TemporaryFolder()
    let done = try await apply(contoso, with: backend(folder))
    #expect(done.changes.map(\.name) == contoso.map(\.name.text).sorted())
    #expect(
      try folder.text(of: "catalog.example.zone") == """
        ; apim-dns owner=contoso-platform
        ; managed: edits are lost
        $ORIGIN catalog.example.
        @ 3600 IN SOA localhost. hostmaster.localhost. 2026082100 3600 600 1209600 3600
        @ 3600 IN NS invalid.
        version.catalog.example. 3600 IN TXT "2"
        7cd52cc20c7120425571e976b1b871d5.zones.catalog.example. 3600 IN PTR contoso-apim.portal.azure-api.net.
        571f08e3cef167108d99d6f72cbf82a0.zones.catalog.example. 3600 IN PTR contoso-apim.westus.azure-api.net.

        """)
    let include = try folder.text(of: "named.conf.apim-dns")
    #expect(
      include.contains(
        """
        // and in the options of secondaries: catalog-zones { zone "catalog.example" default-primaries { \
        ADDRESS-OF-THIS-SERVER; }; };

        """))
    #expect(
      include.contains("zone \"catalog.example\" { type primary; file \"\(folder.path)/catalog.example.zone\"; };"))
    #expect(try await backend(folder).plan(.present(contoso)).plan.isInSync)
  }

  @Test func changesOnlyWithTheZones() async throws {
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

  @Test func aloneMissingIsAChange() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder, catalog: nil))
    let plan = try await backend(folder).plan(.present(contoso)).plan
    #expect(plan.changes.map(\.name) == ["catalog.example"])
    #expect(plan.changes.map(\.kind) == [.configuration])
    #expect(plan.changes.map(\.action) == [.create])
  }

  @Test func goesWithItsNameOrWithAllZones() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: backend(folder))
    try await apply(contoso, with: backend(folder, catalog: DomainName(constant: "other.example")))
    #expect(try Set(folder.contents().keys).isDisjoint(with: ["catalog.example.zone"]))
    #expect(try folder.text(of: "other.example.zone").contains("$ORIGIN other.example.\n"))
    _ = try await backend(folder, catalog: nil).plan(.absent).carryOut()
    #expect(try folder.contents().isEmpty)
  }

  @Test func cannotBeAZoneOfItsOwn() async throws {
    let folder = try TemporaryFolder()
    await #expect(
      throws: BackendError(
        .badSettings,
        "the catalog zone cannot be called \(contoso[0].name), which is a zone of its own: give it another name")
    ) { try await backend(folder, catalog: contoso[0].name).plan(.present(contoso)) }
  }
}
