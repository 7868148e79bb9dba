package import DNSModel
package import Reconciliation
import Testing

/// A place, empty at first, in which one backend is put to the test.
package protocol ConformancePlace: Sendable {
  /// The backend under test, new each time, as each run of the program makes its own.
  func backend() throws -> any RecordBackend

  /// Puts somebody else's data into the place, such as must not be in the way of ours.
  func addForeignData() async throws

  /// All that is in the place, foreign data and ours, by a name for each part of it.
  func contents() async throws -> [String: [UInt8]]

  /// The record sets of ours that are in the place, as somebody reads them who does not use our code to do so.
  func recordSets() async throws -> [String: StoredRecordSet]

  /// Whether the place stores TTLs.
  var storesTTL: Bool { get }

  /// The domain that all names of ours lie below.
  var domain: String { get }

  /// Whether the place is such that a plan for it has this conflict, and the suite goes past it.
  func overrides(_ conflict: Conflict) -> Bool
}

extension ConformancePlace {
  /// That of the public cloud's gateways.
  package var domain: String { "azure-api.net" }

  /// Most places have none.
  package func overrides(_ conflict: Conflict) -> Bool { false }

  /// Carries work out, past the conflicts that the place always has.
  func apply(_ work: PlannedWork) async throws(BackendError) -> BackendPlan {
    try await work.apply(overriding: work.plan.conflicts.filter(overrides))
  }
}

