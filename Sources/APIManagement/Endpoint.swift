/// An endpoint of an API Management instance.
public enum Endpoint: String, CaseIterable, Hashable, Sendable {
  /// The gateway, which takes API calls.
  case gateway
  /// The gateway of one location, if the instance has several locations.
  case regionalGateway
  /// The developer portal.
  case developerPortal
  /// The direct management API.
  case management
  /// The Git repository with the configuration of the instance.
  case scm
  /// The configuration endpoint, which self-hosted gateways connect to.
  case configuration
}
