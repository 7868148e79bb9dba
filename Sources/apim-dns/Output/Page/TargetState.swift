import DNSModel
import Reconciliation

/// The state of one hostname in one target.
struct TargetState: Hashable {
  /// The color of a state; worse states come later.
  enum Tone: String, CaseIterable {
    case good, unknown, add, change, remove, bad
  }

  /// A short text for a small box.
  let label: String
  let tone: Tone

  /// There is nothing to do.
  static let inSync = TargetState(label: "✓ in sync", tone: .good)
  /// There is nothing for `remove` to delete.
  static let absent = TargetState(label: "absent", tone: .unknown)
  /// There is a conflict.
  static let conflict = TargetState(label: "! conflict", tone: .bad)
  /// Planning failed.
  static let unknown = TargetState(label: "? unknown", tone: .bad)

  private init(label: String, tone: Tone) {
    self.label = label
    self.tone = tone
  }

  /// Makes the state of a planned action.
  ///
  /// - Parameters:
  ///   - action: the action.
  ///   - noun: the label; by default the action's own name.
  init(planned action: Change.Action, to noun: String? = nil) {
    let word = noun ?? action.rawValue
    switch action {
    case .create: self.init(label: "+ \(word)", tone: .add)
    case .update: self.init(label: "~ \(word)", tone: .change)
    case .delete: self.init(label: "− \(word)", tone: .remove)
    }
  }

  /// Makes the state after a change.
  init(_ change: Change) {
    switch change.outcome {
    case .planned: self.init(planned: change.action, to: change.kind == .record ? nil : change.kind.rawValue)
    case .applied: self.init(label: "✓ \(change.action.rawValue)d", tone: .good)
    case .failed: self.init(label: "✗ failed", tone: .bad)
    case .unknown: self.init(label: "? not known", tone: .bad)
    case .conflict: self = .conflict
    case .skipped: self.init(label: "skipped", tone: .unknown)
    }
  }

  /// Combines the states of several targets: the worst state, and the number of targets in it.
  init?(_ states: [TargetState]) {
    let ranks = Tone.allCases
    guard let worst = states.max(by: { ranks.firstIndex(of: $0.tone) ?? 0 < ranks.firstIndex(of: $1.tone) ?? 0 })
    else { return nil }
    let count = states.count { $0 == worst }
    self.init(label: count == states.count ? worst.label : "\(worst.label) \(count)/\(states.count)", tone: worst.tone)
  }
}

/// The states of all hostnames in one plan.
struct TargetStates {
  private let isRemoval: Bool
  private var records: [String: Change] = [:]
  private var zones: [String: Change] = [:]
  private var conflicts: Set<String> = []

  /// Makes the states of a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - isRemoval: whether a hostname without a change is absent, rather than in sync.
  init(_ plan: BackendPlan, isRemoval: Bool) {
    self.isRemoval = isRemoval
    for change in plan.changes {
      if change.kind == .record {
        records[change.name] = change
      } else if let zone = change.zone {
        zones[zone.text] = change
      }
    }
    conflicts = Set((plan.conflicts + plan.leftOut).flatMap { [$0.name, $0.zone?.text ?? $0.name] })
  }

  /// The state of one hostname: its own conflict or change, or else that of a zone that contains it.
  func state(of name: String) -> TargetState {
    if conflicts.contains(name) { return .conflict }
    if let change = records[name] { return TargetState(change) }
    var zone = name[...]
    while !zone.isEmpty {
      if let change = zones[String(zone)] { return TargetState(change) }
      zone = zone.drop { $0 != "." }.dropFirst()
    }
    return isRemoval ? .absent : .inSync
  }
}
