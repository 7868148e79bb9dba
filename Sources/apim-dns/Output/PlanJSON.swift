import DNSModel
import Reconciliation

/// What `plan`, `apply` and `remove` print with `--format json`, version 1.
struct PlanJSON: Encodable {
  /// The plan of one backend.
  struct Backend: Encodable {
    let backend: String
    let target: String
    let changes: [ChangeJSON]
    let conflicts: [ConflictJSON]
    let unchanged: Int
    let warnings: [String]
  }

  /// A backend that could not plan, or of whose plan nothing was done.
  struct Problem: Encodable {
    let backend: String
    let message: String
  }

  let version = 1
  let owner: String
  let inSync: Bool
  let backends: [Backend]
  let errors: [Problem]

  /// Takes the plans of a run and what went wrong in it.
  init(owner: Owner, plans: [BackendPlan], errors: [Problem]) {
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

/// One change; keys without a value are written as null.
struct ChangeJSON: Encodable {
  private enum Key: String, CodingKey {
    case action, kind, name, zone, ttl, before, after, result, error
  }

  let change: Change

  /// Writes the change.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(change.action.rawValue, forKey: .action)
    if change.kind != .record { try container.encode(change.kind.rawValue, forKey: .kind) }
    try container.encode(change.name, forKey: .name)
    try container.encode(change.zone?.text, forKey: .zone)
    try container.encode((change.after ?? change.before)?.ttl?.seconds, forKey: .ttl)
    try container.encode(change.before?.contents, forKey: .before)
    try container.encode(change.after?.contents, forKey: .after)
    try container.encode(change.outcome.word, forKey: .result)
    if let reason = change.outcome.reason { try container.encode(reason, forKey: .error) }
  }
}

/// One conflict; a name without a zone has null there.
struct ConflictJSON: Encodable {
  private enum Key: String, CodingKey {
    case name, zone, place, reason, yieldsToForce
  }

  let conflict: Conflict

  /// Writes the conflict.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(conflict.name, forKey: .name)
    try container.encode(conflict.zone?.text, forKey: .zone)
    try container.encode(conflict.place, forKey: .place)
    try container.encode(conflict.reason, forKey: .reason)
    try container.encode(conflict.yieldsToForce, forKey: .yieldsToForce)
  }
}

extension Change.Outcome {
  /// The word for it in JSON and in text.
  var word: String {
    switch self {
    case .planned: "planned"
    case .applied: "applied"
    case .failed: "failed"
    case .skipped: "skipped"
    case .conflict: "conflict"
    }
  }

  /// Why it is so, where there is a reason.
  var reason: String? {
    switch self {
    case .failed(let reason), .conflict(let reason): reason
    case .planned, .applied, .skipped: nil
    }
  }
}
