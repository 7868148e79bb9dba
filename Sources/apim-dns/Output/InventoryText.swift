import APIManagement
import DNSModel
import InstanceDiscovery

/// An inventory of the instances in Azure, formatted for people.
struct InventoryText {
  private let instances: [(instance: Instance, customNames: [DomainName])]
  private let gateways: [ReportedGateway]
  private let source: String
  private let cloud: Cloud

  /// Only usable instances are included, and workspace gateways in a virtual network as comments.
  init(_ services: [ReportedService], _ gateways: [ReportedGateway] = [], from source: String, in cloud: Cloud) {
    instances = services.compactMap { service in
      guard case .usable(let instance) = service.finding else { return nil }
      return (instance, service.customNames)
    }
    self.gateways = gateways.filter { $0.publicReason == nil }
    self.source = source
    self.cloud = cloud
  }

  var text: String {
    var text = "{\n  // as Azure reports it: \(source)\n"
    if cloud != .global { text += "  cloud: \"\(cloud.rawValue)\",\n" }
    if let scheme = usualScheme { text += "  hostnames: \"\(scheme.rawValue)\",\n" }
    guard !instances.isEmpty || !gateways.isEmpty else { return text + "  instances: [],\n}\n" }
    text += "  instances: [\n"
    for (instance, customNames) in instances {
      if !customNames.isEmpty {
        let names = customNames.map(\.text).joined(separator: ", ")
        text += "    // also has custom hostnames, whose records are managed elsewhere: \(names)\n"
      }
      text += "    \(value(of: instance).written(indent: 4, used: 5)),\n"
    }
    if !gateways.isEmpty {
      text += "    // workspace gateways, to be completed: Azure does not report their vip\n"
      for gateway in gateways {
        let block = value(of: gateway).written(indent: 0, used: 8).replacing("\n", with: "\n    // ")
        text += "    // \(block),\n"
      }
    }
    return text + "  ],\n}\n"
  }

  /// The scheme of most instances, which these need not repeat.
  ///
  /// The hostname of a private endpoint is the same in each scheme, so other instances decide if there are any.
  private var usualScheme: HostnameScheme? {
    let injected = instances.filter { $0.instance.access == .injected }
    let counted = injected.isEmpty ? instances : injected
    let counts = HostnameScheme.allCases.map { scheme in counted.count { $0.instance.scheme == scheme } }
    return zip(HostnameScheme.allCases, counts).filter { $0.1 > 0 }.max { $0.1 < $1.1 }?.0
  }

  private func value(of instance: Instance) -> JSON5Text {
    var members = [JSON5Text.Member(key: "name", value: .text(instance.name.text))]
    if instance.access == .privateEndpoint {
      members.append(.init(key: "access", value: .text(instance.access.rawValue)))
    } else if instance.scheme != usualScheme {
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

  /// The workspace gateway with placeholders for what Azure does not report.
  private func value(of gateway: ReportedGateway) -> JSON5Text {
    let hostnames = gateway.hostnames.isEmpty ? ["HOSTNAME"] : gateway.hostnames.map(\.text)
    var members = [
      JSON5Text.Member(key: "name", value: .text(gateway.id.name.lowercased())),
      .init(key: "hostnames", value: .text(HostnameScheme.given.rawValue)),
    ]
    if let region = gateway.region { members.append(.init(key: "region", value: .text(region.name))) }
    members.append(.init(key: "vip", value: .text("ADDRESS")))
    let names = JSON5Text.Member(key: Endpoint.gateway.rawValue, value: .oneOrMore(hostnames))
    members.append(.init(key: "names", value: .object([names])))
    members.append(.init(key: "keptByHand", value: .yes))
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
