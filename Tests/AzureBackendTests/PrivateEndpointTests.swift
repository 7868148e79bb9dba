import APIManagement
import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend

/// Records of private endpoints, which live in a zone that somebody else often made.
@Suite(.timeLimit(.minutes(5)))
struct PrivateEndpointTests {
  private static let record = recordSet("contoso-apim.privatelink.azure-api.net", "10.1.0.5")
  private static let other = recordSet("fabrikam.privatelink.azure-api.net", "10.2.0.5")
  private static let zone = DomainName(constant: "privatelink.azure-api.net")

  @Test("The zone is created, linked and removed if nobody made it") func ownZone() async throws {
    let azure = try RunningAzure()
    let backend = try azure.backend(links: [RunningAzure.network])
    let done = try await apply(backend, Self.record, Self.other)
    #expect(done.changes.allSatisfy { $0.outcome == .applied && $0.zone == Self.zone })
    #expect(try await azure.addresses("privatelink.azure-api.net", "contoso-apim") == ["10.1.0.5"])
    #expect(try await azure.list("/privatelink.azure-api.net/virtualNetworkLinks").count == 1)
    #expect(try await backend.plan(.present([Self.record, Self.other])).plan.isInSync)
    _ = try await backend.plan(.absent).apply()
    #expect(try await azure.list("").isEmpty)
  }

  @Test("A zone of somebody else gets records, but no links and no tags") func zoneOfOthers() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("privatelink.azure-api.net", tags: #"{"by":"policy"}"#)
    try await azure.makeRecordSet("privatelink.azure-api.net", "fabrikam", ["10.2.0.5"])
    let backend = try azure.backend(links: [RunningAzure.network])
    let done = try await apply(backend, Self.record, Self.other)
    // The record set of a zone group that already holds our address stays as it is.
    #expect(summary(done) == ["create record contoso-apim.privatelink.azure-api.net"])
    #expect(done.unchanged == 1)
    #expect(
      done.warnings == [
        "zone 'privatelink.azure-api.net' is not linked to '\(RunningAzure.network)', which does not resolve its names. "
          + "Link it yourself: apim-dns leaves the zone as it is."
      ])
    #expect(
      try await azure.ask("GET", "/privatelink.azure-api.net").json["tags"] as? [String: String] == ["by": "policy"])
    #expect(try await azure.list("/privatelink.azure-api.net/virtualNetworkLinks").isEmpty)
    _ = try await backend.plan(.absent).apply()
    #expect(try await azure.addresses("privatelink.azure-api.net", "contoso-apim") == nil)
    #expect(try await azure.addresses("privatelink.azure-api.net", "fabrikam") == ["10.2.0.5"])
  }

  @Test("The zones of an instance stay until the zone of its private endpoint reaches the same networks")
  func unlinkedZoneOfOthers() async throws {
    let azure = try RunningAzure()
    let backend = try azure.backend(links: [RunningAzure.network])
    _ = try await apply(backend, recordSet("contoso-apim.azure-api.net", "10.1.0.5"))
    try await azure.makeZone("privatelink.azure-api.net")
    let done = try await apply(backend, Self.record)
    #expect(
      done.warnings.contains(
        "apply will delete nothing, because virtual networks would lose names: '\(RunningAzure.network.lowercased())' resolves "
          + "'contoso-apim.azure-api.net' and no zone with 'contoso-apim.privatelink.azure-api.net' is linked to it. Link these "
          + "zones with --link, or with links: under backends: { azure } in the inventory. Link a zone that is not managed "
          + "yourself. If the network needs none of these names, remove its link to zone 'contoso-apim.azure-api.net' yourself."
      ),
      "\(done.warnings)")
    #expect(try await azure.addresses("contoso-apim.azure-api.net", "@") == ["10.1.0.5"])
    #expect(try await azure.addresses("privatelink.azure-api.net", "contoso-apim") == ["10.1.0.5"])
    #expect(try await azure.list("/contoso-apim.azure-api.net/virtualNetworkLinks").count == 1)
  }

  @Test("adopt marks the record set in the zone of somebody else, and neither the zone nor its link") func adoption()
    async throws
  {
    let azure = try RunningAzure()
    try await azure.makeZone("privatelink.azure-api.net")
    try await azure.makeRecordSet("privatelink.azure-api.net", "contoso-apim", ["10.1.0.5"])
    let backend = try azure.backend(links: [RunningAzure.network])
    let done = try await AzureOwnership(backend, .adopt).plan(.present([Self.record])).apply()
    #expect(done.changes.map(\.kind) == [.record])
  }

  @Test("A name below the zone of private endpoints never goes into a zone above it") func existingParent() throws {
    let parent = DomainName(constant: "azure-api.net")
    for (existing, ofNames) in [([parent], [:]), ([], [Self.record.name: parent])]
      as [([DomainName], [DomainName: DomainName])]
    {
      let settings = try AzureBackendSettings(
        subscription: "s", resourceGroup: "g", links: nil, existingZones: existing, zonesOfNames: ofNames,
        layout: .perHostname, owner: .standard)
      #expect(settings.zones(for: [Self.record]).map(\.origin) == [Self.zone])
    }
  }

  @Test(
    "A zone for any suffix is a conflict",
    arguments: ["portal.azure-api.net", "westeurope.azure-api.net", "azure-api.cn"])
  func suffixZones(origin: String) async throws {
    let azure = try RunningAzure()
    let name = RecordSet(
      name: try DomainName(origin), ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
    let plan = try await azure.backend(links: [RunningAzure.network]).plan(.present([name])).plan
    #expect(
      plan.conflicts == [
        Conflict(
          name: origin, zone: try DomainName(origin), place: "\(RunningAzure.zones)/\(origin)",
          reason:
            "a private zone '\(origin)' would hide every other name below it from its linked virtual networks, and Microsoft "
            + "advises against it. Remove the name from the inventory, or use --force to create it anyway.",
          yieldsToForce: true)
      ])
  }

  @Test("A record set of a zone group with another address is a conflict") func otherAddress() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone("privatelink.azure-api.net")
    try await azure.makeRecordSet("privatelink.azure-api.net", "fabrikam", ["10.2.0.9"])
    let plan = try await azure.backend().plan(.present([Self.other])).plan
    #expect(plan.conflicts.map(\.name) == ["fabrikam.privatelink.azure-api.net"])
  }

  @Test("A wildcard is a record set of the zone that it is below") func wildcard() async throws {
    let azure = try RunningAzure()
    let name = try DomainName(allowingWildcard: "*.api.corp.example")
    let wildcard = RecordSet(name: name, ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
    let backend = try azure.backend(links: [RunningAzure.network])
    let done = try await apply(backend, wildcard, recordSet("api.corp.example", "10.1.0.6"))
    #expect(done.changes.allSatisfy { $0.outcome == .applied && $0.zone?.text == "api.corp.example" })
    #expect(try await azure.addresses("api.corp.example", "*") == ["10.1.0.5"])
    #expect(try await azure.addresses("api.corp.example", "@") == ["10.1.0.6"])
    #expect(
      try await backend.plan(.present([wildcard, recordSet("api.corp.example", "10.1.0.6")])).plan.isInSync)
    _ = try await backend.plan(.absent).apply()
    #expect(try await azure.list("").isEmpty)
  }
}
