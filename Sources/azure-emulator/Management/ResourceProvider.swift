/// A service of Azure that this emulator stands for.
enum ResourceProvider: String, Sendable {
  /// Private DNS; operations are its own too.
  case network = "Microsoft.Network"
  /// API Management.
  case apiManagement = "Microsoft.ApiManagement"

  /// The versions of its interface that are spoken here.
  var versions: [String] {
    switch self {
    case .network: ["2018-09-01", "2020-06-01", "2024-06-01"]
    case .apiManagement: ["2022-08-01", "2024-05-01"]
    }
  }
}

extension Route {
  /// Who answers.
  var provider: ResourceProvider {
    if case .services = self { .apiManagement } else { .network }
  }

  /// The subscription in which it lies; nothing where it lies in none, or is an operation.
  var subscription: String? {
    switch self {
    case .token, .managedIdentity, .operationStatus, .operationResult: nil
    case .zones(let subscription, _), .services(let subscription, _, _): subscription
    case .zone(let id), .links(let id), .link(let id, _), .recordSets(let id, _), .recordSet(let id, _): id.subscription
    }
  }
}
