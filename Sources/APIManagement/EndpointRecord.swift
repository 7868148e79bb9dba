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
  package func records(in cloud: Cloud, ttl: TimeToLive) throws(DerivationError) -> [EndpointRecord] {
    try hostnames(in: cloud).map { record(of: $0, ttl: ttl) }
  }

  /// A hostname of an instance.
  struct Hostname {
    /// The name.
    let name: DomainName
    /// The door that it leads to.
    let endpoint: Endpoint
    /// The location whose address it has, counted from 0, the primary one.
    let location: Int
  }

  /// Makes the record of one hostname.
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
    // What the scheme does not have at all, such as the regional gateway of an instance with one location.
    for endpoint in Endpoint.allCases where !given.contains(endpoint) { hostnames += givenHostnames(of: endpoint) }
    return hostnames
  }

  /// Puts a hostname together that the scheme derives.
  private func derivedHostname(
    _ template: HostnameScheme.Template, in cloud: Cloud
  ) throws(DerivationError) -> Hostname {
    if template.endpoint == .regionalGateway, name.text.utf8.count > Self.longestNameWithRegion {
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

  /// The hostnames that somebody gave for an endpoint: what is per location leads to its own location, all else to the
  /// primary one.
  private func givenHostnames(of endpoint: Endpoint) -> [Hostname] {
    (givenNames[endpoint] ?? []).enumerated().map { index, name in
      let location = endpoint == .regionalGateway ? min(index, locations.count - 1) : 0
      return Hostname(name: name, endpoint: endpoint, location: location)
    }
  }
}
