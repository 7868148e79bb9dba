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
    try hostnames(in: cloud).map { record(of: $0, ttl: ttl) }
  }

  /// A hostname of an instance.
  struct Hostname {
    let name: DomainName
    let endpoint: Endpoint
    /// The index of the location whose addresses it has; 0 is the primary location.
    let location: Int
  }

  func record(of hostname: Hostname, ttl: TimeToLive) -> EndpointRecord {
    let location = locations[hostname.location]
    return EndpointRecord(
      recordSet: RecordSet(name: hostname.name, ttl: ttl, addresses: location.virtualIPs), endpoint: hostname.endpoint,
      instance: name, region: location.region)
  }

  /// Derives the hostnames, in the order of ``records(in:ttl:)``.
  func hostnames(in cloud: Cloud) throws(DerivationError) -> [Hostname] {
    let templates = scheme.templates(in: locations)
    guard !givenNames.isEmpty else {
      return try templates.map { (template) throws(DerivationError) in try derivedHostname(template, in: cloud) }
    }
    var hostnames: [Hostname] = []
    var given: Set<Endpoint> = []
    for template in templates {
      if givenNames[template.endpoint] == nil {
        hostnames.append(try derivedHostname(template, in: cloud))
      } else if given.insert(template.endpoint).inserted {
        hostnames += givenHostnames(of: template.endpoint)
      }
    }
    // Endpoints that the scheme does not have, such as the regional gateway of an instance with one location.
    for endpoint in Endpoint.allCases where !given.contains(endpoint) { hostnames += givenHostnames(of: endpoint) }
    return hostnames
  }

  private func derivedHostname(
    _ template: HostnameScheme.Template, in cloud: Cloud
  ) throws(DerivationError) -> Hostname {
    if template.endpoint == .regionalGateway, name.text.utf8.count > Self.maxNameLengthWithRegion {
      throw DerivationError(code: .regionAbbreviated, text: name.text)
    }
    let suffix = cloud.gatewaySuffix.text
    var text = ""
    text.reserveCapacity(name.text.utf8.count + template.text.utf8.count + 1 + suffix.utf8.count)
    text += name.text
    text += template.text
    text += "."
    text += suffix
    do throws(DomainNameError) {
      return Hostname(name: try DomainName(text), endpoint: template.endpoint, location: template.location)
    } catch {
      throw DerivationError(code: .badName, text: error.description)
    }
  }

  /// The given hostnames of an endpoint; those of regional gateways have the addresses of their own location, all others
  /// those of the primary one.
  private func givenHostnames(of endpoint: Endpoint) -> [Hostname] {
    (givenNames[endpoint] ?? []).enumerated().map { index, name in
      let location = endpoint == .regionalGateway ? min(index, locations.count - 1) : 0
      return Hostname(name: name, endpoint: endpoint, location: location)
    }
  }
}
