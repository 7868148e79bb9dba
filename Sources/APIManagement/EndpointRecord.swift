public import DNSModel

/// The A records of one hostname, and what they are for.
public struct EndpointRecord: Hashable, Sendable {
  /// The hostname, its TTL and its addresses.
  public let recordSet: RecordSet
  /// The door that the hostname leads to.
  public let endpoint: Endpoint
  /// The instance it belongs to.
  public let instance: InstanceName
  /// The region in which the addresses lie.
  public let region: Region
}

extension Instance {
  /// Azure is only known to write the region out in regional names up to this length of the instance's name.
  ///
  /// A name of 50 characters was seen with the region abbreviated (`-wu-01` for West US), one of 32 was not.
  static let longestNameWithRegion = 32

  /// Derives the hostnames of this instance and their records.
  ///
  /// - Parameters:
  ///   - cloud: whose suffix the names get.
  ///   - ttl: the TTL of every record.
  /// - Returns: the records in the order of the scheme, given names in the place of those that they stand for.
  /// - Throws: ``DerivationError`` where the names cannot be known from the instance's name and regions.
  public func records(in cloud: Cloud, ttl: TimeToLive) throws(DerivationError) -> [EndpointRecord] {
    var records: [EndpointRecord] = []
    var given: Set<Endpoint> = []
    func add(_ name: DomainName, _ endpoint: Endpoint, _ location: Location) {
      let set = RecordSet(name: name, ttl: ttl, addresses: location.virtualIPs)
      records.append(EndpointRecord(recordSet: set, endpoint: endpoint, instance: self.name, region: location.region))
    }
    func addGiven(_ names: [DomainName], _ endpoint: Endpoint) {
      for (index, name) in names.enumerated() {
        // What is per location leads to its own location, all else to the primary one.
        add(name, endpoint, locations[endpoint == .regionalGateway ? min(index, locations.count - 1) : 0])
      }
    }
    for middle in scheme.middles(in: locations.map(\.region)) {
      if let names = givenNames[middle.endpoint] {
        guard given.insert(middle.endpoint).inserted else { continue }
        addGiven(names, middle.endpoint)
        continue
      }
      if middle.endpoint == .regionalGateway, name.text.utf8.count > Self.longestNameWithRegion {
        throw DerivationError(code: .regionAbbreviated, text: name.text)
      }
      do throws(DomainNameError) {
        let name = try DomainName(self.name.text + middle.text + "." + cloud.gatewaySuffix.text)
        add(name, middle.endpoint, locations[middle.location])
      } catch {
        throw DerivationError(code: .badName, text: error.description)
      }
    }
    guard !givenNames.isEmpty else { return records }
    // What the scheme does not have at all, such as the regional gateway of an instance with one location.
    for endpoint in Endpoint.allCases where !given.contains(endpoint) {
      addGiven(givenNames[endpoint] ?? [], endpoint)
    }
    return records
  }
}
