import Reconciliation

extension SideEffect {
  /// The side effect in one line of text.
  var sentence: String {
    switch kind {
    case .apex: "also writes SOA and NS of new zones: \(contents.joined(separator: "; "))"
    case .catalog: fileSentence(called: "catalog zone ")
    case .include: fileSentence(called: "")
    case .check: "also runs for each zone file: \(contents.joined())"
    case .checkConfig: "also runs before the reload: \(contents.joined())"
    case .reload: "also runs at the end: \(contents.joined())"
    }
  }

  /// The change of a file, with the number of zones in it, which can be thousands.
  private func fileSentence(called noun: String) -> String {
    let verb = action == .delete ? "deletes" : "writes"
    let zones = contents.count { $0.hasPrefix("zone ") || $0.hasPrefix("member ") }
    return "also \(verb) \(noun)\(name ?? "")" + (zones == 0 ? "" : ": \(PlanCounts.counted(zones, "zone"))")
  }
}

/// A side effect in JSON.
struct SideEffectJSON: Codable, Hashable {
  let kind: String
  let action: String?
  let name: String?
  let contents: [String]

  init(_ effect: SideEffect) {
    kind = effect.kind.rawValue
    action = effect.action?.rawValue
    name = effect.name
    contents = effect.contents
  }
}
