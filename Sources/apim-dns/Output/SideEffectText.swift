import Reconciliation

extension SideEffect {
  /// The side effect as a person reads it: one line without a full stop.
  var sentence: String {
    switch kind {
    case .apex: "also writes SOA and NS of new zones: \(contents.joined(separator: "; "))"
    case .catalog: fileSentence(called: "catalog zone ")
    case .include: fileSentence(called: "")
    case .check: "also runs for each zone file: \(contents.joined())"
    case .reload: "also runs at the end: \(contents.joined())"
    }
  }

  /// What happens to a file; only how much it holds, since it may name thousands of zones.
  private func fileSentence(called noun: String) -> String {
    let verb = action == .delete ? "deletes" : "writes"
    let zones = contents.count { $0.hasPrefix("zone ") || $0.hasPrefix("member ") }
    return "also \(verb) \(noun)\(name ?? "")" + (zones == 0 ? "" : ": \(PlanCounts.counted(zones, "zone"))")
  }
}

/// One side effect in JSON.
struct SideEffectJSON: Codable, Hashable {
  let kind: String
  let action: String?
  let name: String?
  let contents: [String]

  /// Takes a side effect.
  init(_ effect: SideEffect) {
    kind = effect.kind.rawValue
    action = effect.action?.rawValue
    name = effect.name
    contents = effect.contents
  }
}
