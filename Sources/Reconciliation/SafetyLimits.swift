/// How much one run may delete and update without `--force`.
public struct SafetyLimits: Hashable, Sendable {
  /// The most record sets, zones and links together that a run deletes.
  public var deletes: Int
  /// The most record sets that a run updates.
  public var updates: Int

  /// The defaults of `--max-deletes` and `--max-updates`.
  public init(deletes: Int = 10, updates: Int = 100) {
    self.deletes = deletes
    self.updates = updates
  }

  /// Lists the limits that a run would break; creations are not limited.
  ///
  /// - Parameter plans: the plans of all backends of the run.
  /// - Returns: a message for each broken limit.
  package func violations(in plans: [BackendPlan]) -> [String] {
    func count(_ action: Change.Action, _ kind: Change.Kind) -> Int {
      plans.filter { action != .delete || !$0.deletesNothing }
        .reduce(0) { $0 + $1.changes.count { $0.kind == kind && $0.action == action } }
    }
    let updates = count(.update, .record)
    let deletes = [Change.Kind.record, .zone, .link].map { (kind: $0, count: count(.delete, $0)) }
    var violations: [String] = []
    if deletes.reduce(0, { $0 + $1.count }) > self.deletes {
      let nouns = deletes.filter { $0.count > 0 }.map { "\($0.count) \($0.kind.noun)\($0.count == 1 ? "" : "s")" }
      violations.append(
        "this would delete \(nouns.joined(separator: ", ")), but the limit is \(self.deletes). Check the plan, then "
          + "raise --max-deletes or use --force.")
    }
    if updates > self.updates {
      violations.append(
        "this would update \(updates) record sets, but the limit is \(self.updates). Check the plan, then raise "
          + "--max-updates or use --force.")
    }
    return violations
  }
}

extension Change.Kind {
  /// The word for one of them in a message.
  fileprivate var noun: String {
    switch self {
    case .record: "record set"
    case .zone, .link, .configuration: rawValue
    }
  }
}
