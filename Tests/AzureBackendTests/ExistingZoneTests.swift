import APIManagement
import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend

/// Names that go into zones which exist already and stay unmanaged.
@Suite(.timeLimit(.minutes(5)))
struct ExistingZoneTests {
  private static let corp = DomainName(constant: "corp.example")
  private static let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  private static let custom = recordSet("api.corp.example", "10.1.0.5")

  @Test("A name goes into the existing zone with the longest matching name, and the zone stays as it is")
  func nameGoesIntoAnExistingZone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("corp.example", tags: #"{"by":"hand"}"#)
    try await azure.makeZone("api.corp.example.org")
    try await azure.makeZone("deep.api.corp.example")
    try await azure.makeRecordSet("corp.example", "www", ["10.9.9.9"])
    let zones = [
      DomainName(constant: "api.corp.example.org"), Self.corp, DomainName(constant: "deep.api.corp.example"),
    ]
    let backend = try azure.backend(links: [RunningAzure.network], existingZones: zones)
    let deep = recordSet("a.deep.api.corp.example", "10.1.0.5")
    let done = try await apply(backend, Self.gateway, Self.custom, deep)
    #expect(
      summary(done).sorted() == [
        "create link \(done.changes.first { $0.kind == .link }?.name ?? "")", "create record a.deep.api.corp.example",
        "create record api.corp.example",
        "create record contoso-apim.azure-api.net", "create zone contoso-apim.azure-api.net",
      ])
    #expect(
      done.warnings == [
        "no name of the inventory is at or below 'api.corp.example.org'. Correct zones: under "
          + "backends: { azure } in the inventory.",
        "zone 'corp.example' is not linked to '\(RunningAzure.network)', which does not resolve its names. Link it "
          + "yourself: apim-dns leaves the zone as it is.",
        "zone 'deep.api.corp.example' is not linked to '\(RunningAzure.network)', which does not resolve its names. Link "
          + "it yourself: apim-dns leaves the zone as it is.",
      ])
    #expect(try await azure.addresses("corp.example", "api") == ["10.1.0.5"])
    #expect(try await azure.ask("GET", "/corp.example").json["tags"] as? [String: String] == ["by": "hand"])
    #expect(try await azure.list("/corp.example/virtualNetworkLinks").isEmpty)
    #expect(try await backend.plan(.present([Self.gateway, Self.custom, deep])).plan.isInSync)
    let removed = try await backend.plan(.absent).apply()
    #expect(removed.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.addresses("corp.example", "api") == nil)
    #expect(try await azure.addresses("corp.example", "www") == ["10.9.9.9"])
    #expect(try await azure.list("").count == 3)
  }

  @Test("The zone of the cloud's suffix can be an existing zone") func suffixZone() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("azure-api.net")
    let suffix = DomainName(constant: "azure-api.net")
    let work = try await azure.backend(existingZones: [suffix]).plan(.present([Self.gateway]))
    #expect(work.plan.conflicts.isEmpty && summary(work.plan) == ["create record contoso-apim.azure-api.net"])
    #expect(try await work.apply().changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.addresses("azure-api.net", "contoso-apim") == ["10.1.0.5"])
  }

  @Test("An existing zone that does not exist is a conflict") func missingZone() async throws {
    let azure = try RunningAzure()
    let backend = try azure.backend(existingZones: [Self.corp])
    let work = try await backend.plan(.present([Self.gateway, Self.custom]))
    #expect(
      work.plan.conflicts == [
        Conflict(
          name: "corp.example", zone: Self.corp, place: "\(RunningAzure.zones)/corp.example",
          reason: "the resource group has no zone 'corp.example'. Create it, or remove it from zone: and zones: in the "
            + "inventory.", yieldsToForce: false)
      ])
    let rest = try await backend.plan(.present([Self.gateway, Self.custom]), onConflict: .skip)
    #expect(
      summary(rest.plan) == ["create zone contoso-apim.azure-api.net", "create record contoso-apim.azure-api.net"])
  }

  @Test("A managed zone that is named as an existing zone is kept when its last name leaves") func managedZoneIsKept()
    async throws
  {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.gateway)
    let backend = try azure.backend(links: [], existingZones: [Self.gateway.name])
    let done = try await backend.plan(.present([Self.custom])).apply()
    #expect(summary(done).contains("delete record contoso-apim.azure-api.net"))
    #expect(!done.changes.contains { $0.zone == Self.gateway.name && $0.kind != .record })
    #expect(try await azure.list("/contoso-apim.azure-api.net/virtualNetworkLinks").count == 1)
    // A removal takes out everything of the owner.
    _ = try await backend.plan(.absent).apply()
    #expect(try await azure.list("").isEmpty)
  }

  @Test("The zone of a single name takes no other name, and holds its own apex too") func zoneOfASingleName() throws {
    let other = recordSet("b.corp.example", "10.1.0.6")
    let apex = recordSet("corp.example", "10.1.0.7")
    let settings = try AzureBackendSettings(
      subscription: "s", resourceGroup: "g", links: nil, existingZones: [],
      zonesOfNames: [Self.custom.name: Self.corp], layout: .perHostname, owner: .standard)
    let zones = settings.zones(for: [Self.custom, other, apex])
    #expect(zones.map(\.origin.text).sorted() == ["b.corp.example", "corp.example"])
    #expect(
      zones.first { $0.origin == Self.corp }?.recordSets.map(\.name.text) == ["corp.example", "api.corp.example"])
  }
}
