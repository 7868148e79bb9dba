import APIManagement
import ConcurrentWork
import DNSModel
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

@testable import AzureBackend

/// A hundred instances in an Azure that keeps to its documented limits, in simulated time.
@Suite(.timeLimit(.minutes(5))) struct LargeEstateTests {
  private let time = SimulatedTime()

  private static let names = (0..<100).flatMap { number in
    ["", ".portal", ".developer", ".management", ".scm"].compactMap {
      try? DomainName("apim\(number)\($0).azure-api.net")
    }
  }

  private func backend(_ azure: LimitedAzure, networks: Int, _ timeout: Double = 3600, _ progress: Steps? = nil) throws
    -> AzureBackend
  {
    let root = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks"
    return try AzureBackend(
      subscription: "s", resourceGroup: "g",
      links: (0..<networks).map { try #require(ResourceID("\(root)/vnet\($0)")) }, client: azure,
      tokens: EndlessTokens(), timeout: timeout, time: time.systemTime, progress: progress)
  }

  private func desired(_ count: Int) throws -> DesiredState {
    let address = try #require(IPv4Address("10.1.0.5"))
    return .present(Self.names.prefix(count).map { RecordSet(name: $0, ttl: .standard, addresses: [address]) })
  }

  @Test("500 zones with 20 links each take hardly longer than the limits ask, and nothing is refused")
  func hundredInstances() async throws {
    let azure = LimitedAzure(time, latency: 0.03)
    let steps = Steps()
    let (backend, desired) = (try backend(azure, networks: 20, 3600, steps), try desired(500))
    let work = try await time.run { try await backend.plan(desired) }
    #expect(work.plan.changes.count == 500 + 500 * 20 + 500)
    #expect(
      work.plan.warnings == [
        "apply takes at least 12 min, because Azure documents a limit of 40 zones of a subscription to create in a minute"
      ])
    let (start, planned) = (time.now, azure.statuses.count)
    let done = try await time.run { try await work.applier.apply(until: StopSignal()) }
    let elapsed = time.now - start
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(steps.leastSeconds == 720)
    #expect((720...(1.1 * 720)).contains(elapsed), "\(elapsed) s")
    let statuses = azure.statuses.dropFirst(planned)
    #expect(statuses.count { $0 == 429 } <= statuses.count / 100, "\(statuses.count { $0 == 429 }) refused")

    // The second plan reads each list once, and all of it within the limits.
    _ = azure.takeLists()
    let readStart = time.now
    let again = try await time.run { try await backend.plan(desired) }
    #expect(again.plan.isInSync && again.plan.unchanged == 500)
    let lists = azure.takeLists()
    #expect(lists.count == 2 + 2 * 500 && lists.values.allSatisfy { $0 == 1 })
    #expect(time.now - readStart < 60)
  }

  @Test("A time limit below the bound is in the warning") func shortTimeLimit() async throws {
    let backend = try backend(LimitedAzure(time, latency: 0), networks: 0, 120)
    let desired = try desired(100)
    let plan = try await time.run { try await backend.plan(desired).plan }
    #expect(
      plan.warnings.last
        == "apply takes at least 2 min, because Azure documents a limit of 40 zones of a subscription to create in a "
        + "minute. That is longer than the time limit. Set --timeout to 3m.")
    let few = try self.desired(40)
    let small = try await time.run { try await backend.plan(few).plan }
    #expect(!small.warnings.contains { $0.hasPrefix("apply takes") })
  }

  @Test("The time of each kind of write counts, additions before deletions") func timeOfEachKind() throws {
    func zone(_ name: StaticString, _ operations: [Operation]) -> ZoneWork {
      var work = ZoneWork(origin: DomainName(constant: name), needsLink: false)
      work.steps = operations.enumerated().map { ($0.offset, $0.element) }
      return work
    }
    let network = try #require(ResourceID("/subscriptions/s/resourceGroups/g/providers/a/b/c"))
    let links = (0..<121).map { Operation.createLink(name: "\($0)", network: network) }
    let deletions = (0..<61).map { Operation.deleteRecordSet(path: "\($0)", .unchanged("1")) }
    let updates = recordSet("a.example", "10.1.0.5")
    func writes(_ precondition: Precondition) -> [Operation] {
      (0..<60).map { .writeRecordSet(updates, path: "\($0)", metadata: [:], precondition) }
    }
    #expect(WriteTime([zone("a.example", links)]).seconds == 120)
    #expect(WriteTime([zone("a.example", links + deletions), zone("b.example", deletions)]).seconds == 180)
    // Creations and updates have limits of their own.
    #expect(WriteTime([zone("a.example", writes(.absent) + writes(.unchanged("1")))]).seconds == 0)
    #expect(WriteTime([zone("a.example", writes(.absent) + writes(.absent))]).seconds == 60)
    let oldZones = (0..<81).map { _ in zone("a.example", [.deleteZone(.unchanged("1"))]) }
    #expect(WriteTime(oldZones).seconds == 120)
    #expect(
      WriteTime([zone("a.example", links)]).warning(timeout: 600)
        == "apply takes at least 2 min, because Azure documents a limit of 60 links of a zone to create in a minute")
  }
}

/// Issues a token that never expires.
private struct EndlessTokens: TokenSource {
  func newToken() async -> AccessToken { AccessToken("token", end: .infinity) }
}

/// Notes how long the work takes at least.
private final class Steps: ProgressMeter {
  private let seconds = Mutex(0.0)

  var leastSeconds: Double { seconds.withLock { $0 } }

  func begin(_ stage: String, total: Int) {}
  func begin(_ stage: String, total: Int, atLeast seconds: Double) { self.seconds.withLock { $0 = seconds } }
  func advance(by steps: Int) {}
}
