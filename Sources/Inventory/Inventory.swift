public import APIManagement
package import Diagnostics
public import DNSModel
public import Reconciliation

/// What somebody wants: instances with their hostnames, and the places in which the records are kept.
public struct Inventory: Sendable {
  /// The mark of what we own in every backend.
  public let owner: Owner
  /// The cloud in which the instances run.
  public let cloud: Cloud
  /// The TTL of every record.
  public let ttl: TimeToLive
  /// How the hostnames of an instance are formed that does not say so itself.
  package let scheme: HostnameScheme
  /// Whether somebody chose a scheme: for all, with an option, or for an instance.
  ///
  /// Azure's articles contradict each other, so where nobody chose, the commands say that there is a choice.
  package let schemeIsChosen: Bool
  /// The instances that are still to be read from Azure; they are not among ``instances``.
  public let references: [InstanceReference]
  /// The hostnames of all instances and their records.
  public let hostnames: HostnameTable
  /// The backends that the inventory configures, and what it says about each.
  public let backends: BackendSettings

  /// The instances in the order of the inventory; none at all is no mistake here, the safety limits refuse it.
  public var instances: [Instance] { hostnames.instances }
}

extension Inventory {
  /// Makes an inventory without any file.
  ///
  /// A file must say so where an address is public, or a region is unknown; here both are taken as they are.
  ///
  /// - Parameters:
  ///   - instances: the instances, each with all of its locations.
  ///   - owner: the mark of what we own in every backend.
  ///   - cloud: the cloud in which the instances run.
  ///   - ttl: the TTL of every record.
  ///   - backends: the places in which the records are kept, and what is to be known about each.
  /// - Throws: ``InvalidSetting`` with the first thing for which the same inventory in a file would be refused.
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
      hostnames: hostnames, backends: backends)
  }
}

/// An instance that an inventory names by its resource ID alone: its hostnames and addresses are to be read from Azure.
public struct InstanceReference: Hashable, Sendable {
  /// By what Resource Manager knows the instance.
  public let resource: ResourceID
  /// Where it stands in the inventory.
  package let position: SourcePosition
}

extension Instance {
  /// Refuses what no file could say of an instance.
  fileprivate func check() throws(InvalidSetting) {
    var regions: Set<Region> = []
    for location in locations {
      guard regions.insert(location.region).inserted else {
        throw InvalidSetting(
          .repeated, "repeated location '\(location.region)'; give its addresses as a list")
      }
      guard !location.virtualIPs.isEmpty else {
        throw InvalidSetting(.wrongCount, "expected at least one address, found an empty list")
      }
      for address in location.virtualIPs { try SettingRule.check(address) }
      try SettingRule.check(countOf: location.virtualIPs)
    }
    try SettingRule.check(regionalGateways: givenNames[.regionalGateway]?.count ?? 0, locations: locations.count)
  }
}

extension HostnameTable {
  /// Adds an instance that must be new, and whose hostnames must be as well.
  fileprivate mutating func take(_ instance: Instance) throws(InvalidSetting) {
    let addition: Addition
    do throws(DerivationError) {
      addition = try add(instance)
    } catch {
      throw InvalidSetting(.underivable, error.description)
    }
    switch addition {
    case .repeated: throw InvalidSetting(.repeated, "repeated instance; name each of them once")
    case .added(let mismatches):
      guard let mismatch = mismatches.first else { return }
      let first = instances[mismatch.first].name
      throw InvalidSetting(.mismatch, "'\(mismatch.name)' is already a hostname of '\(first)' with other addresses")
    }
  }
}
