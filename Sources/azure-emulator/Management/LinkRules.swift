extension DNSState {
  /// Rejects a link that Azure does not create.
  ///
  /// - Parameters:
  ///   - link: the new link.
  ///   - old: the link that it replaces; nil if it is new.
  ///   - zone: the zone of the link.
  /// - Throws: ``ManagementError`` for the first reason.
  func check(_ link: VirtualNetworkLink, replacing old: VirtualNetworkLink?, in zone: Zone) throws(ManagementError) {
    if let old, old.virtualNetwork.key != link.virtualNetwork.key {
      throw .badRequest("The virtual network of the link '\(link.name)' cannot be changed.")
    }
    let others = otherLinks(to: link.virtualNetwork, than: link, in: zone)
    if old == nil { try checkNew(link, in: zone, others) }
    if link.registrationEnabled, old?.registrationEnabled != true { try checkRegistration(in: zone, others) }
  }

  /// Rejects another link to a network that cannot have it.
  private func checkNew(
    _ link: VirtualNetworkLink, in zone: Zone, _ others: [(zone: Zone, link: VirtualNetworkLink)]
  ) throws(ManagementError) {
    guard !others.contains(where: { $0.zone.id.key == zone.id.key }) else {
      throw .conflict(
        "Private zone '\(zone.id.name)' is already linked to the virtual network '\(link.virtualNetwork.id)'.")
    }
    // A parent and a child zone may have the same network.
    guard !others.contains(where: { $0.zone.id.name == zone.id.name }) else {
      throw .badRequest(
        "A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual "
          + "network with '\(zone.id.name)' and '\(zone.id.name)' zones.")
    }
    guard zone.links.count < Limit.linksPerZone else {
      throw .conflict(
        "The zone '\(zone.id.name)' has \(Limit.linksPerZone) virtual network links, the most it may have.")
    }
    guard others.count < Limit.zonesPerNetwork else {
      throw .conflict(
        "The virtual network '\(link.virtualNetwork.id)' is linked to \(Limit.zonesPerNetwork) zones, the most it may "
          + "be linked to.")
    }
  }

  /// Rejects auto-registration of a network that registers elsewhere, and in a zone that has enough of it.
  private func checkRegistration(
    in zone: Zone, _ others: [(zone: Zone, link: VirtualNetworkLink)]
  ) throws(ManagementError) {
    if let other = others.filter(\.link.registrationEnabled).map(\.zone.id.path).min() {
      throw .conflict(
        "A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting "
          + "Private DNS zone is '\(other.lowercased())'.")
    }
    guard zone.links.values.count(where: \.registrationEnabled) < Limit.registrationsPerZone else {
      throw .conflict(
        "The zone '\(zone.id.name)' has \(Limit.registrationsPerZone) virtual network links with auto-registration, the "
          + "most it may have.")
    }
  }

  /// The links to a network in all zones, without the link itself.
  private func otherLinks(
    to network: VirtualNetworkLink.Network, than link: VirtualNetworkLink, in zone: Zone
  ) -> [(zone: Zone, link: VirtualNetworkLink)] {
    let (zoneKey, linkKey) = (zone.id.key, link.name.lowercased())
    return zones.flatMap { key, zone in
      zone.links.filter { $1.virtualNetwork.key == network.key && (key != zoneKey || $0 != linkKey) }
        .map { (zone, $0.value) }
    }
  }
}
