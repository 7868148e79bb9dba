import DNSModel
import Reconciliation
import ResourceManager
import TestSupport
import Testing

@testable import AzureBackend

/// Names that would be deleted from the only zones that their networks reach.
@Suite(.timeLimit(.minutes(5)))
struct NetworkReachTests {
  private static let corp = DomainName(constant: "corp.example")
  private static let one = recordSet("one.corp.example", "10.1.0.5")
  private static let two = recordSet("two.corp.example", "10.2.0.5")
  private static let other = recordSet("two.other.example", "10.2.0.5")

  /// A resource group with an existing zone that a network is linked to.
  private static func azure(linked network: String = RunningAzure.network) throws -> RunningAzure {
    try RunningAzure(
      zones: #"{"name":"corp.example","links":[{"name":"l1","virtualNetwork":{"id":"\#(network)"}}],"recordSets":[]}"#)
  }

  /// Links a zone as somebody else would.
  private func makeLink(_ azure: RunningAzure, _ name: String, to network: String, in zone: String) async throws {
    try await azure.ask(
      "PUT", "/\(zone)/virtualNetworkLinks/\(name)",
      "{\"location\":\"global\",\"properties\":{\"virtualNetwork\":{\"id\":\"\(network)\"},\"registrationEnabled\":false}}"
    )
  }

  @Test("A name stays in its zone until its new zone reaches the same networks", arguments: [true, false])
  func movedName(namesLinks: Bool) async throws {
    let azure = try Self.azure()
    let links = namesLinks ? [RunningAzure.network] : nil
    _ = try await apply(azure.backend(links: links, existingZones: [Self.corp]), Self.one, Self.two)
    try await azure.makeZone("one.corp.example")
    for _ in 0..<2 {
      let done = try await apply(
        azure.backend(links: links, existingZones: [Self.corp, Self.one.name]), Self.one, Self.two)
      #expect(
        done.warnings.contains { $0.hasPrefix("apply will delete nothing, because virtual networks would lose names") })
      #expect(try await azure.addresses("corp.example", "one") == ["10.1.0.5"])
      #expect(try await azure.addresses("one.corp.example", "@") == ["10.1.0.5"])
    }
  }

