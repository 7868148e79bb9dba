import APIManagement
import DNSModel
import Reconciliation
import Testing

@testable import AzureBackend

@Suite(.timeLimit(.minutes(5)))
struct LinkTests {
  static let zone = "contoso-apim.azure-api.net"
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")

  @Test func linksAreCreatedAndDeleted() async throws {
    let azure = try RunningAzure()
    let other = RunningAzure.network.replacing("rg-net", with: "rg-other")
    let done = try await apply(azure.backend(links: [RunningAzure.network, other]), gateway)
    #expect(done.changes.map(\.kind) == [.zone, .link, .link, .record])
    #expect(done.changes.allSatisfy { $0.outcome == .applied && $0.zone == gateway.name })
    #expect(done.changes[1].after?.contents == [RunningAzure.network])
    let links = try await azure.list("/\(Self.zone)/virtualNetworkLinks")
    #expect(links.count == 2)
    for link in links {
      #expect((link["properties"] as? [String: Any])?["registrationEnabled"] as? Bool == false)
      #expect(link["tags"] as? [String: String] == ["managedBy": "apim-dns", "owner": "contoso-platform"])
    }
    #expect(
      try await azure.backend(links: [other, RunningAzure.network.uppercased()]).plan(.present([gateway])).plan.isInSync
    )

    let fewer = try await apply(azure.backend(links: [other]), gateway)
    #expect(summary(fewer) == ["delete link \(done.changes[1].name)"])
    #expect(fewer.changes.map(\.before?.contents) == [[RunningAzure.network]])
    #expect(fewer.changes.map(\.outcome) == [.applied])
    #expect(try await azure.list("/\(Self.zone)/virtualNetworkLinks").count == 1)
  }

  @Test func unmanagedLinkIsUsedAndNotChanged() async throws {
    let azure = try RunningAzure()
    try await azure.makeZone(Self.zone)
    try await azure.ask(
      "PUT", "/\(Self.zone)/virtualNetworkLinks/by-hand",
      "{\"location\":\"global\",\"properties\":{\"virtualNetwork\":{\"id\":\"\(RunningAzure.network)\"},\"registrationEnabled\":false}}"
    )
    let done = try await apply(azure.backend(links: [RunningAzure.network, RunningAzure.network + "-b"]), gateway)
    #expect(done.changes.map(\.kind) == [.link, .record])
    let removed = try await azure.backend().plan(.absent).apply()
    #expect(removed.changes.map(\.kind) == [.record, .link])
    #expect(removed.changes.allSatisfy { $0.outcome == .applied })
    let left = try await azure.list("/\(Self.zone)/virtualNetworkLinks")
    #expect(left.map { $0["name"] as? String } == ["by-hand"])
  }

  @Test func managedZoneWithUnmanagedLinksIsKept() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    try await azure.ask(
      "PUT", "/\(Self.zone)/virtualNetworkLinks/by-hand",
      "{\"location\":\"global\",\"properties\":{\"virtualNetwork\":{\"id\":\"\(RunningAzure.network)-b\"},\"registrationEnabled\":false}}"
    )
    let removed = try await azure.backend().plan(.absent).apply()
    #expect(removed.changes.map(\.kind) == [.record, .link])
    #expect(
      removed.warnings == [
        "zone 'contoso-apim.azure-api.net' is kept, because it has other virtual network links: 'by-hand'"
      ])
  }

  @Test(arguments: [
    ("vnet1", "vnet1-"), ("1net_a.b", "1net_a.b-"), ("_net", "vnet_net-"), ("a(b)", "a-b--"),
    (String(repeating: "n", count: 80), String(repeating: "n", count: 60) + "-"),
  ])
  func linkNameIsMadeOfTheNetwork(_ network: String, _ start: String) throws {
    let one = try #require(ResourceID(RunningAzure.network.replacing("vnet1", with: network)))
    let two = try #require(ResourceID(one.path.replacing("rg-net", with: "rg-two")))
    let name = ZonePath.linkName(one)
    #expect(name.hasPrefix(start))
    #expect(name.utf8.count == start.utf8.count + 16)
    #expect(name.utf8.count <= 80)
    #expect(name != ZonePath.linkName(two))
    #expect(try name == ZonePath.linkName(#require(ResourceID(one.path.uppercased()))))
  }
}
