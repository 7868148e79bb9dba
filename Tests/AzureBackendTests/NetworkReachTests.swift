import DNSModel
import Reconciliation
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
