import APIManagement
import DNSModel
import ResourceManager

/// Interprets what Azure reports about a service.
///
/// An incomplete report makes no instance: records of its missing parts would be deleted from DNS.
struct ServiceReport {
  private let wire: WireService
  private let properties: WireService.Properties
  private let name: String
  private let cloud: Cloud
  /// The custom hostnames of each endpoint that become names of the instance.
  private let customNames: [Endpoint: [DomainName]]

  /// Takes a service from Azure's response.
  ///
  /// - Parameters:
  ///   - wire: the service.
  ///   - name: the name of the service.
  ///   - customNames: the custom hostnames of each endpoint that become names of the instance.
  ///   - cloud: the cloud, which decides the suffix of default hostnames.
  init(_ wire: WireService, named name: String, customNames: [Endpoint: [DomainName]] = [:], in cloud: Cloud) {
    self.wire = wire
    properties = wire.properties ?? WireService.Properties()
    self.name = name
    self.customNames = customNames
    self.cloud = cloud
  }

  /// The provisioning states in which Azure's report may be incomplete.
  private static let unfinished: Set<String> = ["created", "activating", "terminating", "deleting", "deleted"]

  /// The instance for an inventory.
  ///
  /// - Parameter endpointAddresses: the addresses of its private endpoints, or why they are not known; nil if they were not read.
  /// - Returns: the instance.
  /// - Throws: ``UnusableReport`` if it needs no private records, or the report is incomplete.
  func instance(behind endpointAddresses: Result<[String], UnusableReport>? = nil) throws(UnusableReport) -> Instance {
    guard let name = InstanceName(name) else { throw UnusableReport("'\(name)' is not a valid instance name") }
    guard wire.isInjected || !wire.privateEndpoints.isEmpty else {
      let type = properties.virtualNetworkType ?? "not set"
      throw UnusableReport("its gateway has a public address (virtualNetworkType is \(type))")
    }
    if let state = properties.provisioningState, Self.unfinished.contains(state.lowercased()) {
      throw UnusableReport("it is not fully provisioned (provisioningState is \(state)). Run the command again later.")
    }
    guard wire.isInjected else {
      guard let endpointAddresses else {
        throw UnusableReport("it has a private endpoint, whose address was not read")
      }
      return try instance(name, behind: try endpointAddresses.get())
    }
    let (locations, regional) = try locations()
    let hostnames: [Endpoint: [DomainName]] = [
      .gateway: names(.gateway, (properties.gatewayUrl, "Proxy")), .regionalGateway: regional,
      .developerPortal: names(
        .developerPortal, (properties.portalUrl, "Portal"), (properties.developerPortalUrl, "DeveloperPortal")),
      .management: names(.management, (properties.managementApiUrl, "Management")),
      .scm: names(.scm, (properties.scmUrl, "Scm")), .configuration: names(.configuration, (nil, "ConfigurationApi")),
    ]
    guard hostnames.values.contains(where: { !$0.isEmpty }) else {
      throw UnusableReport("Azure reports no hostname under \(cloud.gatewaySuffix) for it")
    }
    return Instance(name: name, locations: locations, hostnames: hostnames, in: cloud)
  }

  /// The instance with the addresses of its private endpoints, which serve the gateway alone.
  private func instance(_ name: InstanceName, behind addresses: [String]) throws(UnusableReport) -> Instance {
    let location = try location(wire.location, addresses)
    var given: [Endpoint: [DomainName]] = [:]
    if let custom = customNames[.gateway], !custom.isEmpty {
      let ownName = DomainName(canonical: name.text, ".", cloud.privateLinkSuffix.text)
      given[.gateway] = [ownName] + custom
    }
    return Instance(
      name: name, scheme: wire.isV2 ? .v2 : .classic, access: .privateEndpoint, locations: [location],
      givenNames: given)
  }

