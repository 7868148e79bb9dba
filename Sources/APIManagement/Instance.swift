public import DNSModel

/// An API Management instance in a virtual network.
public struct Instance: Hashable, Sendable {
  /// The instance's name.
  public let name: InstanceName
  /// How its default hostnames are formed.
  package let scheme: HostnameScheme
  /// Where it runs; the first location is the primary one.
  public let locations: [Location]
  /// Hostnames that somebody gave for an endpoint, in place of the derived ones.
  package let givenNames: [Endpoint: [DomainName]]

  /// Makes an instance.
  ///
  /// - Parameters:
  ///   - name: the instance's name.
  ///   - scheme: how its default hostnames are formed.
  ///   - locations: where it runs, the primary location first; none at all is a mistake in the program and ends it.
  ///   - givenNames: hostnames that somebody gave for an endpoint.
  public init(
    name: InstanceName, scheme: HostnameScheme, locations: [Location], givenNames: [Endpoint: [DomainName]] = [:]
  ) {
    precondition(!locations.isEmpty, "an instance runs somewhere")
    self.name = name
    self.scheme = scheme
    self.locations = locations
    self.givenNames = givenNames
  }
}
