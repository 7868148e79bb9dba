/// The valid keys of an object, in the order in which messages list them.
protocol InventoryKey: CaseIterable, Equatable, Sendable, RawRepresentable<String> {
  /// The UTF-8 of all keys; computed once for speed.
  static var spellings: [[UInt8]] { get }
}

extension InventoryKey {
  /// The keys as they are written.
  static var words: [String] { allCases.map(\.rawValue) }
  fileprivate static var spelled: [[UInt8]] { words.map { Array($0.utf8) } }
}

/// The keys of each object in an inventory.
enum InventoryKeys {
  /// The root; `$schema` is for editors and is ignored.
  enum Root: String, InventoryKey {
    case owner, cloud, ttl, hostnames, endpoints, access, instances, backends
    case schema = "$schema"
    static let spellings = spelled
  }

  /// An instance.
  enum Instance: String, InventoryKey {
    case name, cloud, hostnames, endpoints, access, region, vip, locations, publicVip, allowUnknownRegion, keptByHand
    case names, zone, resourceId
    static let spellings = spelled
  }

  /// One of the locations of an instance.
  enum Location: String, InventoryKey {
    case region, vip, disableGateway
    static let spellings = spelled
  }

  /// The hostnames given for the endpoints of an instance.
  enum Names: String, InventoryKey {
    case gateway, regionalGateway, developerPortal, management, scm, configuration
    static let spellings = spelled
  }

  /// A given hostname with addresses of its own.
  enum GivenName: String, InventoryKey {
    case name, vip
    static let spellings = spelled
  }

  /// The backends.
  enum Backends: String, InventoryKey {
    case zones, hosts, azure
    static let spellings = spelled
  }

  /// The zone file backend.
  enum Zones: String, InventoryKey {
    case directory, serverDirectory, layout, policyZone, view, nameServers, contact, apexTTL, negativeTTL, catalog,
      serial
    case bindVersion, zoneOptions, check, checkConfig, reload
    static let spellings = spelled
  }

  /// The hosts file backend.
  enum Hosts: String, InventoryKey {
    case file, view, backup, machines, reload
    static let spellings = spelled
  }

  /// The Azure Private DNS backend.
  enum Azure: String, InventoryKey {
    case subscription, resourceGroup, view, links, zones, compareInstances, endpoint, auth
    static let spellings = spelled
  }

  /// A link of a private zone to a virtual network.
  enum Link: String, InventoryKey {
    case virtualNetwork
    static let spellings = spelled
  }
}