/// What every backend must do, whatever it keeps its records in.
///
/// A backend's tests make a place and call ``check(in:)``: plan on empty, apply, plan again is empty, change, a stale plan
/// is refused, foreign data is untouched, remove restores.
package enum BackendConformance {
  /// Runs the whole suite.
  ///
  /// - Parameter place: the place, still empty.
  package static func check(in place: some ConformancePlace) async throws {
    try await place.addForeignData()
    let foreign = try await place.contents()

    try await planOnEmpty(place, foreign)
    try await applyAndPlanAgain(place, foreign)
    try await change(place, foreign)
    try await refuseStalePlan(place)
    try await remove(place, foreign)
  }

  /// Two hostnames of one instance, and one of a second instance with two addresses.
  package static let first = first(below: "azure-api.net")

  private static func first(below domain: String) -> [RecordSet] {
    [
      recordSet("contoso-apim.westus", domain, ["10.1.0.5"]), recordSet("contoso-apim.portal", domain, ["10.1.0.5"]),
      recordSet("fabrikam-apim", domain, ["10.2.0.5", "10.2.0.6"]),
    ]
  }

  /// One address moved, one hostname is gone, one is new, one stays as it is.
  package static let second = second(below: "azure-api.net")

  private static func second(below domain: String) -> [RecordSet] {
    [
      recordSet("contoso-apim.westus", domain, ["10.1.0.9"]), recordSet("contoso-apim.portal", domain, ["10.1.0.5"]),
      recordSet("contoso-apim.developer", domain, ["10.1.0.9"]),
    ]
  }

  /// Makes a record set with a TTL of five minutes.
  package static func recordSet(_ name: StaticString, _ addresses: [String]) -> RecordSet {
    RecordSet(
      name: DomainName(constant: name), ttl: .standard, addresses: addresses.compactMap { IPv4Address($0) })
  }

  private static func recordSet(_ name: String, _ domain: String, _ addresses: [String]) -> RecordSet {
    guard let name = try? DomainName("\(name).\(domain)") else { fatalError("'\(domain)' is no domain") }
    return RecordSet(name: name, ttl: .standard, addresses: addresses.compactMap { IPv4Address($0) })
  }

  private static func planOnEmpty(_ place: some ConformancePlace, _ foreign: [String: [UInt8]]) async throws {
    let first = first(below: place.domain)
    let plan = try await place.backend().plan(.present(first)).plan
    #expect(try place.backend().target == plan.target)
    #expect(Set(records(plan, .create)) == Set(first.map(\.name.text)))
    #expect(plan.changes.allSatisfy { $0.action == .create && $0.outcome == .planned })
    #expect(plan.conflicts.allSatisfy(place.overrides))
    #expect(plan.unchanged == 0)
    #expect(!plan.isInSync)
    #expect(try await place.contents() == foreign, "a plan must write nothing")

    let nothing = try await place.backend().plan(.absent).plan
    #expect(nothing.isInSync, "where nothing is ours there is nothing to remove")
  }

  private static func applyAndPlanAgain(_ place: some ConformancePlace, _ foreign: [String: [UInt8]]) async throws {
    let first = first(below: place.domain)
    let work = try await place.backend().plan(.present(first))
    let done = try await place.apply(work)
    #expect(done.changes.map(\.name) == work.plan.changes.map(\.name), "what is done is what was planned")
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    try await expect(first, in: place)

    let applied = try await place.contents()
    let again = try await place.backend().plan(.present(first))
    #expect(again.plan.isInSync)
    #expect(again.plan.unchanged == first.count)
    _ = try await place.apply(again)
    #expect(try await place.contents() == applied, "work without changes must write nothing")
  }

  private static func change(_ place: some ConformancePlace, _ foreign: [String: [UInt8]]) async throws {
    let second = second(below: place.domain)
    let work = try await place.backend().plan(.present(second))
    #expect(records(work.plan, .create) == ["contoso-apim.developer.\(place.domain)"])
    #expect(records(work.plan, .update) == ["contoso-apim.westus.\(place.domain)"])
    #expect(records(work.plan, .delete) == ["fabrikam-apim.\(place.domain)"])
    #expect(work.plan.unchanged == 1)
    let update = try #require(work.plan.changes.first { $0.kind == .record && $0.action == .update })
    #expect(update.before?.contents == ["10.1.0.5"])
    #expect(update.after?.contents == ["10.1.0.9"])

    let before = try await place.contents()
    let conflicts = work.plan.conflicts.filter(place.overrides)
    for (limits, action) in [(SafetyLimits(deletes: 0), "delete"), (SafetyLimits(updates: 0), "update")] {
      let sentence =
        "\(work.plan.target): this would \(action) 1 record sets, but the limit is 0. Check the plan, then raise "
        + "--max-\(action)s or use --force."
      await #expect(throws: BackendError(.refused, sentence)) {
        try await work.apply(overriding: conflicts, within: limits)
      }
    }
    #expect(try await place.contents() == before, "what breaks a limit writes nothing")

    let done = try await place.apply(work)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    try await expect(second, in: place)
    #expect(try await place.backend().plan(.present(second)).plan.isInSync)
  }

  /// Two runs plan, one of them applies: the other one must not write over what it has not seen.
  private static func refuseStalePlan(_ place: some ConformancePlace) async throws {
    let first = first(below: place.domain)
    let stale = try await place.backend().plan(.present(first))
    let quicker = [recordSet("contoso-apim.westus", place.domain, ["10.1.0.77"])]
    _ = try await place.apply(place.backend().plan(.present(quicker)))
    let afterQuicker = try await place.recordSets()
    do throws(BackendError) {
      let done = try await place.apply(stale)
      #expect(done.hasFailures, "a plan that is no longer true must not succeed in silence")
    } catch {
      #expect(error.code == .refused)
    }
    let quickerSet = afterQuicker["contoso-apim.westus.\(place.domain)"]
    let nowSet = try await place.recordSets()["contoso-apim.westus.\(place.domain)"]
    #expect(nowSet == quickerSet, "the newer value must survive the stale plan")
  }

  private static func remove(_ place: some ConformancePlace, _ foreign: [String: [UInt8]]) async throws {
    let work = try await place.backend().plan(.absent)
    #expect(work.plan.changes.allSatisfy { $0.action == .delete })
    #expect(!work.plan.isInSync)
    let done = try await place.apply(work)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await place.contents() == foreign, "remove must restore every byte")
    #expect(try await place.backend().plan(.absent).plan.isInSync)
  }

  private static func expect(_ sets: [RecordSet], in place: some ConformancePlace) async throws {
    let expected = sets.map { set in
      (set.name.text, StoredRecordSet(ttl: place.storesTTL ? set.ttl : nil, addresses: set.addresses))
    }
    #expect(try await place.recordSets() == Dictionary(uniqueKeysWithValues: expected))
  }

  private static func records(_ plan: BackendPlan, _ action: Change.Action) -> [String] {
    plan.changes.filter { $0.kind == .record && $0.action == action }.map(\.name)
  }
}
