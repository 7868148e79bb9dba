/// How Azure forms the default hostnames of an instance.
///
/// The right one depends on the tier, and Microsoft's articles contradict each other; docs/decisions.md has the evidence.
public enum HostnameScheme: String, CaseIterable, Hashable, Sendable {
  /// `NAME.REGION.azure-api.net` for each location and `NAME.portal.azure-api.net`.
  case regional
  /// `NAME.azure-api.net` and `NAME.developer.azure-api.net`.
  case v2
  /// The five hostnames of the classic tiers, and one more for each location if there are several.
  case classic
  /// No default hostnames: only those that are given.
  case given

  /// The endpoints whose hostnames the scheme derives.
  ///
  /// That of the configuration endpoint is derived only for instances that name the endpoint: few networks have a self-hosted
  /// gateway.
  ///
  /// - Parameter access: how clients reach the instance; a private endpoint serves the gateway alone.
  /// - Returns: the endpoints.
  package func endpoints(for access: Access) -> [Endpoint] {
    switch (self, access) {
    case (.given, _): []
    case (_, .privateEndpoint): [.gateway]
    case (.regional, .injected), (.v2, .injected): [.gateway, .developerPortal]
    case (.classic, .injected): Endpoint.allCases
    }
  }

  /// Whether hostnames depend on the region of an instance.
  package func needsRegion(for access: Access) -> Bool { self != .given && access == .injected }
}
