/// All zones that the emulator holds.
struct DNSState: Sendable {
  /// The zones by the keys of their identities.
  var zones: [String: Zone] = [:] {
    didSet { revision += 1 }
  }
  /// Counts the changes.
  private(set) var revision = 0

  /// The zone of an identity, if there is one.
  subscript(id: ZoneID) -> Zone? {
    get { zones[id.key] }
    // In place, so that a change in a large zone does not copy all of it.
    _modify { yield &zones[id.key] }
  }
}

extension DNSState: Codable {
  /// The version of the file that this program reads and writes.
  static let version = 1

  /// The members of the file.
  private enum CodingKeys: String, CodingKey {
    case version, zones
  }

  /// A zone as the file has it.
  private struct StoredZone: Codable {
    /// The subscription.
    let subscription: String
    /// The resource group.
    let resourceGroup: String
    /// The name of the zone.
    let name: String
    /// The ETag; without one, a fresh one.
    var etag: String?
    /// The internal identity; without one, a fresh one.
    var internalId: String?
    /// The tags.
    var tags: [String: String]?
    /// The links; without them, none.
    var links: [VirtualNetworkLink]?
    /// The record sets; without an SOA among them, that of new zones.
    var recordSets: [RecordSet]?
  }

  /// Reads the state file; a zone may leave out all but its subscription, resource group and name.
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

  /// Writes the state file, everything in a fixed order.
  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(Self.version, forKey: .version)
    let stored = zones.sorted { $0.key < $1.key }.map(\.value).map { zone in
      StoredZone(
        subscription: zone.id.subscription, resourceGroup: zone.id.resourceGroup, name: zone.id.name, etag: zone.etag,
        internalId: zone.internalID, tags: zone.tags, links: zone.links.sorted { $0.key < $1.key }.map(\.value),
        recordSets: zone.recordSets.all)
    }
    try fields.encode(stored, forKey: .zones)
  }
}
