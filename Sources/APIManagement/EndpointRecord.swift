public import DNSModel

/// The A records of one hostname, with their endpoint and instance.
public struct EndpointRecord: Hashable, Sendable {
  /// The hostname, its TTL and its addresses.
  public let recordSet: RecordSet
  /// The endpoint of the hostname.
  public let endpoint: Endpoint
  /// The instance that the hostname belongs to.
  public let instance: InstanceName
  /// The region of the addresses.
  public let region: Region
}

extension Instance {
  /// The longest instance name for which Azure is known to write the full region in regional hostnames.
  ///
  /// With a name of 50 characters, Azure abbreviates the region (`-wu-01` for West US); with 32 characters, it does not.
  static let maxNameLengthWithRegion = 32

  /// Derives the hostnames of this instance and their records.
  ///
  /// - Parameters:
  ///   - cloud: the cloud whose suffix the hostnames get.
  ///   - ttl: the TTL of every record.
  /// - Returns: the records in the order of the scheme; given hostnames replace derived ones.
  /// - Throws: ``DerivationError`` if the hostnames do not follow from the instance's name and regions.
  package func records(in cloud: Cloud, ttl: TimeToLive) throws(DerivationError) -> [EndpointRecord] {
    var records: [EndpointRecord] = []
    try forEachRecord(in: cloud, ttl: ttl) { records.append($0) }
    return records
  }

  /// Calls a function with each of ``records(in:ttl:)``; with none if it throws.
  func forEachRecord(
    in cloud: Cloud, ttl: TimeToLive, _ body: (EndpointRecord) -> Void
  ) throws(DerivationError) {
    var givenNames = givenNames
    if scheme == .classic, locations.count > 1, givenNames[.regionalGateway] == nil {
      givenNames[.regionalGateway] = try regionalGateways(in: cloud)
    }
    func add(_ hostname: DomainName, _ endpoint: Endpoint, at location: Location) {
      body(
        EndpointRecord(
          recordSet: RecordSet(name: hostname, ttl: ttl, addresses: location.virtualIPs), endpoint: endpoint,
          instance: name, region: location.region))
    }
    var added: Set<Endpoint> = []
    // Hostnames of regional gateways have the addresses of their own location, all others those of the primary one.
    func addGiven(_ endpoint: Endpoint) {
      guard let hostnames = givenNames[endpoint], added.insert(endpoint).inserted else { return }
      for (index, hostname) in hostnames.enumerated() {
        add(hostname, endpoint, at: locations[endpoint == .regionalGateway ? min(index, locations.count - 1) : 0])
      }
    }
    func addDerived(_ endpoint: Endpoint, _ text: String, at location: Location? = nil) {
      guard givenNames[endpoint] == nil else { return addGiven(endpoint) }
      let hostname = DomainName(canonical: name.text, text, cloud.gatewaySuffix.text)
      add(hostname, endpoint, at: location ?? locations[0])
    }
    switch scheme {
    case .regional:
      for location in locations { addDerived(.gateway, ".\(location.region.name).", at: location) }
      addDerived(.developerPortal, ".portal.")
    case .v2:
      addDerived(.gateway, ".")
      addDerived(.developerPortal, ".developer.")
    case .classic:
      addDerived(.gateway, ".")
      addDerived(.developerPortal, ".portal.")
      addDerived(.developerPortal, ".developer.")
      addDerived(.management, ".management.")
      addDerived(.scm, ".scm.")
    }
    // Regional gateways, and endpoints that the scheme does not have.
    for endpoint in Endpoint.allCases { addGiven(endpoint) }
  }

  /// Derives the hostname of the regional gateway in each location.
  private func regionalGateways(in cloud: Cloud) throws(DerivationError) -> [DomainName] {
    guard name.text.utf8.count <= Self.maxNameLengthWithRegion else {
      throw DerivationError(code: .regionAbbreviated, text: name.text)
    }
    do throws(DomainNameError) {
      return try locations.map { (location) throws(DomainNameError) in
        try DomainName("\(name)-\(location.region)-01.regional.\(cloud.gatewaySuffix)")
      }
    } catch {
      throw DerivationError(code: .badName, text: error.description)
    }
  }
}