  @Test("Names stay in an existing zone that the inventory no longer names, until their own zones are linked")
  func forgottenZone() async throws {
    let azure = try Self.azure()
    _ = try await apply(azure.backend(existingZones: [Self.corp]), Self.one, Self.two)
    _ = try await apply(azure.backend(), Self.one, Self.two)
    #expect(try await azure.addresses("corp.example", "one") == ["10.1.0.5"])
    #expect(try await azure.addresses("corp.example", "two") == ["10.2.0.5"])
    let done = try await apply(azure.backend(links: [RunningAzure.network]), Self.one, Self.two)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.addresses("corp.example", "one") == nil)
  }

  @Test("A longer zone that stays linked keeps its names", arguments: [true, false])
  func longerZoneThatStays(hasRecords: Bool) async throws {
    let azure = try Self.azure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), Self.one)
    // Either keeps the zone, with its link to the network or to another one.
    if hasRecords {
      try await azure.makeRecordSet("one.corp.example", "mail", ["10.9.9.9"])
    } else {
      try await makeLink(azure, "by-hand", to: RunningAzure.network + "-b", in: "one.corp.example")
      try await makeLink(azure, "by-hand", to: RunningAzure.network + "-b", in: "corp.example")
    }
    let links = hasRecords ? [RunningAzure.network] : nil
    for _ in 0..<2 {
      let done = try await apply(azure.backend(links: links, existingZones: [Self.corp]), Self.one)
      let network = (RunningAzure.network + (hasRecords ? "" : "-b")).lowercased()
      #expect(
        done.warnings.contains(
          "apply will delete nothing, because virtual networks would lose names: zone 'one.corp.example' stays linked to "
            + "'\(network)' and would hide 'one.corp.example' in another zone. Move what else it has to that zone, or remove its "
            + "links yourself."), "\(done.warnings)")
      #expect(try await azure.addresses("one.corp.example", "@") == ["10.1.0.5"])
      #expect(try await azure.addresses("corp.example", "one") == ["10.1.0.5"])
    }
  }

  @Test("Old names stay as long as a network with a link by hand, or whose new link failed, has no new ones")
  func networksWithoutTheNewNames() async throws {
    let azure = try RunningAzure()
    let old = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
    let new = recordSet("contoso-apim.westus.azure-api.net", "10.1.0.5")
    _ = try await apply(azure.backend(links: [RunningAzure.network]), old)
    try await makeLink(azure, "by-hand", to: RunningAzure.network + "-b", in: old.name.text)
    let moved = try await apply(azure.backend(links: [RunningAzure.network]), new)
    #expect(moved.changes.allSatisfy { $0.outcome == ($0.action == .delete ? .skipped : .applied) })
    #expect(moved.changes.contains { $0.action == .delete })
    // The new zones are there, so this run creates nothing.
    let again = try await apply(azure.backend(), new)
    #expect(!again.changes.isEmpty && again.changes.allSatisfy { $0.action == .delete && $0.outcome == .skipped })
    #expect(try await azure.addresses(old.name.text) == ["10.1.0.5"])
    try await makeLink(azure, "by-hand", to: RunningAzure.network + "-b", in: new.name.text)
    let done = try await apply(azure.backend(), new)
    #expect(!done.changes.isEmpty && done.changes.allSatisfy { $0.outcome == .applied })
  }

  @Test("An existing zone whose names a longer zone hides is a warning, and its names stay where they work")
  func hiddenNames() async throws {
    let azure = try Self.azure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), recordSet("v1.api.corp.example", "10.1.0.5"))
    try await azure.makeZone("api.corp.example")
    try await makeLink(azure, "by-hand", to: RunningAzure.network, in: "api.corp.example")
    let backend = try azure.backend(links: [RunningAzure.network], existingZones: [Self.corp])
    let done = try await apply(backend, recordSet("v1.api.corp.example", "10.1.0.5"))
    #expect(
      done.warnings.contains(
        "zone 'api.corp.example' hides names of zone 'corp.example' from virtual networks that are linked to both: "
          + "'v1.api.corp.example'. Remove the links of 'api.corp.example', or put the names into it."),
      "\(done.warnings)")
    #expect(try await azure.addresses("v1.api.corp.example") == ["10.1.0.5"])
  }

  @Test(
    "A zone that stays linked hides neither what a wildcard covers, nor what public DNS leads to a private endpoint")
  func emptiedZones() async throws {
    for (old, new) in [
      ("x.api.corp.example", "*.api.corp.example"), ("x-apim.azure-api.net", "x-apim.privatelink.azure-api.net"),
    ] {
      let azure = try RunningAzure()
      if new.contains("privatelink") {
        try await azure.makeZone("privatelink.azure-api.net")
        try await makeLink(azure, "by-hand", to: RunningAzure.network, in: "privatelink.azure-api.net")
      }
      let address = try #require(IPv4Address("10.1.0.5"))
      func set(_ name: String) throws -> RecordSet {
        RecordSet(name: try DomainName(allowingWildcard: name), ttl: .standard, addresses: [address])
      }
      _ = try await apply(azure.backend(), set(old))
      try await makeLink(azure, "by-hand", to: RunningAzure.network, in: old)
      let done = try await apply(azure.backend(links: [RunningAzure.network]), set(new))
      #expect(
        done.warnings.contains {
          $0.contains("zone '\(old)' stays linked to '\(RunningAzure.network.lowercased())' and would hide '\(old)'")
        }, "\(done.warnings)")
      #expect(try await azure.addresses(old) == ["10.1.0.5"])
    }
  }

  @Test("A link that cannot be deleted keeps the zones below its zone") func keptLink() async throws {
    let azure = try Self.azure()
    let (above, below) = (recordSet("a.corp.example", "10.1.0.5"), recordSet("x.a.corp.example", "10.1.0.6"))
    _ = try await apply(azure.backend(links: [RunningAzure.network]), above, below)
    let client = AnsweringClient(azure.client) { request in
      guard request.method == "DELETE", request.url.contains("/a.corp.example/virtualNetworkLinks/") else { return nil }
      return HTTPResponse(status: 409, content: Array(#"{"error":{"code":"ScopeLocked","message":"Locked."}}"#.utf8))
    }
    let backend = try azure.backend(links: [RunningAzure.network], existingZones: [Self.corp], client: client)
    let done = try await apply(backend, above, below)
    #expect(done.changes.filter { $0.action == .delete }.allSatisfy { $0.outcome != .applied })
    #expect(try await azure.addresses("x.a.corp.example") == ["10.1.0.6"])
    _ = try await apply(
      azure.backend(links: [RunningAzure.network], existingZones: [Self.corp]), above, below)
    #expect(try await azure.addresses("x.a.corp.example") == nil)
    #expect(try await azure.addresses("corp.example", "x.a") == ["10.1.0.6"])
  }

  @Test("Deletions that do not happen count for no limit") func limitOfDeletions() async throws {
    let azure = try Self.azure()
    _ = try await apply(azure.backend(existingZones: [Self.corp]), Self.one, Self.two)
    let work = try await azure.backend().plan(.present([Self.one, Self.two]))
    #expect(work.plan.deletesNothing && work.plan.changes.contains { $0.action == .delete })
    #expect(SafetyLimits(deletes: 0).violations(in: [work.plan]).isEmpty)
  }

  @Test("A name that leaves the inventory is deleted, whichever networks reach the zones of others")
  func removedName() async throws {
    let azure = try Self.azure(linked: RunningAzure.network + "-other")
    let backend = try azure.backend(links: [RunningAzure.network], existingZones: [Self.corp])
    _ = try await apply(backend, Self.one, Self.other)
    let done = try await apply(backend, Self.one)
    #expect(done.changes.allSatisfy { $0.outcome == .applied } && done.changes.contains { $0.kind == .zone })
    #expect(try await azure.list("").count == 1)
  }
}
