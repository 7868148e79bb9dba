import APIManagement
import DNSModel
import InstanceDiscovery

/// What `discover --format json` prints, version 1.
struct DiscoveryJSON: Encodable {
  /// An instance whose records can be kept.
  struct Found: Encodable {
    /// Where it runs.
    struct Place: Encodable {
      let region: String
      let addresses: [String]
    }

    let id: String
    let name: String
    let hostnames: String
    let locations: [Place]
    let records: [RecordsJSON.Record]
    let customHostnames: [String]
  }

  /// An instance that has none, or whose report is not whole.
  struct LeftOut: Encodable {
    let id: String
    let name: String
    let reason: String
  }

  let version = 1
  let instances: [Found]
  let leftOut: [LeftOut]

  /// Takes what Azure reports.
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
              Found.Place(region: $0.region.name, addresses: $0.virtualIPs.map(\.description))
            }, records: RecordsJSON(records).records, customHostnames: service.customNames.map(\.text)))
      }
    }
    (instances, self.leftOut) = (found, leftOut)
  }
}
