import AzureBackend
import DNSModel
import Foundation
import HTTPTransport
import Reconciliation
import TestSupport
import Testing

/// Apply must finish although three in ten responses fail.
@Suite(.timeLimit(.minutes(10)))
struct FaultTests {
  /// The seeds: three, or the number in `APIM_DNS_FAULT_SEEDS`.
  static let seeds =
    1...(ProcessInfo.processInfo.environment["APIM_DNS_FAULT_SEEDS"].flatMap(Int.init).map { max(1, $0) } ?? 3)
  /// How many record sets there are.
  static let count =
    ProcessInfo.processInfo.environment["APIM_DNS_FAULT_SETS"].flatMap(Int.init).map { max(10, $0) } ?? 2000

  @Test(arguments: seeds)
  func everyRunEndsInTheDesiredState(seed: Int) async throws {
    FaultTally.add(to: "apply azure, \(Self.count + 107) changes", "three in ten answers go wrong")
    // A managed record set to update, one to delete, and an unmanaged one.
    var sets: [String] = []
    let ours = "\"managedBy\":\"apim-dns\",\"owner\":\"contoso-platform\""
    for number in 0..<100 {
      sets.append(Self.set("h\(number)", "10.9.9.9", "\(ours),\"kept\":\"yes\""))
      sets.append(Self.set("old\(number)", "10.9.9.8", ours))
      sets.append(Self.set("foreign\(number)", "10.9.9.7", "\"by\":\"hand\""))
    }
    let azure = try RunningAzure(
      ["--faults", "0.3,\(seed)", "--page-size", "250"],
      zones: "{\"name\":\"azure-api.net\",\"recordSets\":[\(sets.joined(separator: ","))]}")
    let client = LibcurlClient(connectTimeout: 5, totalTimeout: 1)
    let backend = try azure.backend(
      links: [RunningAzure.network], layout: .parent, client: client, timeout: 300)
    let wanted = try Self.wanted()
    let result = try await apply(backend, wanted)
    let failures = result.changes.filter { $0.outcome != .applied }
    #expect(failures.isEmpty, "\(failures.prefix(3))")
    #expect(result.changes.count == Self.count + 100 + 1 + 6)
    let again = try await backend.plan(.present(wanted)).plan
    #expect(again.isInSync, "\(again.changes.prefix(3)) \(again.conflicts.prefix(3))")
    azure.emulator.stop()
    try check(azure.state(), wanted)
  }

  /// In the end, the emulator must hold the desired record sets and the unmanaged ones.
  private func check(_ zones: [String: [[String: Any]]], _ wanted: [RecordSet]) throws {
    #expect(Set(zones.keys) == ["azure-api.net", "a.other", "b.other"])
    let big = try #require(zones["azure-api.net"]).filter { $0["type"] as? String == "A" }
    let names = big.compactMap { $0["name"] as? String }
    #expect(Set(names).count == names.count)
    #expect(names.count == Self.count + 100)
    for set in big {
      let name = try #require(set["name"] as? String)
      let address = (set["aRecords"] as? [[String: String]])?.first?["ipv4Address"]
      if name.hasPrefix("foreign") {
        #expect(address == "10.9.9.7")
        #expect(set["metadata"] as? [String: String] == ["by": "hand"])
      } else {
        let number = try #require(Int(name.dropFirst()))
        #expect(address == "10.1.\(number / 200).\(number % 200 + 1)")
        if number < 100 { #expect((set["metadata"] as? [String: String])?["kept"] == "yes") }
      }
    }
  }

  /// A record set in the emulator's state file.
  private static func set(_ name: String, _ address: String, _ metadata: String) -> String {
    "{\"type\":\"A\",\"name\":\"\(name)\",\"ttl\":300,\"metadata\":{\(metadata)},"
      + "\"aRecords\":[{\"ipv4Address\":\"\(address)\"}]}"
  }

  /// Many record sets in one zone, and two zones with one each.
  private static func wanted() throws -> [RecordSet] {
    var sets = [recordSet("a.other", "10.1.0.5"), recordSet("b.other", "10.1.0.6")]
    for number in 0..<count {
      sets.append(
        RecordSet(
          name: try DomainName("h\(number).azure-api.net"), ttl: .standard,
          addresses: [try #require(IPv4Address("10.1.\(number / 200).\(number % 200 + 1)"))]))
    }
    return sets
  }
}
