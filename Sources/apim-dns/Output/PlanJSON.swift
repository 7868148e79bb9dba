import DNSModel
import Reconciliation

/// What `plan`, `apply` and `remove` print with `--format json`, and `plan --out` saves: version 1.
struct PlanJSON: Codable {
  /// The plan of one backend.
  struct Backend: Codable {
    let backend: String
    fileprivate(set) var target: String
    let changes: [ChangeJSON]
    let conflicts: [ConflictJSON]
    let unchanged: Int
    /// What is written or run beside the changes; nil where nothing is.
    let sideEffects: [SideEffectJSON]?
    let warnings: [String]
    /// What went wrong besides single changes, where something did.
    let error: String?
  }

  /// What went wrong in one place besides single changes.
  struct Problem: Codable {
    let backend: String
    /// The place; nothing where the settings of its backend were wrong.
    let target: String?
    let message: String

    /// What went wrong in some places.
    static func all(in plans: [BackendPlan]) -> [Problem] {
      plans.flatMap { plan in
        plan.problems.map { message in
          Problem(backend: plan.backend.rawValue, target: plan.target.isEmpty ? nil : plan.target, message: message)
        }
      }
    }
  }

  /// The number of this form; another number is another form.
  static let currentVersion = 1

  let version: Int
  let owner: String
  let inSync: Bool
  private(set) var backends: [Backend]
  let errors: [Problem]
  /// What forbids an apply, a sentence each without a full stop; nothing where nothing does.
  let refusals: [String]?

  /// Takes the plans of a run.
  ///
  /// - Parameters:
  ///   - owner: whose records these are.
  ///   - plans: what each place would change, or what became of it.
  ///   - refusals: what forbids an apply.
  init(owner: Owner, plans: [BackendPlan], refusals: [String] = []) {
    self.refusals = refusals.isEmpty ? nil : refusals
    version = Self.currentVersion
    self.owner = owner.identifier
    inSync = !plans.isEmpty && plans.allSatisfy(\.isInSync)
    backends = plans.filter { !$0.target.isEmpty }.map { plan in
      Backend(
        backend: plan.backend.rawValue, target: plan.target, changes: plan.changes.map(ChangeJSON.init),
        conflicts: plan.conflicts.map(ConflictJSON.init), unchanged: plan.unchanged,
        sideEffects: plan.sideEffects.isEmpty ? nil : plan.sideEffects.map(SideEffectJSON.init),
        warnings: plan.warnings,
        error: plan.problems.isEmpty ? nil : plan.problems.joined(separator: "; "))
    }
    errors = Problem.all(in: plans)
  }

  /// Writes where the places are in another way.
  mutating func moveTargets(_ move: (BackendKind, String) -> String) {
    for index in backends.indices {
      guard let kind = BackendKind(rawValue: backends[index].backend) else { continue }
      backends[index].target = move(kind, backends[index].target)
    }
  }
}
