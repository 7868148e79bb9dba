import APIManagement
import DNSModel
import InstanceDiscovery

/// The output of `discover --format json`, version 1.
struct DiscoveryJSON: Encodable {
  /// An instance with private records.
  struct Found: Encodable {
    /// A location of an instance.
    struct Location: Encodable {
      let region: String?
      let addresses: [String]
      /// True if no name leads to the gateway of the location; otherwise nil.
      let disableGateway: Bool?
    }

    let id: String
    let name: String
    let hostnames: String
    /// `privateEndpoint`; nil for an instance in a virtual network.
    let access: String?
    let locations: [Location]
    let records: [RecordsJSON.Record]
    let customHostnames: [String]
  }

  /// An instance without private records, or with an incomplete report.
  struct LeftOut: Encodable {
    let id: String
    let name: String
    let reason: String
  }

  /// A workspace gateway, whose address Azure does not report.
  struct Gateway: Encodable {
    let id: String
    let name: String
    let region: String?
    let hostnames: [String]
  }

  let version = 1
  let instances: [Found]
  let leftOut: [LeftOut]
  let workspaceGateways: [Gateway]

  init(_ services: [ReportedService], _ gateways: [ReportedGateway], in cloud: Cloud) {
    var (found, leftOut): ([Found], [LeftOut]) = ([], [])
    for service in services {
      switch service.finding {
      case .leftOut(let reason): leftOut.append(LeftOut(id: service.id.path, name: service.id.name, reason: reason))
      case .usable(let instance):
        let records = (try? instance.records(in: cloud, ttl: .standard)) ?? []
        found.append(
          Found(
            id: service.id.path, name: instance.name.text, hostnames: instance.scheme.rawValue,
            access: instance.access == .injected ? nil : instance.access.rawValue,
            locations: instance.locations.map {
              Found.Location(
                region: $0.region?.name, addresses: $0.virtualIPs.map(\.description),
                disableGateway: $0.gatewayIsDisabled ? true : nil)
            }, records: RecordsJSON(records).records, customHostnames: service.customNames.map(\.text)))
      }
    }
    for gateway in gateways {
      guard let reason = gateway.publicReason else { continue }
      leftOut.append(LeftOut(id: gateway.id.path, name: gateway.id.name, reason: reason))
    }
    (instances, self.leftOut) = (found, leftOut)
    workspaceGateways = gateways.filter { $0.publicReason == nil }.map { gateway in
      Gateway(
        id: gateway.id.path, name: gateway.id.name, region: gateway.region?.name,
        hostnames: gateway.hostnames.map(\.text))
    }
  }
}
