import APIManagement
import DNSModel
import InstanceDiscovery

/// An inventory of the instances in Azure, formatted for people.
struct InventoryText {
  private let instances: [(instance: Instance, customNames: [DomainName])]
  private let source: String
  private let cloud: Cloud

  /// Only usable instances are included.
  init(_ services: [ReportedService], from source: String, in cloud: Cloud) {
    instances = services.compactMap { service in
      guard case .usable(let instance) = service.finding else { return nil }
      return (instance, service.customNames)
    }
    self.source = source
    self.cloud = cloud
  }

  var text: String {
    var text = "{\n  // as Azure reports it: \(source)\n"
    if cloud != .global { text += "  cloud: \"\(cloud.rawValue)\",\n" }
    if let scheme = usualScheme { text += "  hostnames: \"\(scheme.rawValue)\",\n" }
    guard !instances.isEmpty else { return text + "  instances: [],\n}\n" }
    text += "  instances: [\n"
    for (instance, customNames) in instances {
      if !customNames.isEmpty {
        let names = customNames.map(\.text).joined(separator: ", ")
        text += "    // also has custom hostnames, whose records are managed elsewhere: \(names)\n"
      }
      text += "    \(value(of: instance).written(indent: 4, used: 5)),\n"
    }
    return text + "  ],\n}\n"
  }

  /// The scheme of most instances, which these need not repeat.
  private var usualScheme: HostnameScheme? {
    let counts = HostnameScheme.allCases.map { scheme in instances.count { $0.instance.scheme == scheme } }
    return zip(HostnameScheme.allCases, counts).filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
  }

  private func value(of instance: Instance) -> JSON5Text {
    var members = [JSON5Text.Member(key: "name", value: .text(instance.name.text))]
    if instance.scheme != usualScheme {
      members.append(.init(key: "hostnames", value: .text(instance.scheme.rawValue)))
    }
    let locations = instance.locations.map(members(of:))
    if locations.count == 1 {
      members += locations[0]
    } else {
      members.append(.init(key: "locations", value: .list(locations.map(JSON5Text.object))))
    }
    if instance.locations.contains(where: { $0.virtualIPs.contains { !$0.isPrivate } }) {
      members.append(.init(key: "publicVip", value: .yes))
    }
    if instance.locations.compactMap(\.region).contains(where: { KnownRegion.find($0.name, in: cloud) == nil }) {
      members.append(.init(key: "allowUnknownRegion", value: .yes))
    }
    if !instance.givenNames.isEmpty {
      let names = Endpoint.allCases.compactMap { endpoint in
        instance.givenNames[endpoint].map {
          JSON5Text.Member(key: endpoint.rawValue, value: .oneOrMore($0.map(\.text)))
        }
      }
      members.append(.init(key: "names", value: .object(names)))
    }
    return .object(members)
  }

  private func members(of location: Location) -> [JSON5Text.Member] {
    var members: [JSON5Text.Member] = []
    if let region = location.region { members.append(.init(key: "region", value: .text(region.name))) }
    members.append(.init(key: "vip", value: .oneOrMore(location.virtualIPs.map(\.description))))
    if location.gatewayIsDisabled { members.append(.init(key: "disableGateway", value: .yes)) }
    return members
  }
}
