package import DNSModel
package import Reconciliation
import Testing

/// A target, empty at first, on which the conformance suite tests a backend.
package protocol ConformanceTarget: Sendable {
  /// A new instance of the backend under test, as each run of the program makes its own.
  func backend() throws -> any RecordBackend

  /// Adds unmanaged data that does not conflict with the managed records.
  func addUnmanagedData() async throws

  /// All data of the target, managed and unmanaged, each part by a name.
  func contents() async throws -> [String: [UInt8]]

  /// The managed record sets, read without the code under test.
  func recordSets() async throws -> [String: StoredRecordSet]

  /// Whether the target stores TTLs.
  var storesTTL: Bool { get }

  /// The domain above all managed names.
  var domain: String { get }

  /// Whether every plan for this target has this conflict, so that the suite overrides it.
  func overrides(_ conflict: Conflict) -> Bool
}

extension ConformanceTarget {
  /// The domain of the public cloud's gateways.
  package var domain: String { "azure-api.net" }

  /// Most targets have no such conflict.
  package func overrides(_ conflict: Conflict) -> Bool { false }

  /// Applies work, and overrides the conflicts that the target always has.
  func apply(_ work: PlannedWork) async throws(BackendError) -> BackendPlan {
    try await work.apply(overriding: work.plan.conflicts.filter(overrides))
  }
}

