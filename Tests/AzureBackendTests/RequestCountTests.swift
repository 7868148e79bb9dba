import AzureBackend
import DNSModel
import Foundation
import Reconciliation
import ResourceManager
import TestSupport
import Testing

/// The requests of a plan do not depend on the zones of others.
@Suite(.timeLimit(.minutes(5)))
struct RequestCountTests {
  private static let sets = [
    recordSet("contoso-apim.azure-api.net", "10.1.0.5"), recordSet("contoso-apim.developer.azure-api.net", "10.1.0.5"),
    recordSet("api.corp.example", "10.1.0.5"),
  ]

  /// A zone of someone else with record sets and a link to our network.
  private static func foreign(_ name: String, group: String = "rg-dns") -> String {
    let zone =
      #"{"name":"\#(name)","links":[{"name":"l","virtualNetwork":{"id":"\#(RunningAzure.network)"}}],"#
      + #""recordSets":[{"type":"A","name":"a","ttl":300,"aRecords":[{"ipv4Address":"10.9.9.9"}]}]}"#
    guard group != "rg-dns" else { return zone }
    return zone.replacing(
      #"{"name":"\#(name)""#,
      with: #"{ "subscription":"00000000-0000-0000-0000-000000000001","resourceGroup":"\#(group)","name":"\#(name)""#)
  }

  /// The requests of a plan in sync, without those for tokens.
  private func requests(_ zones: [String]) async throws -> [String] {
    let mark = #"{"managedBy":"apim-dns","owner":"contoso-platform"}"#
    let own = Self.sets.map { set in
      #"{"name":"\#(set.name)","tags":\#(mark),"links":[{"name":"l","tags":\#(mark),"virtualNetwork":{"id":"\#(RunningAzure.network)"}}],"#
        + #""recordSets":[{"type":"A","name":"@","ttl":300,"metadata":\#(mark),"aRecords":[{"ipv4Address":"10.1.0.5"}]}]}"#
    }
    let azure = try RunningAzure(zones: (own + zones).joined(separator: ","))
    let links = [RunningAzure.network]
    let recorder = Recorder()
    let client = AnsweringClient(azure.client) { request in
      if !request.url.contains("/oauth2/") { recorder.note(request.url) }
      return nil
    }
    let plan = try await azure.backend(links: links, client: client).plan(.present(Self.sets)).plan
    #expect(plan.changes.isEmpty && plan.unchanged == Self.sets.count)
    return recorder.all
  }

  @Test("A plan lists the zones twice, and two lists of each zone that counts", arguments: [0, 300, 1200])
  func zonesOfOthers(count: Int) async throws {
    let others = (0..<count).map { number in
      Self.foreign("team\(number).example", group: number % 3 == 0 ? "rg-other" : "rg-dns")
    }
    let requests = try await requests(others)
    let inGroup = others.count { !$0.contains("rg-other") } + Self.sets.count
    let pages = (inGroup + 99) / 100 + (count + Self.sets.count + 99) / 100
    #expect(requests.count == pages + 2 * Self.sets.count)
    #expect(!requests.contains { $0.contains("team") && !$0.contains("skipToken") })
  }

  @Test("Zones of others that count are read: above a name, for a suffix, and named as existing zones")
  func zonesThatCount() async throws {
    let azure = try RunningAzure(
      zones: ["corp.example", "portal.azure-api.net", "named.example", "team.example"].map { Self.foreign($0) }
        .joined(separator: ","))
    let recorder = Recorder()
    let client = AnsweringClient(azure.client) { request in
      recorder.note(request.url)
      return nil
    }
    _ = try await azure.backend(existingZones: [DomainName(constant: "named.example")], client: client)
      .plan(.present(Self.sets))
    for name in ["corp.example", "portal.azure-api.net", "named.example"] {
      #expect(recorder.all.count { $0.contains("/\(name)/") } == 2, "\(name)")
    }
    #expect(!recorder.all.contains { $0.contains("/team.example/") })
    // A removal looks for records of ours everywhere.
    _ = try await azure.backend(client: client).plan(.absent)
    #expect(recorder.all.contains { $0.contains("/team.example/ALL") })
  }

  @Test("A zone is not read twice, and an empty list is not read") func overlaps() async throws {
    let azure = try RunningAzure(
      zones: [
        Self.foreign("corp.example"),
        #"{"name":"empty.api.corp.example","recordSets":[]}"#,
      ].joined(separator: ","))
    let recorder = Recorder()
    let client = AnsweringClient(azure.client) { request in
      recorder.note(request.url)
      return nil
    }
    let plan = try await azure.backend(links: [RunningAzure.network], client: client).plan(.present(Self.sets)).plan
    #expect(plan.changes.count == 9)
    #expect(recorder.all.count { $0.contains("/corp.example/virtualNetworkLinks") } == 1)
    #expect(recorder.all.count { $0.contains("/corp.example/ALL") } == 1)
    #expect(!recorder.all.contains { $0.contains("/empty.api.corp.example/") })
  }
}
