import DNSModel
import Reconciliation

/// What `plan`, `apply` and `remove` print with `--format json`, and `plan --out` saves: version 1.
struct PlanJSON: Codable {
  /// The plan of one backend.
  struct Backend: Codable {
    let backend: String
    let target: String
    let changes: [ChangeJSON]
    let conflicts: [ConflictJSON]
    let unchanged: Int
    let warnings: [String]
  }

  /// A backend that could not plan, or of whose plan nothing was done.
  struct Problem: Codable {
    let backend: String
    let message: String
  }

  /// The number of this form; another number is another form.
  static let currentVersion = 1

  let version: Int
  let owner: String
  let inSync: Bool
  let backends: [Backend]
  let errors: [Problem]

  /// Takes the plans of a run and what went wrong in it.
  init(owner: Owner, plans: [BackendPlan], errors: [Problem]) {
    version = Self.currentVersion
    self.owner = owner.identifier
    inSync = errors.isEmpty && plans.allSatisfy(\.isInSync)
    backends = plans.map { plan in
      Backend(
        backend: plan.backend.rawValue, target: plan.target, changes: plan.changes.map(ChangeJSON.init),
        conflicts: plan.conflicts.map(ConflictJSON.init), unchanged: plan.unchanged, warnings: plan.warnings)
    }
    self.errors = errors
  }
}
