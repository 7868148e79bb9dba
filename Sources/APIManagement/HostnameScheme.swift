import DNSModel

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

  /// A hostname without the instance's name and the cloud's suffix.
  struct Template: Hashable, Sendable {
    let endpoint: Endpoint
    /// The text between name and suffix, such as `.portal`.
    let text: String
    /// The index of the location whose addresses it has; 0 is the primary location.
    let location: Int
  }

  /// The templates for an instance, in the order in which hostnames are shown.
  ///
  /// - Parameter locations: the locations of the instance, the primary one first.
  /// - Returns: a template for each hostname.
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
