import APIManagement
import DNSModel

/// What the virtual networks resolve before and after a plan.
///
/// Azure answers a query only from the zone with the longest matching name among those linked to the client's virtual network. A
/// name must not be deleted while a network would then resolve neither it nor what takes its place.
struct NetworkReach {
  /// A zone before or after the plan.
  private struct State {
    /// The resource IDs, in lower case, of the networks that are linked to it.
    let networks: Set<String>
    /// The full names that have record sets.
    let names: Set<String>
  }

  /// The zones by name.
  private var before: [String: State] = [:]
  private var after: [String: State] = [:]
  private var desired: Set<String> = []
  /// The names that are deleted from zones, with the networks that must keep them or get what takes their place.
  private var losses: [(name: String, zone: DomainName, networks: Set<String>)] = []

  /// Notes a zone that exists.
  mutating func found(_ zone: RemoteZone) {
    before[zone.origin.text] = State(networks: zone.reachedNetworks, names: zone.names)
  }

  /// Notes a zone that exists after the plan.
  mutating func expect(_ origin: DomainName, networks: Set<String>, names: Set<String>) {
    after[origin.text] = State(networks: networks, names: names)
  }

  /// Notes the names that the inventory has.
  mutating func want(_ recordSets: [RecordSet]) { desired.formUnion(recordSets.map(\.name.text)) }

  /// Notes names that are deleted from a zone, and the networks that must not lose them.
  mutating func lose(_ names: Set<String>, from zone: DomainName, _ networks: Set<String>) {
    losses += names.map { ($0, zone, networks) }
  }

  /// The zone that answers queries of a network for a name.
  private func zone(of name: String, for network: String, in zones: [String: State]) -> String? {
    var rest = name.utf8[...]
    while true {
      let origin = String(decoding: rest, as: UTF8.self)
      if zones[origin]?.networks.contains(network) == true { return origin }
      guard let dot = rest.firstIndex(of: UInt8(ascii: ".")) else { return nil }
      rest = rest[rest.index(after: dot)...]
    }
  }

  private func resolves(_ name: String, for network: String) -> Bool {
    guard let names = zone(of: name, for: network, in: after).flatMap({ after[$0] })?.names else { return false }
    return names.contains(name) || names.contains(Self.wildcard(of: name))
  }

  /// The wildcard that covers a name.
  private static func wildcard(of name: String) -> String {
    "*" + String(decoding: name.utf8.drop { $0 != UInt8(ascii: ".") }, as: UTF8.self)
  }

  /// The name to which public DNS leads a gateway of a private endpoint by a CNAME; nil if the inventory has none.
  private func alias(of name: String) -> String? {
    guard let name = try? DomainName(name),
      let cloud = Cloud.allCases.first(where: { name.isAtOrBelow($0.gatewaySuffix) }),
      let label = name.relative(to: cloud.gatewaySuffix)
    else { return nil }
    let alias = "\(label).\(cloud.privateLinkSuffix)"
    return desired.contains(alias) ? alias : nil
  }

  /// Why nothing may be deleted: a network would lose a name; nil if none would.
  var reasonToDeleteNothing: String? {
    guard !losses.isEmpty else { return nil }
    let byInstance = Dictionary(grouping: desired) { Self.instance(of: $0) }
    let unreached = after.values.filter(\.networks.isEmpty).reduce(into: Set<String>()) { $0.formUnion($1.names) }
    let known = before.values.reduce(into: Set<String>()) { $0.formUnion($1.names) }
    let new = desired.filter { !known.contains($0) || unreached.contains($0) }
    for loss in losses {
      // What takes the place of a name that leaves the inventory: the other names of its instance, or else all new names.
      let isCovered = desired.contains(loss.name) || desired.contains(Self.wildcard(of: loss.name))
      let successors =
        isCovered ? [loss.name] : Self.instance(of: loss.name).flatMap { byInstance[$0] } ?? Array(new)
      let isAlias = alias(of: loss.name) != nil
      for network in loss.networks where zone(of: loss.name, for: network, in: before) == loss.zone.text {
        if isAlias, let hiding = zone(of: loss.name, for: network, in: after) {
          return
            "virtual networks would lose names: zone '\(hiding)' stays linked to '\(network)' and would hide '\(loss.name)', which "
            + "public DNS leads to the private endpoint. Move what else it has to another zone, or remove its links yourself."
        }
        for name in successors.sorted() where !resolves(name, for: network) {
          guard let hiding = zone(of: name, for: network, in: after) else {
            return
              "virtual networks would lose names: '\(network)' resolves '\(loss.name)' and no zone with '\(name)' is linked to it. "
              + "Link these zones with --link, or with links: under backends: { azure } in the inventory. Link a zone that is not "
              + "managed yourself. If the network needs none of these names, remove its link to zone '\(loss.zone)' yourself."
          }
          return
            "virtual networks would lose names: zone '\(hiding)' stays linked to '\(network)' and would hide '\(name)' in another "
            + "zone. Move what else it has to that zone, or remove its links yourself."
        }
      }
    }
    return nil
  }

  /// The instance that a default hostname belongs to, with the suffix; nil for other names.
  ///
  /// It is the first label; that of a regional gateway ends in the region and a number.
  private static func instance(of name: String) -> String? {
    guard let name = try? DomainName(name),
      let suffix = Cloud.allCases.map(\.gatewaySuffix).first(where: name.isAtOrBelow),
      let labels = name.relative(to: suffix)?.utf8.split(separator: UInt8(ascii: ".")).map({
        String(decoding: $0, as: UTF8.self)
      }),
      labels != ["@"]
    else { return nil }
    guard labels.count == 2, labels[1] == "regional" else { return "\(labels[0]).\(suffix)" }
    let parts = labels[0].utf8.split(separator: UInt8(ascii: "-")).map { String(decoding: $0, as: UTF8.self) }
    return parts.dropLast(2).joined(separator: "-") + ".\(suffix)"
  }

  /// The names of a zone that a longer zone hides from a network of both after the plan, with the longer zone.
  func hidden(_ recordSets: [RecordSet], in origin: DomainName) -> [(name: String, zone: String)] {
    guard let networks = after[origin.text]?.networks else { return [] }
    return recordSets.compactMap { set in
      let hiding = networks.compactMap { zone(of: set.name.text, for: $0, in: after) }.first { $0 != origin.text }
      return hiding.map { (set.name.text, $0) }
    }
  }

  /// Whether a longer zone answers queries of a network for a name after the plan.
  func hasLongerZone(than origin: DomainName, for name: String, _ network: String) -> Bool {
    zone(of: name, for: network, in: after).map { $0.utf8.count > origin.text.utf8.count } ?? false
  }

  /// Whether a longer zone has a name after the plan, whichever networks are linked to it.
  func hasLongerZone(than origin: DomainName, for name: String) -> Bool {
    after.contains { $0.key.utf8.count > origin.text.utf8.count && $0.value.names.contains(name) }
  }
}

extension RemoteZone {
  /// The full names that have record sets.
  var names: Set<String> { Set(recordSets.filter { !$0.isPartOfZone }.map { $0.fullName(in: origin) }) }
}
