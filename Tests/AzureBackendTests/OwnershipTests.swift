import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// `adopt` and `release` change owner marks and nothing else.
@Suite(.timeLimit(.minutes(5)))
struct OwnershipTests {
  private static let ours = ["managedBy": "apim-dns", "owner": "contoso-platform"]
  private static let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  private static let portal = recordSet("contoso-apim.portal.azure-api.net", "10.1.0.5")
  private static let scm = recordSet("contoso-apim.scm.azure-api.net", "10.1.0.5")

  private func adopt(_ backend: AzureBackend, _ sets: RecordSet...) async throws -> BackendPlan {
    try await AzureOwnership(backend, .adopt).plan(.present(sets)).apply(within: nil)
  }

  private func link(_ zone: String, _ name: String, _ network: String, registers: Bool, in azure: RunningAzure)
    async throws
  {
    try await azure.ask(
      "PUT", "/\(zone)/virtualNetworkLinks/\(name)",
      "{\"location\":\"global\",\"tags\":{\"by\":\"bicep\"},\"properties\":{\"virtualNetwork\":{\"id\":\"\(network)\"},"
        + "\"registrationEnabled\":\(registers)}}")
  }

  /// All resources without their ETags, provisioning states and marks.
  private func values(_ azure: RunningAzure) async throws -> [String] {
    var all: [String] = []
    for zone in try await azure.list("").compactMap({ $0["name"] as? String }).sorted() {
      let links = try await azure.list("/\(zone)/virtualNetworkLinks").map {
        ($0["properties"] as? [String: Any])?.filter { $0.key != "virtualNetworkLinkState" } ?? [:]
      }
      let sets = try await azure.list("/\(zone)/ALL").map { ($0["properties"] as? [String: Any] ?? [:]) }
      for value in links + sets {
        let kept = value.filter { $0.key != "metadata" }
        all.append(
          String(decoding: try JSONSerialization.data(withJSONObject: kept, options: .sortedKeys), as: UTF8.self))
      }
    }
    return all
  }

  @Test("A zone of its own is adopted with its record and link, and given back as it was")
  func zoneIsAdoptedAndReleased() async throws {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone, tags: #"{"by":"terraform"}"#)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"], metadata: #"{"team":"a"}"#)
    try await link(zone, "hub", RunningAzure.network, registers: false, in: azure)
    try await link(zone, "auto", RunningAzure.network + "-b", registers: true, in: azure)
    let before = try await values(azure)
    let backend = try azure.backend(links: [RunningAzure.network, RunningAzure.network + "-b"])

    let done = try await adopt(backend, Self.gateway)
    #expect(summary(done) == ["update record \(zone)", "update zone \(zone)", "update link hub"])
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(done.changes.map(\.before?.contents) == [["unmanaged"], ["unmanaged"], ["unmanaged"]])
    #expect(done.changes.first?.after?.contents == ["owner contoso-platform"])
    #expect(
      done.warnings == ["link 'auto' of zone '\(zone)' not adopted: it registers virtual machines automatically"])
    #expect(try await values(azure) == before)
    let tags = try await azure.ask("GET", "/\(zone)").json["tags"] as? [String: String]
    #expect(tags == Self.ours.merging(["by": "terraform"]) { $1 })
    let metadata = try await azure.recordSet(zone)?["metadata"] as? [String: String]
    #expect(metadata == Self.ours.merging(["team": "a"]) { $1 })
    #expect(try await backend.plan(.present([Self.gateway])).plan.isInSync)
    let again = try await AzureOwnership(backend, .adopt).plan(.present([Self.gateway])).plan
    #expect(again.changes.isEmpty && again.unchanged == 1)

