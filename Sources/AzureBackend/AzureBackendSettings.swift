import APIManagement
import DNSModel
import Reconciliation

/// The validated settings of an ``AzureBackend``.
struct AzureBackendSettings: Sendable {
  /// The subscription ID.
  let subscription: String
  /// The resource ID of the resource group.
  let target: String
  /// The virtual networks that every zone is linked to, without duplicates; nil to leave links as they are.
  let links: [ResourceID]?
  /// Unmanaged zones that hold the names at and below them.
  let existingZones: [DomainName]
  /// The unmanaged zones of single names, which come before ``existingZones``.
  let zonesOfNames: [DomainName: DomainName]
  /// How all other record sets are divided into zones.
  let layout: ZoneLayout
  /// The owner of the record sets.
  let owner: Owner

  /// Validates the settings.
  ///
  /// - Throws: ``BackendError`` if one is not valid.
  init(
    subscription: String, resourceGroup: String, links: [ResourceID]?,
    existingZones: [DomainName], zonesOfNames: [DomainName: DomainName] = [:], layout: ZoneLayout, owner: Owner
  ) throws(BackendError) {
    guard ResourceID.isPlain(subscription) else {
      throw BackendError(
        .badSettings,
        "'\(subscription)' is not a valid subscription. Use its ID, such as 00000000-0000-0000-0000-000000000000, "
          + "which 'az account show' prints as id."
      )
    }
    guard ResourceID.isPlain(resourceGroup) else {
      throw BackendError(
        .badSettings,
        "'\(resourceGroup)' is not a valid resource group. Use 1-90 letters, digits, '-', '_', '.', '(' or ')'."
      )
    }
    for link in links ?? [] where link.type.lowercased() != "microsoft.network/virtualnetworks" {
      throw BackendError(
        .badSettings,
        "'\(link)' is not a valid virtual network. Use its resource ID, such as "
          + "/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME.")
    }
    self.subscription = subscription
    target = "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)"
    var seen: Set<ResourceID> = []
    self.links = links?.filter { seen.insert($0).inserted }
    self.existingZones = existingZones
    self.zonesOfNames = zonesOfNames
    self.layout = layout
    self.owner = owner
  }

  /// The zones that stay unmanaged, although record sets are written into them.
  var unmanagedZones: Set<DomainName> { Set(existingZones).union(zonesOfNames.values) }

  /// The zones of private endpoints in all clouds, which Azure's own zone groups use too.
  static let privateLinkZones = Cloud.allCases.map(\.privateLinkSuffix)

  /// Divides record sets into zones: each goes into the existing zone with the longest matching name, or into the zone of
  /// private endpoints, or else where the layout puts it.
  func zones(for recordSets: [RecordSet]) -> [Zone] {
    let sets = Dictionary(grouping: recordSets) { set in
      let existing =
        zonesOfNames[set.name]
        ?? existingZones.filter(set.name.isAtOrBelow).max { $0.text.utf8.count < $1.text.utf8.count }
      // Public DNS leads to names below this zone, so it answers even where an existing zone is above it.
      guard let privateLink = Self.privateLinkZones.first(where: set.name.isAtOrBelow) else { return existing }
      return existing.flatMap { $0.isAtOrBelow(privateLink) ? $0 : nil } ?? privateLink
    }
    var existing = sets
    existing[nil] = nil
    var zones: [Zone] = []
    for zone in layout.zones(for: sets[nil] ?? [], below: Cloud.allCases.map(\.gatewaySuffix)) {
      // The name of an instance can be that of another one's existing zone.
      zones.append(
        Zone(origin: zone.origin, recordSets: zone.recordSets + (existing.removeValue(forKey: zone.origin) ?? [])))
    }
    return zones
      + existing.compactMap { origin, sets in origin.map { Zone(origin: $0, recordSets: sets) } }
      .sorted { $0.origin < $1.origin }
  }

  /// Warns of existing zones that no name is at or below.
  func unusedZones(besides wanted: [Zone]) -> [String] {
    let names = wanted.flatMap(\.recordSets).map(\.name)
    let unused = existingZones.filter { zone in !names.contains { $0.isAtOrBelow(zone) } }.map { "'\($0)'" }
    guard !unused.isEmpty else { return [] }
    return [
      "no name of the inventory is at or below \(listed(unused)). Correct zones: under backends: { azure } in the inventory."
    ]
  }
}
