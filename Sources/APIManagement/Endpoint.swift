/// One of the doors of an API Management instance.
public enum Endpoint: String, CaseIterable, Hashable, Sendable {
  /// Where API calls go.
  case gateway
  /// The gateway of one location of an instance that has several.
  case regionalGateway
  /// Where developers find the APIs.
  case developerPortal
  /// The direct management API.
  case management
  /// The Git repository of the instance's configuration.
  case scm
}
