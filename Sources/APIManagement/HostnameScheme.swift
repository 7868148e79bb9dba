import DNSModel

/// How Azure forms the default hostnames of an instance.
///
/// Which one is right depends on the tier; Microsoft's articles contradict each other. The evidence for each is in
/// docs/decisions.md.
public enum HostnameScheme: String, CaseIterable, Hashable, Sendable {
  /// `NAME.REGION.azure-api.net` for each location and `NAME.portal.azure-api.net`.
  case regional
  /// `NAME.azure-api.net` and `NAME.developer.azure-api.net`.
  case v2
  /// The five names of the classic tiers, and one more for each location where there are several.
  case classic

  /// What stands between an instance's name and the cloud's suffix in one of its hostnames.
  struct Template: Hashable, Sendable {
    /// The door that the hostname leads to.
    let endpoint: Endpoint
    /// The bytes, such as `.portal`.
    let text: String
    /// The location whose address it has, counted from 0, the primary one.
    let location: Int
  }

  /// The hostnames of every instance in these locations, in the order in which they are shown.
  ///
  /// - Parameter locations: where the instance runs, the primary location first.
  /// - Returns: for each hostname what follows the instance's name.
  func templates(in locations: [Location]) -> [Template] {
    func primary(_ endpoint: Endpoint, _ text: String = "") -> Template {
      Template(endpoint: endpoint, text: text, location: 0)
    }
    switch self {
    case .regional:
      var templates: [Template] = []
      templates.reserveCapacity(locations.count + 1)
      for (index, location) in locations.enumerated() {
        templates.append(Template(endpoint: .gateway, text: "." + location.region.name, location: index))
      }
      templates.append(primary(.developerPortal, ".portal"))
      return templates
    case .v2:
      return [primary(.gateway), primary(.developerPortal, ".developer")]
    case .classic:
      let common = [
        primary(.gateway), primary(.developerPortal, ".portal"), primary(.developerPortal, ".developer"),
        primary(.management, ".management"), primary(.scm, ".scm"),
      ]
      guard locations.count > 1 else { return common }
      return common
        + locations.enumerated().map { index, location in
          Template(endpoint: .regionalGateway, text: "-\(location.region)-01.regional", location: index)
        }
    }
  }
}