/// The conformance suite of all backends.
///
/// A backend's tests make a target and call ``check(_:)``. The suite requires: a plan on an empty target, an apply, an empty
/// plan after it, a change, a refused stale plan, unchanged unmanaged data, and a removal that restores the first state.
package enum BackendConformance {
  /// Runs the whole suite.
  ///
  /// - Parameter target: the target, still empty.
  package static func check(_ target: some ConformanceTarget) async throws {
    try await target.addUnmanagedData()
    let unmanaged = try await target.contents()

    try await planOnEmpty(target, unmanaged)
    try await applyAndPlanAgain(target, unmanaged)
    try await change(target, unmanaged)
    try await refuseStalePlan(target)
    try await remove(target, unmanaged)
  }

  /// Two names of one instance, and one name of a second instance with two addresses.
  package static let first = first(below: "azure-api.net")

  private static func first(below domain: String) -> [RecordSet] {
    [
      recordSet("contoso-apim.westus", domain, ["10.1.0.5"]), recordSet("contoso-apim.portal", domain, ["10.1.0.5"]),
      recordSet("fabrikam-apim", domain, ["10.2.0.5", "10.2.0.6"]),
    ]
  }

  /// The same with one changed address, one removed name, one new name, and one name as before.
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
    guard let name = try? DomainName("\(name).\(domain)") else { fatalError("'\(domain)' is not a valid domain") }
    return RecordSet(name: name, ttl: .standard, addresses: addresses.compactMap { IPv4Address($0) })
  }

  private static func planOnEmpty(_ target: some ConformanceTarget, _ unmanaged: [String: [UInt8]]) async throws {
    let first = first(below: target.domain)
    let plan = try await target.backend().plan(.present(first)).plan
    #expect(try target.backend().target == plan.target)
    #expect(Set(records(plan, .create)) == Set(first.map(\.name.text)))
    #expect(plan.changes.allSatisfy { $0.action == .create && $0.outcome == .planned })
    #expect(plan.conflicts.allSatisfy(target.overrides))
    #expect(plan.unchanged == 0)
    #expect(!plan.isInSync)
    #expect(try await target.contents() == unmanaged, "a plan must write nothing")

    let nothing = try await target.backend().plan(.absent).plan
    #expect(nothing.isInSync, "without managed records there is nothing to remove")
  }

  private static func applyAndPlanAgain(_ target: some ConformanceTarget, _ unmanaged: [String: [UInt8]]) async throws {
    let first = first(below: target.domain)
    let work = try await target.backend().plan(.present(first))
    let done = try await target.apply(work)
    #expect(done.changes.map(\.name) == work.plan.changes.map(\.name), "an apply makes the planned changes")
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    try await expect(first, in: target)

    let applied = try await target.contents()
    let again = try await target.backend().plan(.present(first))
    #expect(again.plan.isInSync)
    #expect(again.plan.unchanged == first.count)
    _ = try await target.apply(again)
    #expect(try await target.contents() == applied, "an apply without changes must write nothing")
  }

  private static func change(_ target: some ConformanceTarget, _ unmanaged: [String: [UInt8]]) async throws {
    let second = second(below: target.domain)
    let work = try await target.backend().plan(.present(second))
    #expect(records(work.plan, .create) == ["contoso-apim.developer.\(target.domain)"])
    #expect(records(work.plan, .update) == ["contoso-apim.westus.\(target.domain)"])
    #expect(records(work.plan, .delete) == ["fabrikam-apim.\(target.domain)"])
    #expect(work.plan.unchanged == 1)
    let update = try #require(work.plan.changes.first { $0.kind == .record && $0.action == .update })
    #expect(update.before?.contents == ["10.1.0.5"])
    #expect(update.after?.contents == ["10.1.0.9"])

    let before = try await target.contents()
    let conflicts = work.plan.conflicts.filter(target.overrides)
    let deletes = ["record set", "zone", "link"].compactMap { noun -> String? in
      let kind = noun == "record set" ? "record" : noun
      let count = work.plan.changes.count { $0.kind.rawValue == kind && $0.action == .delete }
      return count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    let limited = [
      (SafetyLimits(deletes: 0), "delete", deletes.joined(separator: ", ")),
      (SafetyLimits(updates: 0), "update", "1 record sets"),
    ]
    for (limits, action, things) in limited {
      let sentence =
        "\(work.plan.target): this would \(action) \(things), but the limit is 0. Check the plan, then raise "
        + "--max-\(action)s or use --force."
      await #expect(throws: BackendError(.refused, sentence)) {
        try await work.apply(overriding: conflicts, within: limits)
      }
    }
    #expect(try await target.contents() == before, "a plan beyond the limits must write nothing")

    let done = try await target.apply(work)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    try await expect(second, in: target)
    #expect(try await target.backend().plan(.present(second)).plan.isInSync)
  }

  /// Two runs plan and one of them applies. The other one must not overwrite the changes that it has not seen.
  private static func refuseStalePlan(_ target: some ConformanceTarget) async throws {
    let first = first(below: target.domain)
    let stale = try await target.backend().plan(.present(first))
    let other = [recordSet("contoso-apim.westus", target.domain, ["10.1.0.77"])]
    _ = try await target.apply(target.backend().plan(.present(other)))
    let afterOther = try await target.recordSets()
    do throws(BackendError) {
      let done = try await target.apply(stale)
      #expect(done.hasFailures, "a stale plan must not succeed")
    } catch {
      #expect(error.code == .refused)
    }
    let otherSet = afterOther["contoso-apim.westus.\(target.domain)"]
    let currentSet = try await target.recordSets()["contoso-apim.westus.\(target.domain)"]
    #expect(currentSet == otherSet, "the newer value must survive the stale plan")
  }

  private static func remove(_ target: some ConformanceTarget, _ unmanaged: [String: [UInt8]]) async throws {
    let work = try await target.backend().plan(.absent)
    #expect(work.plan.changes.allSatisfy { $0.action == .delete })
    #expect(!work.plan.isInSync)
    let done = try await target.apply(work)
    #expect(done.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await target.contents() == unmanaged, "remove must restore every byte")
    #expect(try await target.backend().plan(.absent).plan.isInSync)
  }

  private static func expect(_ sets: [RecordSet], in target: some ConformanceTarget) async throws {
    let expected = sets.map { set in
      (set.name.text, StoredRecordSet(ttl: target.storesTTL ? set.ttl : nil, addresses: set.addresses))
    }
    #expect(try await target.recordSets() == Dictionary(uniqueKeysWithValues: expected))
  }

  private static func records(_ plan: BackendPlan, _ action: Change.Action) -> [String] {
    plan.changes.filter { $0.kind == .record && $0.action == action }.map(\.name)
  }
}
