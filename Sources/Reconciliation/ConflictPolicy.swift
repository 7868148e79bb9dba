/// What a plan does with changes that conflict.
public enum ConflictPolicy: Hashable, Sendable {
  /// The plan keeps them, and cannot be applied unless each conflict is overridden.
  case refuse
  /// The plan leaves them out, and lists the conflicts in ``BackendPlan/leftOut``.
  case skip
  /// The plan leaves out those whose conflicts cannot be overridden, and keeps the others.
  case skipUnlessOverridable

  /// Whether the plan leaves out the changes of a conflict.
  package func leavesOut(_ conflict: Conflict) -> Bool {
    switch self {
    case .refuse: false
    case .skip: true
    case .skipUnlessOverridable: !conflict.yieldsToForce
    }
  }
}
