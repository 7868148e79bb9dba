import DNSModel
import ResourceManager

/// How long the writes of a plan take at least, if Azure keeps to the documented limits of private DNS.
///
/// The limits count per minute: see ``DocumentedLimit``. Those of Resource Manager itself come on top.
struct WriteTime {
  /// The limit that costs the most minutes, and how many.
  private struct Cost {
    var minutes = 0
    var limit = ""

    /// Writes of one kind: as many as the limit at once, and again after each minute.
    init(_ count: Int, _ verb: Verb, _ things: String, _ perMinute: Int) {
      minutes = max(0, count - 1) / perMinute
      limit = "\(perMinute) \(things) to \(verb.rawValue) in a minute"
    }

    init() {}

    static func longest(_ costs: [Cost]) -> Cost { costs.max { $0.minutes < $1.minutes } ?? Cost() }
  }

  /// What a write does, as the limits tell it apart.
  private enum Verb: String, CaseIterable {
    case create
    case update
    case delete
  }

  /// The time in seconds.
  var seconds: Double { Double(parts.reduce(0) { $0 + $1.minutes } * 60) }

  /// The times of the parts that follow each other.
  private let parts: [Cost]

  /// Finds the time of the writes in all zones: additions first, then deletions.
  init(_ work: [ZoneWork]) {
    func part(_ zonePhase: Operation.Phase, _ phases: [Operation.Phase]) -> [Cost] {
      let zones = Self.cost(of: work.flatMap(\.steps), zonePhase, "zones of a subscription", DocumentedLimit.zoneWrites)
      // Within a zone, one phase follows the other.
      let children = work.map { zone in
        phases.map { phase in
          let things = phase == .links || phase == .oldLinks ? "links of a zone" : "record sets of a zone"
          return Self.cost(of: zone.steps, phase, things, DocumentedLimit.childWrites)
        }
      }
      let longest = children.max { Self.sum($0) < Self.sum($1) } ?? []
      return Self.sum(longest) > zones.minutes ? longest : [zones]
    }
    parts = part(.zone, [.links, .recordSets]) + part(.oldZone, [.oldRecordSets, .oldLinks])
  }

  /// The warning of a plan.
  ///
  /// - Parameter timeout: the most seconds for all writes.
  /// - Returns: the warning; nil if the writes may take less than a minute.
  func warning(timeout: Double) -> String? {
    guard seconds > 0 else { return nil }
    let minutes = Int(seconds) / 60
    let longest = Cost.longest(parts)
    let reason = "these changes take at least \(minutes) min, because Azure documents a limit of \(longest.limit)"
    guard seconds >= timeout else { return reason }
    return "\(reason). That is longer than the time limit. Set --timeout to \(minutes + minutes / 4 + 1)m."
  }

  private static func sum(_ costs: [Cost]) -> Int { costs.reduce(0) { $0 + $1.minutes } }

  /// The cost of one phase; the verbs have limits of their own, and do not wait for each other.
  private static func cost(
    of steps: [ZoneWork.Entry], _ phase: Operation.Phase, _ things: String, _ perMinute: Int
  ) -> Cost {
    let verbs = steps.map(\.operation).filter { $0.phase == phase }.map(verb)
    return .longest(Verb.allCases.map { verb in Cost(verbs.count { $0 == verb }, verb, things, perMinute) })
  }

  private static func verb(_ operation: Operation) -> Verb {
    switch operation {
    case .createZone, .createLink, .writeRecordSet(_, _, _, .absent): .create
    case .writeRecordSet, .writeMark, .mendZone, .mendLink: .update
    case .deleteRecordSet, .deleteLink, .deleteZone: .delete
    }
  }
}
