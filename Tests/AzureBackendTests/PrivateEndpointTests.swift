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
