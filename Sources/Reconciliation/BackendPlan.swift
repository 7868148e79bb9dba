/// The kind of target that a backend changes.
public enum BackendKind: String, CaseIterable, Hashable, Sendable {
  /// A directory of BIND zone files.
  case zones
  /// A hosts file.
  case hosts
  /// Azure Private DNS.
  case azure
}

/// What one backend would change in one target and, after an apply, the outcome of each change.
public struct BackendPlan: Hashable, Sendable {
  /// The kind of target.
  public let backend: BackendKind
  /// The hosts file, the directory of zone files or the resource group, as messages name it.
  public let target: String
  /// The changes, in the order in which they are shown.
  public var changes: [Change]
  /// What keeps the plan from being applied without `--force`.
  public let conflicts: [Conflict]
  /// The conflicts whose changes the plan leaves out; see ``ConflictPolicy``.
  public let leftOut: [Conflict]
  /// How many managed record sets are in sync.
  public let unchanged: Int
  /// What is written or run besides the changes.
  public let sideEffects: [SideEffect]
  /// What a person should know besides, one message each.
  public var warnings: [String]
  /// What failed while planning or applying, other than single changes; one message each.
  public var problems: [String]

  /// Whether an apply skips all deletions; a warning says why.
  package var deletesNothing = false

  package init(
    backend: BackendKind, target: String, changes: [Change], conflicts: [Conflict] = [], leftOut: [Conflict] = [],
    unchanged: Int, sideEffects: [SideEffect] = [], warnings: [String] = [], problems: [String] = []
  ) {
    self.backend = backend
    self.target = target
    self.changes = changes
    self.conflicts = conflicts
    self.leftOut = leftOut
    self.unchanged = unchanged
    self.sideEffects = sideEffects
    self.warnings = warnings
    self.problems = problems
  }

  /// Whether the target matches the desired state, without conflicts or problems.
  public var isInSync: Bool { changes.isEmpty && conflicts.isEmpty && leftOut.isEmpty && problems.isEmpty }

  /// Whether a change was left out or not applied, or something else failed.
  public var hasFailures: Bool {
    !problems.isEmpty || !leftOut.isEmpty
      || changes.contains { change in
        switch change.outcome {
        case .failed, .unknown, .conflict, .skipped: true
        case .planned, .applied: false
        }
      }
  }

  /// The same plan with all changes skipped.
  package func skipped() -> BackendPlan {
    var plan = self
    for index in changes.indices { plan.changes[index].outcome = .skipped }
    return plan
  }

  /// The same plan after it was refused: changes with a conflict have that outcome, all others are skipped.
  package func refused() -> BackendPlan {
    let conflictsByName = Dictionary(grouping: conflicts, by: \.name)
    var plan = self
    for index in changes.indices {
      let zone = changes[index].zone
      let conflict = conflictsByName[changes[index].name]?.first {
        $0.zone == nil || zone == nil || $0.zone == zone
      }
      plan.changes[index].outcome = conflict.map { .conflict($0.reason) } ?? .skipped
    }
    return plan
  }
}
