import DNSModel
import Reconciliation
import Testing

@testable import apim_dns

/// Plans as text: grouped, aligned, coloured where that is wanted.
@Suite struct PlanTextTests {
  private let zone = "contoso-apim.westus.azure-api.net"

  private func text(_ changes: [Change], color: Bool = false) -> String {
    PlanText(usesColor: color).of(BackendPlan(backend: .azure, target: "rg", changes: changes, unchanged: 0))
  }

  @Test func changesAreListedBelowTheirZone() throws {
    let origin = try DomainName(zone)
    let text = text([
      try OutputSamples.change(.create, zone, zone: zone, after: ["10.1.0.5"]),
      Change(.create, .link, name: "vnet1", zone: origin, after: .init(contents: ["/subscriptions/s"])),
      Change(.create, .zone, name: zone, zone: origin),
      try OutputSamples.change(
        .update, "api.corp.example", zone: "corp.example", before: ["10.1.0.5"], after: ["10.1.0.6"]),
      try OutputSamples.change(.delete, "old.corp.example", zone: "corp.example", before: ["10.1.0.7", "10.1.0.8"]),
      try OutputSamples.change(.delete, "alone.example", zone: "alone.example", before: ["10.1.0.9"]),
    ])
    #expect(
      text == """
        azure  rg
          + zone contoso-apim.westus.azure-api.net
            + contoso-apim.westus.azure-api.net  300 10.1.0.5
            + link vnet1  /subscriptions/s
          zone corp.example
            ~ api.corp.example                   300 10.1.0.5 -> 300 10.1.0.6
            - old.corp.example                   300 10.1.0.7, 10.1.0.8
          - alone.example                        300 10.1.0.9

        """)
  }

  @Test("An update shows the metadata of others that it replaces, in text and in JSON") func replacedMetadata() throws {
    var change = try OutputSamples.change(.update, zone, zone: zone, before: ["10.9.9.9"], after: ["10.1.0.5"])
    change.replacedMetadata = ["managedBy=terraform", "owner=finance"]
    #expect(
      text([change]) == """
        azure  rg
          ~ contoso-apim.westus.azure-api.net  300 10.9.9.9 (managedBy=terraform, owner=finance) -> 300 10.1.0.5

        """)
    #expect(
      try JSONText.of(ChangeJSON(change)).contains(
        #""replacedMetadata":["managedBy=terraform","owner=finance"]"#))
  }

  @Test("A machine whose result is not known is not called unchanged") func resultThatIsNotKnown() {
    func plan(_ target: String, _ outcomes: Change.Outcome...) -> BackendPlan {
      var plan = BackendPlan(
        backend: .hosts, target: target, changes: outcomes.indices.map { Change(.create, name: "n\($0)") }, unchanged: 0
      )
      for index in outcomes.indices { plan.changes[index].outcome = outcomes[index] }
      return plan
    }
    let text = PlanText(usesColor: false)
    #expect(
      text.outcome(of: [plan("vm1", .unknown("late"), .unknown("late")), plan("vm2", .skipped)]) == """
        hosts  vm1  0 created, 0 updated, 0 deleted, 2 not known
        hosts  vm2  unchanged
        0 created, 0 updated, 0 deleted, 1 not done, 2 not known

        """)
    #expect(
      text.outcome(of: [plan("vm1", .unknown("late"), .applied)]) == """
        not known: create n0: late
        1 created, 0 updated, 0 deleted, 1 not known

        """)
  }

  @Test("A plan without one of its zones counts it as a problem") func partialPlanHasItsProblemInTheHeadline() {
    let plan = BackendPlan(
      backend: .azure, target: "rg", changes: [Change(.create, name: "a")], unchanged: 0, problems: ["zone 'b' is left"]
    )
    let result = RunResult(command: .plan, owner: .standard, plans: [plan], refusals: [])
    #expect(result.headline == "1 to create, 0 to update, 0 to delete, 1 problem")
  }

  @Test func veryLongNameDoesNotWidenTheColumn() throws {
    let long = String(repeating: "a", count: 60) + ".example"
    let text = text([
      try OutputSamples.change(.create, "a.example", after: ["10.1.0.5"], ttl: nil),
      try OutputSamples.change(.create, long, after: ["10.1.0.6"], ttl: nil),
      try OutputSamples.change(.create, "bb.example", after: ["10.1.0.7"], ttl: nil),
    ])
    #expect(text == "azure  rg\n  + a.example   10.1.0.5\n  + \(long)  10.1.0.6\n  + bb.example  10.1.0.7\n")
  }

  @Test func everyActionHasItsColor() throws {
    let text = text(
      [
        try OutputSamples.change(.create, "a", after: ["1"], ttl: nil),
        try OutputSamples.change(.update, "b", before: ["1"], after: ["2"], ttl: nil),
        try OutputSamples.change(.delete, "c", before: ["1"], ttl: nil),
      ], color: true)
    #expect(
      text == """
        \u{1B}[1mazure  rg\u{1B}[0m
          \u{1B}[32m+ a  1\u{1B}[0m
          \u{1B}[33m~ b\u{1B}[0m  \u{1B}[31m1\u{1B}[0m -> \u{1B}[32m2\u{1B}[0m
          \u{1B}[31m- c  1\u{1B}[0m

        """)
  }

  @Test func conflictsComeLastAndAreCounted() {
    let conflict = Conflict(name: "a", place: "hosts:1", reason: "it is taken; take it out", yieldsToForce: true)
    let plans = [BackendPlan(backend: .hosts, target: "hosts", changes: [], conflicts: [conflict], unchanged: 3)]
    let text = PlanText(usesColor: false)
    #expect(text.of(plans[0]) == "hosts  hosts\n")
    #expect(
      text.conflicts(plans.flatMap(\.conflicts), "conflicts") == "conflicts\n  ! hosts:1: it is taken; take it out\n")
    #expect(text.conflicts([], "conflicts") == "")
    #expect(text.summary(of: plans) == "0 to create, 0 to update, 0 to delete, 1 conflict\n")
  }

  @Test func failedAndSkippedChangesAreListedAndCounted() throws {
    var failed = try OutputSamples.change(.create, "a.example", zone: "example", after: ["10.1.0.5"])
    failed.outcome = .failed("no\u{1B}[2J")
    var done = try OutputSamples.change(.delete, "b.example", before: ["10.1.0.5"])
    done.outcome = .applied
    let plan = BackendPlan(backend: .azure, target: "rg", changes: [failed, done], unchanged: 0)
    #expect(
      PlanText(usesColor: false).outcome(of: [plan])
        == "failed: create a.example in zone example: no\\u{1B}[2J\n0 created, 0 updated, 1 deleted, 1 not done\n")
  }

  @Test func diffIsColoredByTheFirstCharacterOfEachLine() {
    let diff = Array("--- a\n@@ -1 +1 @@\n same\n-old\n+new\n".utf8)
    #expect(PlanText(usesColor: false).diff(diff) == diff)
    #expect(
      String(decoding: PlanText(usesColor: true).diff(diff), as: UTF8.self)
        == "\u{1B}[31m--- a\u{1B}[0m\n\u{1B}[36m@@ -1 +1 @@\u{1B}[0m\n same\n\u{1B}[31m-old\u{1B}[0m\n"
        + "\u{1B}[32m+new\u{1B}[0m\n")
  }

  @Test func controlCharactersFromAServerAreEscaped() throws {
    let plan = try OutputSamples.hostilePlan
    let text = PlanText(usesColor: false)
    for output in [text.of(plan), text.conflicts(plan.conflicts, "conflicts"), text.outcome(of: [plan])] {
      #expect(!output.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" })
    }
    #expect(text.of(plan).split(separator: "\n").count == 1 + plan.changes.count + plan.sideEffects.count)
  }
}
