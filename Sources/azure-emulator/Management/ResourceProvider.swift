/// A resource provider that is emulated.
enum ResourceProvider: String, Sendable {
  /// Private DNS, with its operations.
  case network = "Microsoft.Network"
  case apiManagement = "Microsoft.ApiManagement"

  /// The supported API versions.
  var versions: [String] {
    switch self {
    case .network: ["2018-09-01", "2020-06-01", "2024-06-01"]
    case .apiManagement: ["2022-08-01", "2024-05-01"]
    }
  }
}

extension Route {
  /// The resource provider.
  var provider: ResourceProvider {
    if case .services = self { .apiManagement } else { .network }
  }

  /// The subscription; nil for tokens and operations.
  var subscription: String? {
    switch self {
    case .token, .managedIdentity, .operationStatus, .operationResult: nil
    case .zones(let subscription, _), .services(let subscription, _, _): subscription
    case .zone(let id), .links(let id), .link(let id, _), .recordSets(let id, _), .recordSet(let id, _): id.subscription
    }
  }
}
