import DNSModel
import Reconciliation

/// A change in JSON; documented keys without a value are null, other keys are left out.
struct ChangeJSON: Codable, Hashable {
  let action: String
  let kind: String?
  let name: String
  let zone: String?
  let ttl: UInt32?
  let before: [String]?
  let after: [String]?
  let beforeTTL: UInt32?
  let replacedMetadata: [String]?
  let etag: String?
  let result: String
  let error: String?

  init(_ change: Change) {
    action = change.action.rawValue
    kind = change.kind == .record ? nil : change.kind.rawValue
    name = change.name
    zone = change.zone?.text
    ttl = (change.after ?? change.before)?.ttl?.seconds
    before = change.before?.contents
    after = change.after?.contents
    beforeTTL = change.before?.ttl?.seconds
    replacedMetadata = change.replacedMetadata.isEmpty ? nil : change.replacedMetadata
    etag = change.etag
    result = change.outcome.word
    error = change.outcome.reason
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(action, forKey: .action)
    try container.encodeIfPresent(kind, forKey: .kind)
    try container.encode(name, forKey: .name)
    try container.encode(zone, forKey: .zone)
    try container.encode(ttl, forKey: .ttl)
    try container.encode(before, forKey: .before)
    try container.encode(after, forKey: .after)
    try container.encodeIfPresent(beforeTTL, forKey: .beforeTTL)
    try container.encodeIfPresent(replacedMetadata, forKey: .replacedMetadata)
    try container.encodeIfPresent(etag, forKey: .etag)
    try container.encode(result, forKey: .result)
    try container.encodeIfPresent(error, forKey: .error)
  }
}

/// A conflict in JSON; `zone` is null if the backend has no zones.
struct ConflictJSON: Codable {
  let name: String
  let zone: String?
  let place: String
  let reason: String
  let yieldsToForce: Bool
  /// True if `--on-conflict skip` left it out, else nil.
  let leftOut: Bool?

  init(_ conflict: Conflict, isLeftOut: Bool = false) {
    leftOut = isLeftOut ? true : nil
    name = conflict.name
    zone = conflict.zone?.text
    place = conflict.place
    reason = conflict.reason
    yieldsToForce = conflict.yieldsToForce
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(zone, forKey: .zone)
    try container.encode(place, forKey: .place)
    try container.encode(reason, forKey: .reason)
    try container.encode(yieldsToForce, forKey: .yieldsToForce)
    try container.encodeIfPresent(leftOut, forKey: .leftOut)
  }
}

extension Change.Outcome {
  /// All values of ``word``.
  static let words = ["planned", "applied", "failed", "skipped", "conflict"]

  /// The outcome in JSON and in text.
  var word: String {
    switch self {
    case .planned: "planned"
    case .applied: "applied"
    case .failed, .unknown: "failed"
    case .skipped: "skipped"
    case .conflict: "conflict"
    }
  }

  /// The reason of a failure or conflict; nil for other outcomes.
  var reason: String? {
    switch self {
    case .failed(let reason), .unknown(let reason), .conflict(let reason): reason
    case .planned, .applied, .skipped: nil
    }
  }
}
