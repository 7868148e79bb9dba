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
    }

    let id: String
    let name: String
    let hostnames: String
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

  let version = 1
  let instances: [Found]
  let leftOut: [LeftOut]

  init(_ services: [ReportedService], in cloud: Cloud) {
    var (found, leftOut): ([Found], [LeftOut]) = ([], [])
    for service in services {
      switch service.finding {
      case .leftOut(let reason): leftOut.append(LeftOut(id: service.id.path, name: service.id.name, reason: reason))
      case .usable(let instance):
        let records = (try? instance.records(in: cloud, ttl: .standard)) ?? []
        found.append(
          Found(
            id: service.id.path, name: instance.name.text, hostnames: instance.scheme.rawValue,
            locations: instance.locations.map {
              Found.Location(region: $0.region?.name, addresses: $0.virtualIPs.map(\.description))
            }, records: RecordsJSON(records).records, customHostnames: service.customNames.map(\.text)))
      }
    }
    (instances, self.leftOut) = (found, leftOut)
  }
}
