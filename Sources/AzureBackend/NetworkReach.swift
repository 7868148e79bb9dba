import APIManagement
import DNSModel

/// Which virtual networks resolve the names of a plan, before and after it.
///
/// A name must not be deleted while a network would then resolve neither it nor what takes its place.
struct NetworkReach {
  /// The networks that must keep their names, in lower case: those to link; nil for all networks.
  private let links: Set<String>?
  /// The networks that reach each desired name, in whichever zone it is.
  private var desired: [String: Set<String>] = [:]
  /// The networks that are linked to every zone with new record sets; nil if no zone has any.
  private var gained: Set<String>?
  /// Whether no network reaches a zone of desired names.
  private var hasUnreachedZone = false
  /// The names that are deleted from zones, with the networks that reach these zones.
  private var losses: [(name: String, networks: Set<String>)] = []

  init(_ links: [ResourceID]?) {
    self.links = links.map { Set($0.map { $0.path.lowercased() }) }
  }

  /// Notes the desired names of a zone, and whether any of them is new there.
  mutating func reach(_ recordSets: [RecordSet], from networks: Set<String>, anyIsNew: Bool) {
    for set in recordSets { desired[set.name.text, default: []].formUnion(networks) }
    if networks.isEmpty, !recordSets.isEmpty { hasUnreachedZone = true }
    if anyIsNew { gained = gained?.intersection(networks) ?? networks }
  }

  /// Notes names that are deleted from a zone.
  mutating func lose(_ names: some Sequence<String>, from networks: Set<String>) {
    losses += names.map { ($0, networks) }
  }

  /// Whether a network would lose a name.
  ///
  /// A name that leaves the inventory may be replaced by new names: those of this plan, and those of an earlier run in zones
  /// that no network is linked to yet.
  var losesNames: Bool {
    losses.contains { loss in
      let networks = links.map(loss.networks.intersection) ?? loss.networks
      if let reached = desired[loss.name] { return !networks.isSubset(of: reached) }
      return !networks.isEmpty && (hasUnreachedZone || !networks.isSubset(of: gained ?? networks))
    }
  }

  /// The reason for deleting nothing then.
  static let reason =
    "virtual networks would lose names: the zones of the new records are not linked to them. Link these zones "
    + "with --link, or with links: under backends: { azure } in the inventory. Link a zone that is not managed yourself."
}
