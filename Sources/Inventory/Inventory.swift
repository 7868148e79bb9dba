public import APIManagement
package import Diagnostics
public import DNSModel
public import Reconciliation

/// The instances, their hostnames and records, and the settings of the backends that store the records.
public struct Inventory: Sendable {
  /// The owner of the records in every backend.
  public let owner: Owner
  /// The cloud in which the instances run.
  public let cloud: Cloud
  /// The TTL of every record.
  public let ttl: TimeToLive
  /// The hostname scheme of every instance without its own.
  package let scheme: HostnameScheme
  /// Whether the inventory, an option or an instance sets a scheme.
  ///
  /// Azure's articles contradict each other, so the commands point out the choice if nobody has made it.
  package let schemeIsChosen: Bool
  /// The instances that have yet to be read from Azure; ``instances`` does not contain them.
  public let references: [InstanceReference]
  /// The instances that `discover --compare` ignores.
  package let instancesKeptByHand: Set<InstanceName>
  /// The existing zones of Azure that instances name for their hostnames.
  package let zonesOfNames: [DomainName: DomainName]
  /// The positions of the instances in the file, if they were asked for.
  package let positions: [InstanceName: SourcePosition]
  /// The hostnames of all instances and their records.
  public let hostnames: HostnameTable
  /// The settings of the backends.
  public let backends: BackendSettings

  /// The instances in the order of the inventory; may be empty, which the safety limits refuse.
  public var instances: [Instance] { hostnames.instances }

  /// The record sets for a backend.
  ///
  /// A hosts file has the hostnames that clients use, without wildcards. The other backends have the names that DNS has.
  ///
  /// - Parameters:
  ///   - backend: the backend.
  ///   - region: the region whose clients use the target, which decides where gateways with several locations lead; nil for
  ///     the `view` that the inventory sets for the backend.
  ///   - layout: the layout of the zones. A zone for a whole suffix hides the public CNAME records of private endpoints, so
  ///     it also gets the hostnames that clients use.
  /// - Returns: the record sets, one for each name. Those for zone files have a note for people.
  public func recordSets(
    for backend: BackendKind, seenFrom region: Region? = nil, layout: ZoneLayout = .perHostname
  ) -> [RecordSet] {
    let records = records(seenFrom: region ?? backends.view(of: backend))
    guard hostnames.hasAliases || backend == .hosts else {
      return records.map { backend == .zones ? $0.notedRecordSet : $0.recordSet }
    }
    var names: Set<DomainName> = []
    return records.flatMap { record in
      let aliases = [record.alias].compactMap(\.self).map { alias -> RecordSet in
        var set = RecordSet(name: alias, ttl: record.recordSet.ttl, addresses: record.recordSet.addresses)
        set.note = record.notedRecordSet.note
        return set
      }
      switch backend {
      case .hosts: return aliases.isEmpty && !record.hostname.isWildcard ? [record.recordSet] : aliases
      case .zones: return [record.notedRecordSet] + (layout == .parent ? aliases : [])
      case .azure: return layout == .parent ? [record.recordSet] + aliases : [record.recordSet]
      }
    }
    .filter { names.insert($0.name).inserted }
  }

  /// Whether a gateway leads to a location of its own in a region.
  package func hasView(of region: Region) -> Bool { hostnames.hasView(of: region) }

  /// The records, as the clients in a region should see them.
  package func records(seenFrom region: Region?) -> [EndpointRecord] {
    guard let region else { return hostnames.records }
    return hostnames.records.map { $0.seen(from: region) }
  }
}

extension Inventory {
  /// Makes an inventory without a file.
  ///
  /// Unlike a file, it needs no permission for public addresses and unknown regions.
  ///
  /// - Parameters:
  ///   - instances: the instances, each with all its locations.
  ///   - owner: the owner of the records in every backend.
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of every record.
  ///   - backends: the settings of the backends.
  /// - Throws: ``InvalidSetting`` for the first value that a file could not contain either.
  public init(
    instances: [Instance], owner: Owner = .standard, cloud: Cloud = .global, ttl: TimeToLive = .standard,
    backends: BackendSettings = BackendSettings()
  ) throws(InvalidSetting) {
    var hostnames = HostnameTable(cloud: cloud, ttl: ttl)
    hostnames.reserveCapacity(instances.count)
    for instance in instances {
      do throws(InvalidSetting) {
        try instance.check()
        try hostnames.take(instance)
      } catch {
        throw InvalidSetting(error.code, "instance '\(instance.name)': \(error.description)")
      }
    }
    try backends.check()
    self.init(
      owner: owner, cloud: cloud, ttl: ttl, scheme: .regional, schemeIsChosen: true, references: [],
      instancesKeptByHand: [], zonesOfNames: [:], positions: [:], hostnames: hostnames, backends: backends)
  }
}

/// An instance that the inventory names by resource ID; its hostnames and addresses come from Azure.
public struct InstanceReference: Hashable, Sendable {
  /// The resource ID of the instance.
  public let resource: ResourceID
  /// The position of the resource ID in the inventory.
  package let position: SourcePosition
}

extension Instance {
  /// Throws for a value that an inventory file could not contain either.
  fileprivate func check() throws(InvalidSetting) {
    var regions: Set<Region> = []
    for location in locations {
      if let region = location.region {
        guard regions.insert(region).inserted else {
          throw InvalidSetting(.duplicate, "duplicate location '\(region)'. Write its addresses as a list.")
        }
      } else if scheme.needsRegion(for: access) {
        throw InvalidSetting(.underivable, "the hostnames depend on the region. Set one for each location.")
      }
      guard !location.virtualIPs.isEmpty else {
        throw InvalidSetting(.wrongCount, "expected at least one address, found an empty list. Add one.")
      }
      for address in location.virtualIPs { try SettingRule.check(address) }
      try SettingRule.check(countOf: location.virtualIPs)
    }
    try SettingRule.check(
      regionalGateways: givenNames[.regionalGateway]?.count ?? 0, locations: gatewayLocations.count)
    try SettingRule.check(gatewaysOf: locations)
    if let misfit = misfits.first { throw InvalidSetting(.unusable, misfit.message) }
  }
}

extension HostnameTable {
  /// Adds an instance; throws if its name or one of its hostnames is already there.
  fileprivate mutating func take(_ instance: Instance) throws(InvalidSetting) {
    let addition: Addition
    do throws(DerivationError) {
      addition = try add(instance)
    } catch {
      throw InvalidSetting(.underivable, error.description)
    }
    switch addition {
    case .duplicate: throw InvalidSetting(.duplicate, "duplicate instance. Remove one of them.")
    case .added(let mismatches):
      guard let mismatch = mismatches.first else { return }
      let first = instances[mismatch.first].name
      throw InvalidSetting(
        .mismatch,
        "'\(mismatch.name)' is already a hostname of instance '\(first)' with different addresses. Remove one of them.")
    }
  }
}
