public import DNSModel

/// An Azure cloud.
public enum Cloud: String, CaseIterable, Hashable, Sendable {
  /// The public cloud.
  case global = "public"
  /// Azure Government of the United States.
  case usGovernment = "usgovernment"
  /// Azure in China, run by 21Vianet.
  case china

  /// The suffix of API Management's default hostnames.
  public var gatewaySuffix: DomainName {
    switch self {
    case .global: Self.globalSuffix
    case .usGovernment: Self.governmentSuffix
    case .china: Self.chineseSuffix
    }
  }

  private static let globalSuffix = DomainName(constant: "azure-api.net")
  private static let governmentSuffix = DomainName(constant: "azure-api.us")
  private static let chineseSuffix = DomainName(constant: "azure-api.cn")

  /// The URL of the cloud's Resource Manager.
  package var resourceManager: String {
    switch self {
    case .global: "https://management.azure.com"
    case .usGovernment: "https://management.usgovcloudapi.net"
    case .china: "https://management.chinacloudapi.cn"
    }
  }

  /// The URL that issues the cloud's tokens.
  package var authority: String {
    switch self {
    case .global: "https://login.microsoftonline.com"
    case .usGovernment: "https://login.microsoftonline.us"
    case .china: "https://login.chinacloudapi.cn"
    }
  }
}
