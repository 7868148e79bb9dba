/// The keys that may stand in one kind of object.
protocol InventoryKey: CaseIterable, Hashable, Sendable, RawRepresentable<Int> {
  /// The keys as they are written, in the order of the cases.
  static var words: [String] { get }
}

/// The keys of an inventory.
enum InventoryKeys {
  /// The whole inventory.
  enum Root: Int, InventoryKey {
    /// What is said under the key of the same name.
    case owner, cloud, ttl, hostnames, instances, backends
    /// The schema that editors check the file against; nothing is read from it.
    case schema
    static let words = allCases.map { $0 == .schema ? "$schema" : "\($0)" }
  }

  /// An instance.
  enum Instance: Int, InventoryKey {
    /// What is said under the key of the same name.
    case name, hostnames, region, vip, locations, publicVip, allowUnknownRegion, names, resourceId
    static let words = allCases.map { "\($0)" }
  }

  /// One of the locations of an instance.
  enum Location: Int, InventoryKey {
    /// What is said under the key of the same name.
    case region, vip
    static let words = allCases.map { "\($0)" }
  }

  /// The hostnames that somebody gave for the endpoints of an instance.
  enum Names: Int, InventoryKey {
    /// What is said under the key of the same name.
    case gateway, regionalGateway, developerPortal, management, scm
    static let words = allCases.map { "\($0)" }
  }

  /// The backends.
  enum Backends: Int, InventoryKey {
    /// What is said under the key of the same name.
    case zones, hosts, azure
    static let words = allCases.map { "\($0)" }
  }

  /// The backend that writes zone files.
  enum Zones: Int, InventoryKey {
    /// What is said under the key of the same name.
    case directory, layout, nameServers, contact, catalog, serial, check, reload
    static let words = allCases.map { "\($0)" }
  }

  /// The backend that writes hosts files.
  enum Hosts: Int, InventoryKey {
    /// What is said under the key of the same name.
    case file, backup, machines
    static let words = allCases.map { "\($0)" }
  }

  /// The backend that keeps records in Azure Private DNS.
  enum Azure: Int, InventoryKey {
    /// What is said under the key of the same name.
    case subscription, resourceGroup, links, endpoint, auth
    static let words = allCases.map { "\($0)" }
  }

  /// A link of Azure's zones to a virtual network.
  enum Link: Int, InventoryKey {
    /// What is said under the key of the same name.
    case virtualNetwork
    static let words = allCases.map { "\($0)" }
  }
}
