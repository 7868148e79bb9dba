public import APIManagement
public import DNSModel
import ResourceManager

/// A workspace gateway as Azure reports it, which is without its address.
///
/// See [Workspaces in API Management](https://learn.microsoft.com/azure/api-management/workspaces-overview).
public struct ReportedGateway: Sendable {
  /// The resource ID.
  public let id: ResourceID
  /// Its region; nil if Azure does not report one.
  public let region: Region?
  /// Its hostnames, the default one first; empty if Azure reports none.
  public let hostnames: [DomainName]
  /// Why it needs no private records; nil if clients reach it only inside its virtual network.
  public let publicReason: String?
}

/// A workspace gateway in the REST API.
///
/// Source: `ApiManagementGatewayResource` in `Microsoft.ApiManagement/stable/2024-05-01/apigateway.json` of
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WireGateway: Decodable, Sendable {
  /// What clients connect to.
  struct Frontend: Decodable, Sendable {
    var defaultHostname: String?
  }
  struct Properties: Decodable, Sendable {
    var frontend: Frontend?
    /// `None`, `External` or `Internal`.
    var virtualNetworkType: String?
  }

  /// The connection of a gateway to a workspace: `apimgatewayConfigConnections.json`.
  struct Connection: Decodable, Sendable {
    struct Properties: Decodable, Sendable {
      var defaultHostname: String?
      var hostnames: [String]?
    }
    var properties: Properties?

    /// All hostnames, the default one first.
    var hostnames: [String] {
      [properties?.defaultHostname].compactMap(\.self) + (properties?.hostnames ?? [])
    }
  }

  var id: String?
  /// The display name of the region.
  var location: String?
  var properties: Properties?
}

extension ReportedGateway {
  /// Interprets a gateway.
  ///
  /// - Parameters:
  ///   - id: the resource ID.
  ///   - wire: the gateway.
  ///   - hostnames: its hostnames.
  ///   - cloud: the cloud, which decides the names of regions.
  init(_ id: ResourceID, _ wire: WireGateway, hostnames: [String], in cloud: Cloud) {
    self.id = id
    region = wire.location.flatMap { KnownRegion.find($0, in: cloud)?.region ?? Region($0) }
    var seen: Set<DomainName> = []
    self.hostnames = hostnames.compactMap { try? DomainName($0) }.filter { seen.insert($0).inserted }
    // With External, only outbound traffic uses the virtual network.
    let type = wire.properties?.virtualNetworkType ?? "not set"
    publicReason =
      type.lowercased() == "internal"
      ? nil : UnusableReport("its gateway has a public address (virtualNetworkType is \(type))").description
  }
}
