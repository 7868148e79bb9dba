public import DNSModel

/// An API Management instance in a virtual network.
public struct Instance: Hashable, Sendable {
  /// The instance's name.
  public let name: InstanceName
  /// The cloud that it runs in; nil for that of the inventory.
  package let cloud: Cloud?
  /// The scheme of its default hostnames.
  package let scheme: HostnameScheme
  /// How clients reach it.
  package let access: Access
  /// The endpoints that get records; nil for those of the scheme without the configuration endpoint.
  package let endpoints: Set<Endpoint>?
  /// The locations; the first is the primary one.
  public let locations: [Location]
  /// The hostnames that replace the derived ones, by endpoint.
  package let givenNames: [Endpoint: [DomainName]]
  /// The addresses of given hostnames that do not lead to the instance itself, such as those of an Application Gateway.
  package let ownAddresses: [DomainName: [IPv4Address]]

  /// Makes an instance.
  ///
  /// - Parameters:
  ///   - name: the instance's name.
  ///   - cloud: the cloud that it runs in; nil for that of the inventory.
  ///   - scheme: the scheme of its default hostnames.
  ///   - access: how clients reach it.
  ///   - endpoints: the endpoints that get records; nil for those of the scheme without the configuration endpoint.
  ///   - locations: the locations, the primary one first; must not be empty.
  ///   - givenNames: the hostnames that replace the derived ones, by endpoint.
  ///   - ownAddresses: the addresses of given hostnames that do not lead to the instance itself.
  public init(
    name: InstanceName, cloud: Cloud? = nil, scheme: HostnameScheme, access: Access = .injected,
    endpoints: Set<Endpoint>? = nil, locations: [Location], givenNames: [Endpoint: [DomainName]] = [:],
    ownAddresses: [DomainName: [IPv4Address]] = [:]
  ) {
    precondition(!locations.isEmpty, "an instance needs a location")
    self.name = name
    self.cloud = cloud
    self.scheme = scheme
    self.access = access
    self.endpoints = endpoints
    self.locations = locations
    self.givenNames = givenNames
    self.ownAddresses = ownAddresses
  }

  /// The locations whose gateway takes requests, or all of them if none does; never empty.
  ///
  /// The first one is that of every gateway hostname without a location of its own.
  package var gatewayLocations: [Location] {
    guard locations.contains(where: \.gatewayIsDisabled) else { return locations }
    let enabled = locations.filter { !$0.gatewayIsDisabled }
    return enabled.isEmpty ? locations : enabled
  }

  /// The same instance with records for some endpoints only.
  package func limited(to endpoints: Set<Endpoint>) -> Instance {
    Instance(
      name: name, cloud: cloud, scheme: scheme, access: access, endpoints: endpoints, locations: locations,
      givenNames: givenNames, ownAddresses: ownAddresses)
  }

  /// Whether an endpoint gets records.
  package func uses(_ endpoint: Endpoint) -> Bool {
    guard let endpoints else { return endpoint != .configuration || givenNames[.configuration] != nil }
    return endpoints.contains(endpoint)
  }
}
