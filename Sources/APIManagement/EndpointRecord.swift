public import DNSModel

/// The A records of one hostname, with their endpoint and instance.
public struct EndpointRecord: Hashable, Sendable {
  /// The owner name of the records in DNS, their TTL and their addresses.
  public let recordSet: RecordSet
  /// The hostname that public DNS leads to ``recordSet`` by a CNAME record; nil if clients ask for the record set itself.
  package let alias: DomainName?
  /// The endpoint of the hostname.
  public let endpoint: Endpoint
  /// The instance that the hostname belongs to.
  public let instance: InstanceName
  /// The region of the addresses; nil if it is not known.
  public let region: Region?
  /// The locations of a gateway that leads to the nearest of several; otherwise empty.
  private let choices: [Location]

  init(
    recordSet: RecordSet, alias: DomainName?, endpoint: Endpoint, instance: InstanceName, region: Region?,
    choices: [Location]
  ) {
    self.recordSet = recordSet
    self.alias = alias
    self.endpoint = endpoint
    self.instance = instance
    self.region = region
    self.choices = choices
  }

  /// The hostname that clients use.
  public var hostname: DomainName { alias ?? recordSet.name }

  /// The record set with a note that says what it is for.
  package var notedRecordSet: RecordSet {
    var set = recordSet
    set.note = "\(endpoint.rawValue) of \(instance)" + (region.map { " in \($0)" } ?? "")
    return set
  }

  /// Whether clients in a region are led to a location of their own.
  func hasView(of region: Region) -> Bool { choices.contains { $0.region == region } }

  /// Whether two records of one name lead to the same addresses, from wherever they are seen.
  func leads(where other: EndpointRecord) -> Bool {
    recordSet.addresses == other.recordSet.addresses && choices == other.choices
  }

  /// The record as clients in a region should see it: a gateway leads to the location in this region, if there is one.
  ///
  /// - Parameter region: the region of the clients; nil for the primary location.
  /// - Returns: the record, perhaps with other addresses.
  package func seen(from region: Region?) -> EndpointRecord {
    guard let region, let location = choices.first(where: { $0.region == region }) else { return self }
    return EndpointRecord(
      recordSet: RecordSet(name: recordSet.name, ttl: recordSet.ttl, addresses: location.virtualIPs), alias: alias,
      endpoint: endpoint, instance: instance, region: location.region, choices: choices)
  }
}

extension Instance {
  /// The longest instance name for which Azure is known to write the full region in regional hostnames.
  ///
  /// With a name of 50 characters, Azure abbreviates the region (`-wu-01` for West US); with 32 characters, it does not.
  static let maxNameLengthWithRegion = 32

  /// Derives the hostnames of this instance and their records.
  ///
  /// - Parameters:
  ///   - cloud: the cloud whose suffix the hostnames get, if the instance has none of its own.
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
    let cloud = self.cloud ?? cloud
    let suffix = cloud.gatewaySuffix.text
    let (primary, gateways) = (locations[0], gatewayLocations)
    // The record to which public DNS leads the gateway's hostname.
    let linkName =
      access == .privateEndpoint ? DomainName(canonical: name.text, ".", cloud.privateLinkSuffix.text) : nil
    var givenNames = givenNames
    if scheme == .classic, access == .injected, locations.count > 1, givenNames[.regionalGateway] == nil,
      uses(.regionalGateway)
    {
      givenNames[.regionalGateway] = try regionalGateways(in: cloud)
    }
    func add(
      _ hostname: DomainName, _ endpoint: Endpoint, at location: Location, alias: DomainName? = nil,
      among choices: [Location] = []
    ) {
      let addresses = ownAddresses.isEmpty ? nil : ownAddresses[hostname]
      body(
        EndpointRecord(
          recordSet: RecordSet(name: hostname, ttl: ttl, addresses: addresses ?? location.virtualIPs), alias: alias,
          endpoint: endpoint, instance: name, region: location.region, choices: addresses == nil ? choices : []))
    }
    /// Adds a hostname that leads to the gateway of any location.
    func addGateway(_ hostname: DomainName) {
      add(
        hostname, .gateway, at: gateways[0],
        alias: hostname == linkName ? DomainName(canonical: name.text, ".", suffix) : nil,
        among: gateways.count > 1 ? gateways : [])
    }
    var added: Set<Endpoint> = []
    // Hostnames of regional gateways have the addresses of their own location, all others those of the primary one.
    func addGiven(_ endpoint: Endpoint) {
      guard let hostnames = givenNames[endpoint], uses(endpoint), added.insert(endpoint).inserted else { return }
      for (index, hostname) in hostnames.enumerated() {
        switch endpoint {
        case .regionalGateway: add(hostname, endpoint, at: gateways[min(index, gateways.count - 1)])
        case .gateway: addGateway(hostname)
        default: add(hostname, endpoint, at: primary)
        }
      }
    }
    func addDerived(_ endpoint: Endpoint, _ text: String, at location: Location? = nil) {
      guard givenNames[endpoint] == nil else { return addGiven(endpoint) }
      guard uses(endpoint) else { return }
      let hostname = DomainName(canonical: name.text, text, suffix)
      if endpoint == .gateway, location == nil { return addGateway(hostname) }
      add(hostname, endpoint, at: location ?? primary)
    }
    switch (access, scheme) {
    case (_, .given): break
    case (.privateEndpoint, _):
      guard givenNames[.gateway] == nil, uses(.gateway), let linkName else { break }
      addGateway(linkName)
    case (.injected, .regional):
      for location in gateways {
        if let region = location.region { addDerived(.gateway, ".\(region.name).", at: location) }
      }
      addDerived(.developerPortal, ".portal.")
    case (.injected, .v2):
      addDerived(.gateway, ".")
      addDerived(.developerPortal, ".developer.")
    case (.injected, .classic):
      addDerived(.gateway, ".")
      addDerived(.developerPortal, ".portal.")
      addDerived(.developerPortal, ".developer.")
      addDerived(.management, ".management.")
      addDerived(.scm, ".scm.")
      addDerived(.configuration, ".configuration.")
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
      return try gatewayLocations.compactMap(\.region).map { (region) throws(DomainNameError) in
        try DomainName("\(name)-\(region)-01.regional.\(cloud.gatewaySuffix)")
      }
    } catch {
      throw DerivationError(code: .badName, text: error.description)
    }
  }
}
