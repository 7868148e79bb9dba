import DNSModel
import Reconciliation

/// The output of `plan`, `apply` and `remove` with `--format json`, which `plan --out` saves; version 1.
struct PlanJSON: Codable {
  /// The plan of one target.
  struct Backend: Codable {
    let backend: String
    fileprivate(set) var target: String
    let changes: [ChangeJSON]
    let conflicts: [ConflictJSON]
    let unchanged: Int
    /// The files that are written and commands that are run besides the changes; nil for none.
    let sideEffects: [SideEffectJSON]?
    let warnings: [String]
    /// The problems besides failed changes; nil for none.
    let error: String?
  }

  /// A problem of one target besides failed changes.
  struct Problem: Codable {
    let backend: String
    /// The target; nil if the settings of the backend are invalid.
    let target: String?
    let message: String

    /// The problems of some plans.
    static func all(in plans: [BackendPlan]) -> [Problem] {
      plans.flatMap { plan in
        plan.problems.map { message in
          Problem(backend: plan.backend.rawValue, target: plan.target.isEmpty ? nil : plan.target, message: message)
        }
      }
    }
  }

  /// The version of this format.
  static let currentVersion = 1

  let version: Int
  let owner: String
  let inSync: Bool
  private(set) var backends: [Backend]
  let errors: [Problem]
  /// Why an apply is refused; nil if it is not.
  let refusals: [String]?
  /// The signal that interrupted the run; nil if none did.
  let interrupted: String?

  /// Makes the output of a run.
  ///
  /// - Parameters:
  ///   - owner: the owner of the records.
  ///   - plans: the plan of each target, with results after an apply.
  ///   - refusals: why an apply is refused.
  ///   - interrupted: the signal that interrupted the run; nil if none did.
  init(owner: Owner, plans: [BackendPlan], refusals: [String] = [], interrupted: String? = nil) {
    self.refusals = refusals.isEmpty ? nil : refusals
    self.interrupted = interrupted
    version = Self.currentVersion
    self.owner = owner.identifier
    inSync = !plans.isEmpty && plans.allSatisfy(\.isInSync)
    backends = plans.filter { !$0.target.isEmpty }.map { plan in
      Backend(
        backend: plan.backend.rawValue, target: plan.target, changes: plan.changes.map(ChangeJSON.init),
        conflicts: plan.conflicts.map { ConflictJSON($0) } + plan.leftOut.map { ConflictJSON($0, isLeftOut: true) },
        unchanged: plan.unchanged,
        sideEffects: plan.sideEffects.isEmpty ? nil : plan.sideEffects.map(SideEffectJSON.init),
        warnings: plan.warnings,
        error: plan.problems.isEmpty ? nil : plan.problems.joined(separator: "\n"))
    }
    errors = Problem.all(in: plans)
  }

  /// Makes the output of a run that was interrupted before it knew its targets.
  ///
  /// - Parameters:
  ///   - owner: the owner of the records; empty if it is not known.
  ///   - interrupted: the signal.
  ///   - reason: the message.
  init(owner: String, interrupted: String, reason: String) {
    version = Self.currentVersion
    self.owner = owner
    inSync = false
    backends = []
    errors = []
    refusals = [reason]
    self.interrupted = interrupted
  }

  /// Replaces the names of targets.
  mutating func moveTargets(_ move: (BackendKind, String) -> String) {
    for index in backends.indices {
      guard let kind = BackendKind(rawValue: backends[index].backend) else { continue }
      backends[index].target = move(kind, backends[index].target)
    }
  }
}
