import Foundation
import TestSupport
import Testing

/// A run against an emulator that keeps to the documented limits, in real time.
@Suite(.timeLimit(.minutes(5))) struct LimitedEstateTests {
  @Test("45 zones take the minute that the plan announces, nothing is refused, and the next plan reads each list once")
  func zonesOfMoreThanAMinute() async throws {
    let azure = try EmulatedAzure([], ["--throttle", "documented", "--latency", "5"])
    let network = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet1"
    let instances = (0..<9).map { "{ name: 'apim\($0)', region: 'westus', vip: '10.1.0.5' }" }
    try azure.folder.write(
      "apim-dns.json5", text: "{ hostnames: 'classic', instances: [\(instances.joined(separator: ","))] }")
    let words = ["azure", "--subscription", "s", "--resource-group", "rg", "--link", network]
    let start = ContinuousClock.now
    let applied = try await azure.run(["apply"] + words + ["--endpoint", azure.emulator.endpoint])
    let elapsed = ContinuousClock.now - start
    #expect(
      applied.errors
        == "warning: apply takes at least 1 min, because Azure documents a limit of 40 zones of a subscription to create "
        + "in a minute\n")
    #expect(applied.output.hasSuffix("135 created, 0 updated, 0 deleted\n"))
    #expect(applied.status == 0)
    // How much longer it takes is measured in simulated time, because this machine may be slow.
    #expect(elapsed >= .seconds(60))
    func requests() throws -> [Substring] { try azure.folder.text(of: "log").split(separator: "\n") }
    let before = try requests()
    #expect(!before.contains { $0.hasSuffix(" 429") })
    let plan = try await azure.run(["plan"] + words + ["--endpoint", azure.emulator.endpoint, "--detailed-exitcode"])
    #expect(plan.status == 0)
    let lists = try requests().dropFirst(before.count).filter { $0.contains("/privateDnsZones") }
    #expect(lists.count == 2 + 2 * 45 && Set(lists).count == lists.count)
  }
}
