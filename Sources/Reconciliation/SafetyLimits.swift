/// How much one run may take away or overwrite before it asks to be told twice.
public struct SafetyLimits: Hashable, Sendable {
  /// The most record sets that a run deletes.
  public var deletes: Int
  /// The most record sets that a run updates.
  public var updates: Int

  /// Makes limits.
  public init(deletes: Int = 10, updates: Int = 100) {
    self.deletes = deletes
    self.updates = updates
  }

  /// Says which limits a run would break; creating is never limited.
  ///
  /// - Parameter plans: the plans of all backends of the run.
  /// - Returns: a sentence for each broken limit, without a full stop.
  package func violations(in plans: [BackendPlan]) -> [String] {
    func count(_ action: Change.Action) -> Int {
      plans.reduce(0) { $0 + $1.changes.count { $0.kind == .record && $0.action == action } }
    }
    let (deletes, updates) = (count(.delete), count(.update))
    var violations: [String] = []
    if deletes > self.deletes {
      violations.append(
        "this would delete \(deletes) record sets, and the limit is \(self.deletes): look at the plan, then raise "
          + "--max-deletes or use --force")
    }
    if updates > self.updates {
      violations.append(
        "this would update \(updates) record sets, and the limit is \(self.updates): look at the plan, then raise "
          + "--max-updates or use --force")
    }
    return violations
  }
}
