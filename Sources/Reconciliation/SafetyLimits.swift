/// How many record sets one run may delete and update without `--force`.
public struct SafetyLimits: Hashable, Sendable {
  /// The most record sets that a run deletes.
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
    func count(_ action: Change.Action) -> Int {
      plans.reduce(0) { $0 + $1.changes.count { $0.kind == .record && $0.action == action } }
    }
    let (deletes, updates) = (count(.delete), count(.update))
    var violations: [String] = []
    if deletes > self.deletes {
      violations.append(
        "this would delete \(deletes) record sets, but the limit is \(self.deletes). Check the plan, then raise "
          + "--max-deletes or use --force.")
    }
    if updates > self.updates {
      violations.append(
        "this would update \(updates) record sets, but the limit is \(self.updates). Check the plan, then raise "
          + "--max-updates or use --force.")
    }
    return violations
  }
}
