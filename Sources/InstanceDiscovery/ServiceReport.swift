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

  /// Takes a service from Azure's response.
  ///
  /// - Parameters:
  ///   - wire: the service.
  ///   - name: the name of the service.
  ///   - cloud: the cloud, which decides the suffix of default hostnames.
  init(_ wire: WireService, named name: String, in cloud: Cloud) {
    self.wire = wire
    properties = wire.properties ?? WireService.Properties()
    self.name = name
    self.cloud = cloud
  }

  /// The provisioning states in which Azure's report may be incomplete.
  private static let unfinished: Set<String> = ["created", "activating", "terminating", "deleting", "deleted"]

  /// The instance for an inventory.
  ///
  /// - Throws: ``UnusableReport`` if it needs no private records, or the report is incomplete.
  func instance() throws(UnusableReport) -> Instance {
    guard let name = InstanceName(name) else { throw UnusableReport("'\(name)' is not a valid instance name") }
    guard isInjected else {
      guard properties.privateEndpointConnections?.contains(where: \.isApproved) != true else {
        throw UnusableReport(
          "it has a private endpoint, and Azure does not report its address with the instance. Add it to the inventory "
            + "by hand.")
      }
      let type = properties.virtualNetworkType ?? "not set"
      throw UnusableReport("its gateway has a public address (virtualNetworkType is \(type))")
    }
    if let state = properties.provisioningState, Self.unfinished.contains(state.lowercased()) {
      throw UnusableReport("it is not fully provisioned (provisioningState is \(state)). Run the command again later.")
    }
    let primary = try location(wire.location, properties.privateIPAddresses)
    var regional = [hostname(properties.gatewayRegionalUrl)]
    var locations = [primary]
    for other in properties.additionalLocations ?? [] {
      locations.append(try location(other.location, other.privateIPAddresses))
      regional.append(hostname(other.gatewayRegionalUrl))
    }
    var regions: Set<Region> = []
    for region in locations.compactMap(\.region) where !regions.insert(region).inserted {
      throw UnusableReport("Azure reports the location \(region) twice")
    }
    let known = regional.compactMap(\.self)
    guard known.isEmpty || known.count == regional.count else {
      throw UnusableReport(
        "Azure reports hostnames for only \(known.count) of the instance's \(regional.count) locations. Run the command "
          + "again later.")
    }
    // Without regional hostnames, no name leads to the addresses of additional locations.
    if known.isEmpty { locations = [primary] }
    let hostnames: [Endpoint: [DomainName]] = [
      .gateway: defaultNames(properties.gatewayUrl), .regionalGateway: known,
      .developerPortal: defaultNames(properties.portalUrl, properties.developerPortalUrl),
      .management: defaultNames(properties.managementApiUrl), .scm: defaultNames(properties.scmUrl),
    ]
    guard hostnames.values.contains(where: { !$0.isEmpty }) else {
      throw UnusableReport("Azure reports no hostname under \(cloud.gatewaySuffix) for it")
    }
    return Instance(name: name, locations: locations, hostnames: hostnames, in: cloud)
  }

  /// Whether the gateway has a private address only.
  ///
  /// With `External`, the gateway is public in every tier: in the v2 tiers, only outbound traffic uses the virtual network.
  private var isInjected: Bool {
    switch properties.virtualNetworkType?.lowercased() {
    case "internal": true
    case "external": false
    default: (wire.sku?.name ?? "").lowercased().hasSuffix("v2") && properties.privateIPAddresses?.isEmpty == false
    }
  }

  /// The most addresses in a record set: see "Azure Private DNS limits" in
  /// [Azure subscription and service limits](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits).
  private static let mostAddresses = 20

  /// Interprets a location and its addresses.
  private func location(_ text: String?, _ addresses: [String]?) throws(UnusableReport) -> Location {
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
    return Location(region: region, virtualIPs: virtualIPs)
  }

  /// The default hostnames in some URLs, without duplicates.
  private func defaultNames(_ urls: String?...) -> [DomainName] {
    var seen: Set<DomainName> = []
    return urls.compactMap(hostname).filter { seen.insert($0).inserted }
  }

  /// The hostname in a URL, if it is below the cloud's suffix.
  ///
  /// A URL is null if the endpoint does not exist, or not yet. `managementApiUrl` of the v2 tiers is below `azurewebsites.net`.
  private func hostname(_ url: String?) -> DomainName? {
    guard let url, let host = WebAddress(url)?.host, let name = try? DomainName(host) else { return nil }
    return name.relative(to: cloud.gatewaySuffix).map { $0 == "@" } == false ? name : nil
  }
}
