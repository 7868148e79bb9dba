import DNSModel
import Reconciliation

/// How it stands with one hostname in one place.
struct PlaceState: Hashable {
  /// How a state is coloured, the worse the higher.
  enum Tone: String, CaseIterable {
    case good, unknown, add, change, remove, bad
  }

  /// What is said of it, short enough for a small box.
  let label: String
  /// How it is coloured.
  let tone: Tone

  /// Nothing has to be done.
  static let inSync = PlaceState(label: "✓ in sync", tone: .good)
  /// There is nothing that `remove` could take out.
  static let absent = PlaceState(label: "not there", tone: .unknown)
  /// Somebody else's data is in the way.
  static let conflict = PlaceState(label: "! conflict", tone: .bad)
  /// The backend could not plan.
  static let unknown = PlaceState(label: "? unknown", tone: .bad)

  private init(label: String, tone: Tone) {
    self.label = label
    self.tone = tone
  }

  /// What is to be done.
  ///
  /// - Parameters:
  ///   - action: the action.
  ///   - noun: what it is done to; without one, the action's own name is said.
  init(planned action: Change.Action, to noun: String? = nil) {
    let word = noun ?? action.rawValue
    switch action {
    case .create: self.init(label: "+ \(word)", tone: .add)
    case .update: self.init(label: "~ \(word)", tone: .change)
    case .delete: self.init(label: "− \(word)", tone: .remove)
    }
  }

  /// The state that a change brings about.
  init(_ change: Change) {
    switch change.outcome {
    case .planned: self.init(planned: change.action, to: change.kind == .record ? nil : change.kind.rawValue)
    case .applied: self.init(label: "✓ \(change.action.rawValue)d", tone: .good)
    case .failed: self.init(label: "✗ failed", tone: .bad)
    case .conflict: self = .conflict
    case .skipped: self.init(label: "skipped", tone: .unknown)
    }
  }

  /// Sums up the states of several places of one sort: the worst, and in how many it is so.
  init?(_ states: [PlaceState]) {
    let ranks = Tone.allCases
    guard let worst = states.max(by: { ranks.firstIndex(of: $0.tone) ?? 0 < ranks.firstIndex(of: $1.tone) ?? 0 })
    else { return nil }
    let count = states.count { $0 == worst }
    self.init(label: count == states.count ? worst.label : "\(worst.label) \(count)/\(states.count)", tone: worst.tone)
  }
}

/// Finds the states of hostnames in the plan of one backend.
struct PlaceStates {
  private let isRemoval: Bool
  private var records: [String: Change] = [:]
  private var zones: [String: Change] = [:]
  private var conflicts: Set<String> = []

  /// Takes a plan.
  ///
  /// - Parameters:
  ///   - plan: the plan.
  ///   - isRemoval: whether a hostname without a change is not there, rather than in sync.
  init(_ plan: BackendPlan, isRemoval: Bool) {
    self.isRemoval = isRemoval
    for change in plan.changes {
      if change.kind == .record {
        records[change.name] = change
      } else if let zone = change.zone {
        zones[zone.text] = change
      }
    }
    conflicts = Set(plan.conflicts.flatMap { [$0.name, $0.zone?.text ?? $0.name] })
  }

  /// The state of one hostname: its own conflict or change, else one of a zone around it.
  func state(of name: String) -> PlaceState {
    if conflicts.contains(name) { return .conflict }
    if let change = records[name] { return PlaceState(change) }
    var zone = name[...]
    while !zone.isEmpty {
      if let change = zones[String(zone)] { return PlaceState(change) }
      zone = zone.drop { $0 != "." }.dropFirst()
    }
    return isRemoval ? .absent : .inSync
  }
}