    let released = try await AzureOwnership(backend, .release).plan(.absent).apply(within: nil)
    #expect(summary(released) == ["update zone \(zone)", "update link hub", "update record \(zone)"])
    #expect(released.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await values(azure) == before)
    #expect(try await azure.ask("GET", "/\(zone)").json["tags"] as? [String: String] == ["by": "terraform"])
    #expect(try await azure.recordSet(zone)?["metadata"] as? [String: String] == ["team": "a"])
    #expect(try await backend.plan(.absent).plan.isInSync)
  }

  @Test("Record sets in an existing suffix zone are adopted, and the zone stays unmanaged")
  func recordsOfAnExistingZone() async throws {
    let azure = try RunningAzure()
    let suffix = DomainName(constant: "azure-api.net")
    try await azure.makeZone("azure-api.net")
    for name in ["contoso-apim", "contoso-apim.portal", "contoso-apim.scm"] {
      try await azure.makeRecordSet("azure-api.net", name, ["10.1.0.5"])
    }
    let backend = try azure.backend(links: [], existingZones: [suffix])
    let done = try await adopt(backend, Self.gateway, Self.portal, Self.scm)
    #expect(done.changes.count == 3 && done.changes.allSatisfy { $0.kind == .record && $0.outcome == .applied })
    #expect(try await azure.ask("GET", "/azure-api.net").json["tags"] as? [String: String] ?? [:] == [:])
    #expect(try await backend.plan(.present([Self.gateway, Self.portal, Self.scm])).plan.isInSync)
  }

  @Test("What is not as the inventory says is named and not adopted") func restIsNamed() async throws {
    let azure = try RunningAzure()
    let zones = [Self.gateway, Self.portal, Self.scm].map(\.name.text)
    for zone in zones { try await azure.makeZone(zone) }
    try await azure.makeRecordSet(zones[0], "@", ["10.9.9.9"])
    try await azure.makeRecordSet(zones[1], "@", ["10.1.0.5"], ttl: 60)
    try await azure.makeRecordSet(
      zones[2], "@", ["10.1.0.5"], metadata: #"{"managedBy":"apim-dns","owner":"fabrikam"}"#)
    let backend = try azure.backend(links: [RunningAzure.network])
    let plan = try await AzureOwnership(backend, .adopt).plan(
      .present([Self.gateway, Self.portal, Self.scm, recordSet("other.example", "10.1.0.5")])
    ).plan
    #expect(summary(plan) == [])
    #expect(
      plan.warnings == [
        "'other.example' not adopted: the resource group has no zone 'other.example'",
        "'contoso-apim.azure-api.net' not adopted: it holds 10.9.9.9 (TTL 300), and the inventory has 10.1.0.5 (TTL 300)",
        "'contoso-apim.portal.azure-api.net' not adopted: it holds 10.1.0.5 (TTL 60), and the inventory has 10.1.0.5 "
          + "(TTL 300)",
        "'contoso-apim.scm.azure-api.net' not adopted: it is managed by the owner 'fabrikam'",
      ])
  }

  @Test("A resource that changed since the plan is not marked") func changedSinceThePlan() async throws {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"])
    let work = try await AzureOwnership(azure.backend(), .adopt).plan(.present([Self.gateway]))
    try await azure.makeRecordSet(zone, "@", ["10.9.9.9"])
    try await azure.makeZone(zone, tags: #"{"a":"b"}"#)
    let done = try await work.apply(within: nil)
    #expect(
      done.changes.map(\.outcome) == [
        .conflict("record 'contoso-apim.azure-api.net' changed since the plan. Plan again."), .skipped,
      ])
    #expect(try await azure.recordSet(zone)?["metadata"] as? [String: String] ?? [:] == [:])
  }

  @Test(
    "A mark whose response is lost counts as applied",
    arguments: ["/contoso-apim.azure-api.net?", "/virtualNetworkLinks/", "/A/"])
  func lostResponse(path: String) async throws {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"])
    try await link(zone, "hub", RunningAzure.network, registers: false, in: azure)
    let client = LosingClient(azure.client) { $0.method == "PATCH" && $0.url.contains(path) }
    let done = try await adopt(azure.backend(links: [RunningAzure.network], client: client), Self.gateway)
    #expect(done.changes.count == 3 && done.changes.allSatisfy { $0.outcome == .applied })
  }

  @Test("Values of others under the keys of the mark are kept") func valuesOfOthersAreKept() async throws {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone, tags: #"{"Owner":"finance"}"#)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"])
    try await azure.makeZone(Self.portal.name.text)
    try await azure.makeRecordSet(
      Self.portal.name.text, "@", ["10.1.0.5"], metadata: #"{"managedBy":"terraform"}"#)
    let plan = try await AzureOwnership(azure.backend(), .adopt).plan(.present([Self.gateway, Self.portal])).plan
    #expect(summary(plan) == ["update record \(zone)"])
    #expect(
      plan.warnings == [
        "zone 'contoso-apim.azure-api.net' not adopted: its tag or metadata 'Owner' has the value 'finance', which the "
          + "owner mark would replace",
        "'contoso-apim.portal.azure-api.net' not adopted: its tag or metadata 'managedBy' has the value 'terraform', which "
          + "the owner mark would replace",
      ])
  }

  @Test("A record set that is taken over shows the values of others that the owner mark replaces")
  func takenOverMetadataIsShown() async throws {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone)
    try await azure.makeRecordSet(
      zone, "@", ["10.9.9.9"], metadata: #"{"managedBy":"terraform","owner":"finance","team":"a"}"#)
    let work = try await azure.backend().plan(.present([Self.gateway]))
    #expect(work.plan.changes.map(\.replacedMetadata) == [["managedBy=terraform", "owner=finance"]])
    let done = try await work.apply(overriding: work.plan.conflicts)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    let metadata = try await azure.recordSet(zone)?["metadata"] as? [String: String]
    #expect(metadata == Self.ours.merging(["team": "a"]) { $1 })
    // Nothing is replaced in what is managed already.
    let next = try await azure.backend().plan(.present([recordSet("contoso-apim.azure-api.net", "10.1.0.9")])).plan
    #expect(next.changes.map(\.replacedMetadata) == [[]])
  }

  @Test("A zone that also holds a record set of another owner is not marked") func zoneWithAnotherOwnerIsNotMarked()
    async throws
  {
    let azure = try RunningAzure()
    let zone = Self.gateway.name.text
    try await azure.makeZone(zone)
    try await azure.makeRecordSet(zone, "@", ["10.1.0.5"])
    try await azure.makeRecordSet(
      zone, "www", ["10.2.0.5"], metadata: #"{"managedBy":"apim-dns","owner":"fabrikam"}"#)
    let plan = try await AzureOwnership(azure.backend(), .adopt).plan(.present([Self.gateway])).plan
    #expect(summary(plan) == ["update record \(zone)"])
  }
}
