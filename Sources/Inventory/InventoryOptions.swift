/// The options that override an inventory, as the user wrote them; nil for an option that is not given.
package struct InventoryOptions: Hashable, Sendable {
  /// The owner of the records: `--owner`.
  package var owner: String?
  /// The cloud: `--cloud`.
  package var cloud: String?
  /// The TTL of every record: `--ttl`.
  package var ttl: String?
  /// The hostname scheme of every instance without its own: `--hostnames`.
  package var hostnames: String?
  /// The only endpoints that get records: `--endpoints`.
  package var endpoints: String?
  /// Whether to look for mistakes that may also be intended, as `check` does.
  package var isForCheck: Bool
  /// Whether to keep the positions of instances for later messages.
  package var keepsPositions: Bool

  /// Makes options; those that are left out are not given.
  package init(
    owner: String? = nil, cloud: String? = nil, ttl: String? = nil, hostnames: String? = nil, endpoints: String? = nil,
    isForCheck: Bool = false, keepsPositions: Bool = false
  ) {
    self.owner = owner
    self.cloud = cloud
    self.ttl = ttl
    self.hostnames = hostnames
    self.endpoints = endpoints
    self.isForCheck = isForCheck
    self.keepsPositions = keepsPositions
  }
}

/// One instance from the command line, as the user wrote it.
package struct InstanceOptions: Hashable, Sendable {
  /// The name: `--name`.
  package var name: String?
  /// The region: `--region`.
  package var region: String?
  /// The virtual IPs: each `--vip`.
  package var virtualIPs: [String]
  /// Whether the region may be missing from this program's list: `--allow-unknown-region`.
  package var allowsUnknownRegion: Bool
  /// Whether the virtual IPs may be public: `--public-vip`.
  package var allowsPublicAddresses: Bool

  /// Makes options; those that are left out are not given.
  package init(
    name: String? = nil, region: String? = nil, virtualIPs: [String] = [], allowsUnknownRegion: Bool = false,
    allowsPublicAddresses: Bool = false
  ) {
    self.name = name
    self.region = region
    self.virtualIPs = virtualIPs
    self.allowsUnknownRegion = allowsUnknownRegion
    self.allowsPublicAddresses = allowsPublicAddresses
  }
}
