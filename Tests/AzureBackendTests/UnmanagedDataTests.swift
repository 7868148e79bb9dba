import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct UnmanagedDataTests {
  static let zone = "contoso-apim.azure-api.net"
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")

  @Test func twoOwnersShareAnUnmanagedZone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("azure-api.net", tags: "{\"team\":\"network\"}")
    let first = try azure.backend(owner: "one", layout: .parent)
    let second = try azure.backend(owner: "two", layout: .parent)
    let mine = recordSet("a.azure-api.net", "10.1.0.5")
    let theirs = recordSet("b.azure-api.net", "10.1.0.6")
    #expect(summary(try await apply(first, mine)) == ["create record a.azure-api.net"])
    #expect(summary(try await apply(second, theirs)) == ["create record b.azure-api.net"])
    #expect(try await first.plan(.present([mine])).plan.isInSync)
    #expect(try await second.plan(.present([theirs])).plan.isInSync)

    let removed = try await first.plan(.absent).apply()
    #expect(summary(removed) == ["delete record a.azure-api.net"])
    #expect(removed.warnings == [])
    #expect(try await azure.addresses("azure-api.net", "a") == nil)
    #expect(try await azure.addresses("azure-api.net", "b") == ["10.1.0.6"])
  }

  @Test func unmanagedRecordSetYieldsToForceAlone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    try await azure.makeRecordSet(Self.zone, "@", ["10.9.9.9"], ttl: 3600, metadata: "{\"by\":\"hand\"}")
    let work = try await azure.backend().plan(.present([gateway]))
    #expect(
      work.plan.conflicts == [
        Conflict(
          name: Self.zone, zone: gateway.name, place: "\(RunningAzure.zones)/\(Self.zone)/A/@",
          reason:
            "'contoso-apim.azure-api.net' is unmanaged and holds 10.9.9.9 (TTL 3600). Remove the name from the "
            + "inventory, skip it with --on-conflict skip, or use --force to take it over.", yieldsToForce: true)
      ])
    #expect(summary(work.plan) == ["update record \(Self.zone)"])
    #expect(try await azure.addresses(Self.zone) == ["10.9.9.9"])

    // The library overwrites an unmanaged record set only with force.
    let refusal = BackendError(.refused, work.plan.conflicts.map { "\($0.place): \($0.reason)" }.joined())
    await #expect(throws: refusal) { try await work.apply() }
    await #expect(throws: refusal) { try await work.apply(within: nil) }
    let other = Conflict(name: Self.zone, place: "elsewhere", reason: "another", yieldsToForce: true)
    await #expect(throws: refusal) { try await work.apply(overriding: [other]) }
    #expect(try await azure.addresses(Self.zone) == ["10.9.9.9"])

    let forced = try await work.apply(overriding: work.plan.conflicts)
    #expect(forced.changes.map(\.outcome) == [.applied])
    #expect(try await azure.addresses(Self.zone) == ["10.1.0.5"])
    let metadata = try await azure.recordSet(Self.zone)?["metadata"] as? [String: String]
    #expect(metadata == ["by": "hand", "managedBy": "apim-dns", "owner": "contoso-platform"])
    #expect(try await azure.backend().plan(.present([gateway])).plan.isInSync)
  }

  @Test func equalRecordSetOfAnotherOwnerIsAConflict() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(owner: "other-team"), gateway)
    let plan = try await azure.backend().plan(.present([gateway])).plan
    #expect(
      plan.conflicts.map(\.reason) == [
        "'contoso-apim.azure-api.net' is managed by the owner 'other-team' and holds 10.1.0.5 (TTL 300). Remove the "
          + "name from the inventory, skip it with --on-conflict skip, or use --force to take it over."
      ])
    #expect(!plan.isInSync)
    #expect(try await azure.backend().plan(.absent).plan.isInSync)
  }

  @Test func cnameIsAConflictEvenWithForce() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("corp.example")
    try await azure.ask(
      "PUT", "/corp.example/CNAME/api", "{\"properties\":{\"ttl\":60,\"cnameRecord\":{\"cname\":\"x.example\"}}}")
    try await azure.makeZone("api.corp.example")
    // In the layout perHostname, the name is the apex of its zone, which never has a CNAME; so the test uses the parent zone.
    let plan = try await azure.backend().plan(.present([recordSet("api.corp.example", "10.1.0.5")])).plan
    #expect(plan.conflicts == [])

    try await azure.makeZone("azure-api.net")
    try await azure.ask(
      "PUT", "/azure-api.net/CNAME/contoso-apim",
      "{\"properties\":{\"ttl\":60,\"cnameRecord\":{\"cname\":\"x.example\"}}}")
    let parent = try await azure.backend(layout: .parent).plan(.present([gateway])).plan
    #expect(
      parent.conflicts == [
        Conflict(
          name: Self.zone, zone: .init(constant: "azure-api.net"),
          place: "\(RunningAzure.zones)/azure-api.net/CNAME/contoso-apim",
          reason:
            "'contoso-apim.azure-api.net' already has a CNAME record, which cannot coexist with an A record. Delete "
            + "the CNAME record, or remove the name from the inventory.", yieldsToForce: false)
      ])
    #expect(parent.changes == [])
    #expect(
      parent.warnings == [
        "zone 'azure-api.net' hides every other name below it from its linked virtual networks"
      ])
  }

  @Test func autoRegisteredRecordSetIsNeverChanged() async throws {
    let azure = try RunningAzure(
      zones: """
        {"name":"azure-api.net","recordSets":[{"type":"A","name":"contoso-apim","ttl":10,"isAutoRegistered":true,
        "metadata":{"managedBy":"apim-dns","owner":"contoso-platform"},"aRecords":[{"ipv4Address":"10.1.0.5"}]}]}
        """)
    let backend = try azure.backend(layout: .parent)
    let plan = try await backend.plan(.present([gateway])).plan
    #expect(
      plan.conflicts.map(\.reason) == [
        "Azure auto-registered 'contoso-apim.azure-api.net' for a virtual machine. Rename the machine, or disable "
          + "auto-registration for its virtual network in this zone."
      ])
    #expect(plan.conflicts.map(\.yieldsToForce) == [false])
    #expect(plan.changes == [])
    #expect(try await backend.plan(.absent).plan.isInSync)
  }

  @Test func otherMetadataIsKept() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    let mark = "{\"managedBy\":\"apim-dns\",\"owner\":\"contoso-platform\",\"ticket\":\"42\"}"
    try await azure.makeRecordSet(Self.zone, "@", ["10.1.0.5"], metadata: mark)
    let work = try await azure.backend().plan(.present([recordSet("contoso-apim.azure-api.net", "10.1.0.5", ttl: 60)]))
    #expect(work.plan.changes.map(\.before?.ttl?.seconds) == [300])
    #expect(work.plan.changes.map(\.after?.ttl?.seconds) == [60])
    #expect(try await work.apply().changes.map(\.outcome) == [.applied])
    let properties = try #require(try await azure.recordSet(Self.zone))
    #expect(properties["ttl"] as? Int == 60)
    #expect(
      properties["metadata"] as? [String: String]
        == ["managedBy": "apim-dns", "owner": "contoso-platform", "ticket": "42"])
  }

  @Test func emptyManagedRecordSetIsFilled() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(), gateway)
    try await azure.makeRecordSet(
      Self.zone, "@", [], metadata: "{\"managedBy\":\"apim-dns\",\"owner\":\"contoso-platform\"}")
    let done = try await apply(azure.backend(), gateway)
    #expect(done.changes.map(\.before?.contents) == [[]])
    #expect(done.changes.map(\.outcome) == [.applied])
    #expect(try await azure.addresses(Self.zone) == ["10.1.0.5"])
  }

  @Test func managedZoneWithUnmanagedRecordSetsIsKept() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    try await azure.makeRecordSet(Self.zone, "www", ["10.8.0.1"])
    let removed = try await azure.backend(links: [RunningAzure.network]).plan(.absent).apply()
    #expect(summary(removed) == ["delete record \(Self.zone)"])
    #expect(
      removed.warnings == [
        "zone 'contoso-apim.azure-api.net' and its virtual network links are kept, because the zone has other record "
          + "sets: 'www' (A)"
      ])
    #expect(try await azure.addresses(Self.zone, "www") == ["10.8.0.1"])
    #expect(try await azure.list("/\(Self.zone)/virtualNetworkLinks").count == 1)

    try await azure.ask("DELETE", "/\(Self.zone)/A/www")
    let rest = try await azure.backend().plan(.absent).apply()
    #expect(rest.changes.map(\.kind) == [.link, .zone])
    #expect(rest.changes.map(\.outcome) == [.applied, .applied])
    #expect(try await azure.list("").isEmpty)
  }

  /// Zones of others that the inventory does not name are not read by a plan, but by a removal.
  @Test(arguments: [false, true]) func removedNamesAreFoundInUnmanagedZones(byRemoval: Bool) async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    _ = try await apply(azure.backend(), gateway)
    let fabrikam = recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")
    #expect(
      try await azure.backend().plan(.present([fabrikam])).plan.changes.map(\.name)
        == Array(repeating: fabrikam.name.text, count: 2))
    if byRemoval {
      let done = try await azure.backend().plan(.absent).apply()
      #expect(summary(done) == ["delete record contoso-apim.azure-api.net"])
    } else {
      let done = try await apply(azure.backend(existingZones: [gateway.name]), fabrikam)
      #expect(
        summary(done) == [
          "delete record contoso-apim.azure-api.net", "create zone fabrikam-apim.azure-api.net",
          "create record fabrikam-apim.azure-api.net",
        ])
    }
    #expect(try await azure.addresses(Self.zone) == nil)
  }

  @Test("A plan finds a record in a zone of another owner after its name has left the inventory")
  func zoneOfAnotherOwner()
    async throws
  {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone, tags: #"{"managedBy":"apim-dns","owner":"fabrikam"}"#)
    _ = try await apply(azure.backend(), gateway)
    let done = try await apply(azure.backend(), recordSet("fabrikam-apim.azure-api.net", "10.1.0.6"))
    #expect(done.changes.contains { $0.action == .delete && $0.name == gateway.name.text && $0.outcome == .applied })
    #expect(try await azure.addresses(Self.zone) == nil)
  }
}
