public import DNSModel

/// An API Management instance in a virtual network.
public struct Instance: Hashable, Sendable {
  /// The instance's name.
  public let name: InstanceName
  /// The scheme of its default hostnames.
  package let scheme: HostnameScheme
  /// The locations; the first is the primary one.
  public let locations: [Location]
  /// The hostnames that replace the derived ones, by endpoint.
  package let givenNames: [Endpoint: [DomainName]]

  /// Makes an instance.
  ///
  /// - Parameters:
  ///   - name: the instance's name.
  ///   - scheme: the scheme of its default hostnames.
  ///   - locations: the locations, the primary one first; must not be empty.
  ///   - givenNames: the hostnames that replace the derived ones, by endpoint.
  public init(
    name: InstanceName, scheme: HostnameScheme, locations: [Location], givenNames: [Endpoint: [DomainName]] = [:]
  ) {
    precondition(!locations.isEmpty, "an instance needs a location")
    self.name = name
    self.scheme = scheme
    self.locations = locations
    self.givenNames = givenNames
  }
}
