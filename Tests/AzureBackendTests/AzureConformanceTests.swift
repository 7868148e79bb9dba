import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

/// A resource group that is put to the test that every backend passes.
struct AzureTarget: ConformanceTarget {
  let azure: ZoneAccess
  let layout: ZoneLayout
  let domain: String
  let owner: String
  let makeBackend: @Sendable () throws -> AzureBackend
  let storesTTL = true

  /// The resource group of an emulator.
  init(azure: RunningAzure, layout: ZoneLayout, links: [String]) {
    self.azure = azure.access
    self.layout = layout
    domain = "azure-api.net"
    owner = "contoso-platform"
    makeBackend = { try azure.backend(links: links, layout: layout) }
  }

  /// Any resource group without other zones below a domain.
  init(azure: ZoneAccess, domain: String, owner: String, makeBackend: @escaping @Sendable () throws -> AzureBackend) {
    self.azure = azure
    layout = .perHostname
    self.domain = domain
    self.owner = owner
    self.makeBackend = makeBackend
  }

  func backend() throws -> any RecordBackend { try makeBackend() }

  func overrides(_ conflict: Conflict) -> Bool { layout == .parent && conflict.name == domain }

  /// The zones below the domain; other zones are ignored.
  func zones() async throws -> [[String: Any]] {
    try await azure.list("").filter { ($0["name"] as? String)?.hasSuffix(domain) == true }
  }

  func addUnmanagedData() async throws {
    try await azure.makeZone("corp.\(domain)", tags: "{\"team\":\"network\"}")
    try await azure.makeRecordSet("corp.\(domain)", "www", ["10.8.0.1"], metadata: "{\"by\":\"hand\"}")
    try await azure.ask(
      "PUT", "/corp.\(domain)/TXT/@", "{\"properties\":{\"ttl\":60,\"txtRecords\":[{\"value\":[\"hi\"]}]}}")
    try await azure.makeZone("other-apim.\(domain)")
    try await azure.makeRecordSet("other-apim.\(domain)", "@", ["10.8.0.2"])
    if layout == .parent { try await azure.makeZone(domain) }
  }

  func contents() async throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for zone in try await zones() {
      let name = try #require(zone["name"] as? String)
      contents[name] = try bytes(zone)
      for part in ["ALL", "virtualNetworkLinks"] {
        for item in try await azure.list("/\(name)/\(part)") { contents[item["id"] as? String ?? ""] = try bytes(item) }
      }
    }
    return contents
  }

  func recordSets() async throws -> [String: StoredRecordSet] {
    var found: [String: StoredRecordSet] = [:]
    for zone in try await zones() {
      for item in try await azure.list("/\(zone["name"] as? String ?? "")/A") {
        let properties = item["properties"] as? [String: Any] ?? [:]
        guard (properties["metadata"] as? [String: String])?["owner"] == owner else { continue }
        let addresses = (properties["aRecords"] as? [[String: String]] ?? []).compactMap { $0["ipv4Address"] }
        found[try DomainName(try #require(properties["fqdn"] as? String)).text] = StoredRecordSet(
          ttl: TimeToLive(seconds: properties["ttl"] as? Int ?? 0), addresses: addresses.compactMap { IPv4Address($0) })
      }
    }
    return found
  }

  private func bytes(_ object: [String: Any]) throws -> [UInt8] {
    Array(try JSONSerialization.data(withJSONObject: object, options: .sortedKeys))
  }
}

@Suite(.timeLimit(.minutes(5)))
struct AzureConformanceTests {
  @Test func layoutPerHostnamePassesTheSuite() async throws {
    try await BackendConformance.check(AzureTarget(azure: RunningAzure(), layout: .perHostname, links: []))
  }

  @Test func zonesWithLinksAndPagesOfOneItemPassTheSuite() async throws {
    let azure = try RunningAzure(["--page-size", "1"])
    try await BackendConformance.check(
      AzureTarget(azure: azure, layout: .perHostname, links: [RunningAzure.network, RunningAzure.network + "-b"]))
  }

  @Test func unmanagedZoneIsUsed() async throws {
    try await BackendConformance.check(AzureTarget(azure: RunningAzure(), layout: .parent, links: []))
  }

  @Test func moreZonesAndSetsThanAPageHoldsAreRead() async throws {
    let azure = try RunningAzure()
    let sets = try (1...150).map { number in
      RecordSet(
        name: try DomainName("apim-\(number).azure-api.net"), ttl: .standard,
        addresses: [IPv4Address(number: 0x0A01_0005)])
    }
    let done = try await azure.backend().plan(.present(sets)).apply()
    #expect(done.changes.count == 300)
    #expect(done.changes.first { $0.outcome != .applied } == nil)
    let again = try await azure.backend().plan(.present(sets)).plan
    #expect(again.isInSync)
    #expect(again.unchanged == 150)

    try await azure.makeZone("azure-api.net")
    let parent = try azure.backend(owner: "other", layout: .parent)
    #expect(try await apply(parent, sets).changes.allSatisfy { $0.outcome == .applied })
    #expect(try await parent.plan(.present(sets)).plan.unchanged == 150)
    #expect(try await azure.list("/azure-api.net/A").count == 150)
  }
}
