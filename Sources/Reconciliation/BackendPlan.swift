/// Which sort of place a backend keeps records in.
public enum BackendKind: String, CaseIterable, Hashable, Sendable {
  /// BIND zone files.
  case zones
  /// A hosts file.
  case hosts
  /// Azure Private DNS.
  case azure
}

/// What one backend would change, and after an apply, what became of it.
public struct BackendPlan: Hashable, Sendable {
  /// The sort of backend.
  public let backend: BackendKind
  /// The file, folder or resource group that it works on.
  public let target: String
  /// What would be changed, in the order in which it is shown.
  public var changes: [Change]
  /// Foreign data in the way.
  public let conflicts: [Conflict]
  /// How many of our record sets are as they should be.
  public let unchanged: Int
  /// What is written or run beside the changes.
  public let sideEffects: [SideEffect]
  /// What a person should know besides, a sentence each without a full stop.
  public var warnings: [String]
  /// What went wrong besides single changes when the plan was made or carried out, a sentence each without a full stop.
  public var problems: [String] = []

  /// Makes a plan.
  package init(
    backend: BackendKind, target: String, changes: [Change], conflicts: [Conflict] = [], unchanged: Int,
    sideEffects: [SideEffect] = [], warnings: [String] = []
  ) {
    self.backend = backend
    self.target = target
    self.changes = changes
    self.conflicts = conflicts
    self.unchanged = unchanged
    self.sideEffects = sideEffects
    self.warnings = warnings
  }

  /// Whether everything is as it should be.
  public var isInSync: Bool { changes.isEmpty && conflicts.isEmpty && problems.isEmpty }

  /// Whether something was tried and did not come about.
  public var hasFailures: Bool {
    !problems.isEmpty
      || changes.contains { change in
        switch change.outcome {
        case .failed, .conflict, .skipped: true
        case .planned, .applied: false
        }
      }
  }

  /// The same plan after nothing of it was done: what foreign data stands against is a conflict, the rest is skipped.
  package func refused() -> BackendPlan {
    let obstacles = Dictionary(grouping: conflicts, by: \.name)
    var plan = self
    for index in changes.indices {
      let zone = changes[index].zone
      let obstacle = obstacles[changes[index].name]?.first { $0.zone == nil || zone == nil || $0.zone == zone }
      plan.changes[index].outcome = obstacle.map { .conflict($0.reason) } ?? .skipped
    }
    return plan
  }
}
