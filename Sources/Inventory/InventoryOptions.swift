/// What the command line says in place of the inventory, as somebody wrote it; nothing where it says nothing.
package struct InventoryOptions: Hashable, Sendable {
  /// The mark of what we own: `--owner`.
  package var owner: String?
  /// The cloud: `--cloud`.
  package var cloud: String?
  /// The TTL of every record: `--ttl`.
  package var ttl: String?
  /// How hostnames are formed where an instance does not say so itself: `--hostnames`.
  package var hostnames: String?

  /// Makes options.
  package init(owner: String? = nil, cloud: String? = nil, ttl: String? = nil, hostnames: String? = nil) {
    self.owner = owner
    self.cloud = cloud
    self.ttl = ttl
    self.hostnames = hostnames
  }
}

/// One instance that the command line names without any file, as somebody wrote it.
package struct InstanceOptions: Hashable, Sendable {
  /// The name: `--name`.
  package var name: String?
  /// The region: `--region`.
  package var region: String?
  /// The virtual IPs: each `--vip`.
  package var virtualIPs: [String]
  /// Whether the region may be newer than the list of regions in this program: `--allow-unknown-region`.
  package var allowsUnknownRegion: Bool

  /// Makes options.
  package init(
    name: String? = nil, region: String? = nil, virtualIPs: [String] = [], allowsUnknownRegion: Bool = false
  ) {
    self.name = name
    self.region = region
    self.virtualIPs = virtualIPs
    self.allowsUnknownRegion = allowsUnknownRegion
  }
}
