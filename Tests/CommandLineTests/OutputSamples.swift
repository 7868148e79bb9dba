import APIManagement
import DNSModel
import Inventory
import Reconciliation
import Testing

@testable import apim_dns

/// Plans for the tests of what is printed.
enum OutputSamples {
  /// Hostile names and values, as from a server: each tries to break out of its context.
  static let hostile = [
    "a|b", "back`tick", "``", "\\|", "\\", "<img src=x onerror=alert(1)>", "@octocat", "#1", "GH-1",
    "https://evil.example/x",
    "www.evil.example", "[link](javascript:alert(1))", "two\nlines",
    "</details></table></script><script>alert(1)</script>",
    "-->", "\u{1B}[31mred", "\u{202E}turned", "'quoted'", "\"><b>", "&amp;", "***", "| --- |", " blanks ", "```",
    "![i](//x)",
  ]

  /// The records of an inventory.
  static func records(_ text: String) throws -> [EndpointRecord] {
    let reading = Inventory.read(bytes: Array(text.utf8), file: "inventory.json5")
    return try #require(reading.inventory, "\(reading.problems)").hostnames.records
  }

  /// The records of so many instances of two hostnames each.
  static func records(instances count: Int) throws -> [EndpointRecord] {
    let list = (0..<count).map {
      "{ name: 'apim-\(1000 + $0)', region: 'westus', vip: '10.1.\($0 / 250).\($0 % 250 + 1)' }"
    }
    return try records("{ hostnames: 'regional', instances: [\(list.joined(separator: ","))] }")
  }

  /// A change of a record set.
  static func change(
    _ action: Change.Action, _ name: String, zone: String? = nil, before: [String]? = nil, after: [String]? = nil,
    ttl: Int? = 300
  ) throws -> Change {
    let time = ttl.flatMap { TimeToLive(seconds: $0) }
    return Change(
      action, name: name, zone: try zone.map { try DomainName($0) },
      before: before.map { .init(ttl: time, contents: $0) },
      after: after.map { .init(ttl: time, contents: $0) })
  }

  /// What a run came to.
  static func result(
    of command: Command = .plan, _ plans: [BackendPlan], refusals: [String] = []
  ) -> RunResult {
    RunResult(command: command, owner: .standard, plans: plans, refusals: refusals)
  }

  /// A plan in which everything that can be hostile is.
  static var hostilePlan: BackendPlan {
    get throws {
      var changes = try hostile.map { try change(.update, $0, before: [$0], after: [$0, $0]) }
      for index in changes.indices where index % 2 == 0 {
        changes[index].outcome = .failed("because of \(hostile[index])")
      }
      for index in changes.indices { changes[index].replacedMetadata = [hostile[index]] }
      let conflicts = hostile.map { Conflict(name: $0, place: $0, reason: "it is \($0) there", yieldsToForce: false) }
      return BackendPlan(
        backend: .azure, target: hostile[5], changes: changes, conflicts: conflicts, leftOut: conflicts,
        unchanged: 1,
        sideEffects: hostile.flatMap { text in
          [SideEffect(.reload, contents: [text]), SideEffect(.include, .update, name: text, contents: [])]
        },
        warnings: hostile.map { "mind \($0)" })
    }
  }
}