  /// The locations, and the hostnames of their gateways.
  private func locations() throws(UnusableReport) -> ([Location], [DomainName]) {
    var locations = [
      try location(
        wire.location, properties.privateIPAddresses, gatewayIsDisabled: properties.disableGateway ?? false)
    ]
    var regional = [properties.gatewayRegionalUrl]
    for other in properties.additionalLocations ?? [] {
      let isDisabled = other.disableGateway ?? false
      // No name leads to the address of such a location.
      if isDisabled, other.privateIPAddresses?.isEmpty ?? true { continue }
      locations.append(try location(other.location, other.privateIPAddresses, gatewayIsDisabled: isDisabled))
      regional.append(other.gatewayRegionalUrl)
    }
    var regions: Set<Region> = []
    for region in locations.compactMap(\.region) where !regions.insert(region).inserted {
      throw UnusableReport("Azure reports the location \(region) twice")
    }
    let gateways = zip(locations, regional).filter { !$0.0.gatewayIsDisabled }
    guard !gateways.isEmpty else { throw UnusableReport("its gateway is disabled in every location") }
    let known = gateways.compactMap { hostname($0.1) }
    guard known.isEmpty || known.count == gateways.count else {
      throw UnusableReport(
        "Azure reports hostnames for only \(known.count) of the instance's \(gateways.count) locations. Run the command "
          + "again later.")
    }
    // Without regional hostnames, no name leads to the addresses of additional locations if the primary one has a gateway.
    if known.isEmpty, !locations[0].gatewayIsDisabled { locations = [locations[0]] }
    return (locations, known)
  }

  /// The most addresses in a record set: see "Azure Private DNS limits" in
  /// [Azure subscription and service limits](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits).
  private static let mostAddresses = 20

  /// Interprets a location and its addresses.
  private func location(
    _ text: String?, _ addresses: [String]?, gatewayIsDisabled: Bool = false
  ) throws(UnusableReport) -> Location {
    guard let text, let region = KnownRegion.find(text, in: cloud)?.region ?? Region(text) else {
      throw UnusableReport("Azure reports the location '\(text ?? "")', which is not a valid region")
    }
    guard let addresses, !addresses.isEmpty else {
      throw UnusableReport("Azure reports no private IP address in \(region). Run the command again later.")
    }
    guard addresses.count <= Self.mostAddresses else {
      throw UnusableReport(
        "Azure reports \(addresses.count) private IP addresses in \(region), and a name can have at most "
          + "\(Self.mostAddresses)")
    }
    var virtualIPs: [IPv4Address] = []
    for text in addresses {
      guard let address = IPv4Address(text), address.unusableRange == nil else {
        throw UnusableReport("Azure reports the private IP address '\(text)', which is not valid in a virtual network")
      }
      virtualIPs.append(address)
    }
    return Location(region: region, virtualIPs: virtualIPs, gatewayIsDisabled: gatewayIsDisabled)
  }

  /// The hostnames of an endpoint, without duplicates: the default ones, then the custom ones that become names.
  ///
  /// A default hostname is that of a URL, or one that only the hostname configurations of a type have.
  private func names(_ endpoint: Endpoint, _ sources: (url: String?, type: String)...) -> [DomainName] {
    var seen: Set<DomainName> = []
    let defaults = sources.flatMap { source in
      let configured = wire.hostnames(ofType: source.type).filter { cloud.hasDefaultHostname($0) }
      return [hostname(source.url)].compactMap(\.self) + configured
    }
    return (defaults + (customNames[endpoint] ?? [])).filter { seen.insert($0).inserted }
  }

  /// The hostname in a URL, if it is below the cloud's suffix.
  ///
  /// A URL is null if the endpoint does not exist, or not yet. `managementApiUrl` of the v2 tiers is below `azurewebsites.net`.
  private func hostname(_ url: String?) -> DomainName? {
    guard let url, let host = WebAddress(url)?.host, let name = try? DomainName(host) else { return nil }
    return cloud.hasDefaultHostname(name) ? name : nil
  }
}

extension Cloud {
  /// Whether a hostname is below the suffix of default hostnames.
  func hasDefaultHostname(_ name: DomainName) -> Bool {
    name.relative(to: gatewaySuffix).map { $0 == "@" } == false
  }
}

extension WireService {
  /// The hostnames in the hostname configurations of a type; nil for all types.
  func hostnames(ofType type: String?) -> [DomainName] {
    (properties?.hostnameConfigurations ?? []).filter { type == nil || $0.type?.lowercased() == type?.lowercased() }
      .compactMap { $0.hostName.flatMap { try? DomainName(allowingWildcard: $0) } }
  }
}
