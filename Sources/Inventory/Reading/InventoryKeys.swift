/// The keys that may stand in one kind of object, in the order in which messages name them.
protocol InventoryKey: CaseIterable, Equatable, Sendable, RawRepresentable<String> {
  /// The UTF-8 of all keys; made once, since a large file is mostly keys and values.
  static var spellings: [[UInt8]] { get }
}

extension InventoryKey {
  /// The keys as they are written.
  static var words: [String] { allCases.map(\.rawValue) }
  /// The UTF-8 of all keys.
  fileprivate static var spelled: [[UInt8]] { words.map { Array($0.utf8) } }
}

/// The keys of an inventory.
enum InventoryKeys {
  /// The whole inventory; of the schema that editors check the file against, nothing is read.
  enum Root: String, InventoryKey {
    case owner, cloud, ttl, hostnames, instances, backends
    case schema = "$schema"
    static let spellings = spelled
  }

  /// An instance.
  enum Instance: String, InventoryKey {
    case name, hostnames, region, vip, locations, publicVip, allowUnknownRegion, names, resourceId
    static let spellings = spelled
  }

  /// One of the locations of an instance.
  enum Location: String, InventoryKey {
    case region, vip
    static let spellings = spelled
  }

  /// The hostnames that somebody gave for the endpoints of an instance.
  enum Names: String, InventoryKey {
    case gateway, regionalGateway, developerPortal, management, scm
    static let spellings = spelled
  }

  /// The backends.
  enum Backends: String, InventoryKey {
    case zones, hosts, azure
    static let spellings = spelled
  }

  /// The backend that writes zone files.
  enum Zones: String, InventoryKey {
    case directory, layout, nameServers, contact, catalog, serial, check, reload
    static let spellings = spelled
  }

  /// The backend that writes hosts files.
  enum Hosts: String, InventoryKey {
    case file, backup, machines
    static let spellings = spelled
  }

  /// The backend that keeps records in Azure Private DNS.
  enum Azure: String, InventoryKey {
    case subscription, resourceGroup, links, endpoint, auth
    static let spellings = spelled
  }

  /// A link of Azure's zones to a virtual network.
  enum Link: String, InventoryKey {
    case virtualNetwork
    static let spellings = spelled
  }
}
