/// A resource provider that is emulated.
enum ResourceProvider: Sendable {
  /// Private DNS, with its operations, in `Microsoft.Network`.
  case network
  /// Private endpoints and network interfaces in `Microsoft.Network`.
  case virtualNetworks
  case apiManagement
  /// Tenants, subscriptions and resource groups.
  case resources

  /// The supported API versions.
  var versions: [String] {
    switch self {
    case .network: ["2018-09-01", "2020-06-01", "2024-06-01"]
    case .virtualNetworks: ["2023-11-01", "2024-05-01"]
    case .apiManagement: ["2022-08-01", "2024-05-01"]
    case .resources: ["2019-11-01", "2021-04-01", "2022-12-01", "2024-11-01"]
    }
  }
}

extension Route {
  /// The resource provider.
  var provider: ResourceProvider {
    switch self {
    case .resources(let path): path.type.provider
    case .tenants, .subscriptions, .resourceGroups: .resources
    default: .network
    }
  }

  /// The subscription; nil for what belongs to none, and for operations.
  var subscription: String? {
    switch self {
    case .token, .managedIdentity, .discovery, .tenants, .operationStatus, .operationResult: nil
    case .subscriptions(let id): id
    case .resourceGroups(let subscription, _): subscription
    case .zones(let subscription, _): subscription
    case .resources(let path): path.subscription
    case .zone(let id), .links(let id), .link(let id, _), .recordSets(let id, _), .recordSet(let id, _): id.subscription
    }
  }
}
