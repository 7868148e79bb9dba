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
  /// The existing zones of Azure that instances name.
  package let zonesOfInstances: [InstanceName: DomainName]
  /// The hostnames of all instances and their records.
  public let hostnames: HostnameTable
  /// The settings of the backends.
  public let backends: BackendSettings

  /// The instances in the order of the inventory; may be empty, which the safety limits refuse.
  public var instances: [Instance] { hostnames.instances }
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
      instancesKeptByHand: [], zonesOfInstances: [:], hostnames: hostnames, backends: backends)
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
      guard regions.insert(location.region).inserted else {
        throw InvalidSetting(
          .duplicate, "duplicate location '\(location.region)'. Write its addresses as a list.")
      }
      guard !location.virtualIPs.isEmpty else {
        throw InvalidSetting(.wrongCount, "expected at least one address, found an empty list. Add one.")
      }
      for address in location.virtualIPs { try SettingRule.check(address) }
      try SettingRule.check(countOf: location.virtualIPs)
    }
    try SettingRule.check(regionalGateways: givenNames[.regionalGateway]?.count ?? 0, locations: locations.count)
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
