/// All zones of the emulator.
struct DNSState: Sendable {
  /// The zones by key.
  var zones: [String: Zone] = [:] {
    didSet { revision += 1 }
  }
  /// The number of changes.
  private(set) var revision = 0

  subscript(id: ZoneID) -> Zone? {
    get { zones[id.key] }
    // In place, so that a change does not copy a large zone.
    _modify { yield &zones[id.key] }
  }
}

extension DNSState: Codable {
  /// The supported version of the file format.
  static let version = 1

  private enum CodingKeys: String, CodingKey {
    case version, zones
  }

  /// A zone in the file.
  private struct StoredZone: Codable {
    let subscription: String
    let resourceGroup: String
    let name: String
    /// The ETag; nil for a new one.
    var etag: String?
    /// The internal ID; nil for a new one.
    var internalId: String?
    var tags: [String: String]?
    var provisioningState: String?
    var links: [VirtualNetworkLink]?
    /// The record sets; if there is no SOA, the zone gets that of new zones.
    var recordSets: [RecordSet]?
  }

  /// Reads the state file.
  ///
  /// A zone requires only its subscription, resource group and name.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let version = try fields.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: fields, debugDescription: "version \(version) is not supported")
    }
    for stored in try fields.decode([StoredZone].self, forKey: .zones) {
      let id = ZoneID(subscription: stored.subscription, resourceGroup: stored.resourceGroup, name: stored.name)
      var zone = Zone(id: id, tags: stored.tags, etag: stored.etag, internalID: stored.internalId)
      zone.provisioningState = stored.provisioningState
      for link in stored.links ?? [] { zone.links[link.name.lowercased()] = link }
      zone.recordSets = RecordSetTable(zone.recordSets.all + (stored.recordSets ?? []))
      do throws(ManagementError) {
        try zone.check()
      } catch {
        throw DecodingError.dataCorruptedError(forKey: .zones, in: fields, debugDescription: error.description)
      }
      self[id] = zone
    }
  }

  /// Writes the state file in a fixed order.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Self.version, forKey: .version)
    let stored = zones.sorted { $0.key < $1.key }.map(\.value).map { zone in
      StoredZone(
        subscription: zone.id.subscription, resourceGroup: zone.id.resourceGroup, name: zone.id.name, etag: zone.etag,
        internalId: zone.internalID, tags: zone.tags, provisioningState: zone.provisioningState,
        links: zone.links.sorted { $0.key < $1.key }.map(\.value),
        recordSets: zone.recordSets.all)
    }
    try fields.encode(stored, forKey: .zones)
  }
}
