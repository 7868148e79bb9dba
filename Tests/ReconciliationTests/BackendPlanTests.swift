import Reconciliation
import Testing

@Suite struct BackendPlanTests {
  private func plan(_ changes: [Change], _ conflicts: [Conflict] = []) -> BackendPlan {
    BackendPlan(backend: .hosts, target: "/etc/hosts", changes: changes, conflicts: conflicts, unchanged: 0)
  }

  @Test func planIsInSyncWithoutChangesAndConflicts() {
    let conflict = Conflict(name: "a.example", place: "/etc/hosts:1", reason: "unmanaged", yieldsToForce: true)
    #expect(plan([]).isInSync)
    #expect(!plan([Change(.create, name: "a.example")]).isInSync)
    #expect(!plan([], [conflict]).isInSync)
  }

  @Test("A refused plan has conflicts and skipped changes as outcomes") func refusedPlanSaysWhatStoodInTheWay() {
    let conflict = Conflict(name: "a.example", place: "/etc/hosts:1", reason: "unmanaged", yieldsToForce: true)
    let refused = plan([Change(.create, name: "a.example"), Change(.create, name: "b.example")], [conflict]).refused()
    #expect(refused.changes.map(\.outcome) == [.conflict("unmanaged"), .skipped])
    #expect(refused.hasFailures)
  }

  @Test func limitsCountChangesOfAllPlansTogether() {
    let deletes = (0..<6).map { Change(.delete, name: "\($0).example") }
    let zones = (0..<4).map { Change(.delete, .zone, name: "\($0).example") }
    let link = Change(.delete, .link, name: "vnet1")
    let file = Change(.delete, .configuration, name: "named.conf.apim-dns")
    #expect(SafetyLimits().violations(in: [plan(deletes + zones + [file])]) == [])
    #expect(
      SafetyLimits().violations(in: [plan(deletes + zones + [link])]) == [
        "this would delete 6 record sets, 4 zones, 1 link, but the limit is 10. Check the plan, then raise "
          + "--max-deletes or use --force."
      ])
    #expect(
      SafetyLimits().violations(in: [plan(deletes), plan(deletes)]) == [
        "this would delete 12 record sets, but the limit is 10. Check the plan, then raise --max-deletes or use "
          + "--force."
      ])
    let updates = (0..<3).map { Change(.update, name: "\($0).example") }
    #expect(
      SafetyLimits(deletes: 0, updates: 2).violations(in: [plan(updates)]) == [
        "this would update 3 record sets, but the limit is 2. Check the plan, then raise --max-updates or use --force."
      ])
    #expect(SafetyLimits(deletes: 0, updates: 0).violations(in: [plan([Change(.create, name: "a.example")])]) == [])
  }

  @Test("Messages are joined behind a full stop, or else with a semicolon") func messagesAreJoined() {
    #expect(["a: no. Do it.", "b: no", "c: no"].joinedMessages == "a: no. Do it. b: no; c: no")
    #expect(["a: no"].joinedMessages == "a: no")
    #expect([].joinedMessages == "")
  }

  @Test("Valid owners are accepted", arguments: ["a", "contoso-platform", "A_b.9", String(repeating: "x", count: 63)])
  func goodOwners(text: String) { #expect(Owner(text)?.identifier == text) }

  @Test(
    "Invalid owners are rejected", arguments: ["", "a b", "a\n", "a#", "é", "a=b", String(repeating: "x", count: 64)])
  func badOwners(text: String) { #expect(Owner(text) == nil) }
}
