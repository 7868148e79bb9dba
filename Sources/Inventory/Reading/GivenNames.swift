import APIManagement
import DNSModel

/// The hostnames that an inventory gives to the endpoints of an instance.
struct GivenNames {
  /// The hostnames by endpoint; empty for an endpoint that the instance does not have.
  private(set) var names: [Endpoint: [DomainName]] = [:]
  /// The addresses of hostnames that have their own.
  private(set) var ownAddresses: [DomainName: [IPv4Address]] = [:]
  /// The origin of each hostname.
  private(set) var origins: [DomainName: ProblemLog.Origin] = [:]

  /// Reads the value of the key `names`.
  ///
  /// - Parameters:
  ///   - value: the value; nil if the key is not there.
  ///   - gateways: the number of locations with a gateway; nil if the locations are wrong.
  ///   - locations: reads addresses as the instance's locations do.
  init(_ value: JSON5Value?, gateways: Int?, _ locations: LocationReader) {
    let values = locations.values
    guard let value, let fields = values.fields(of: value, InventoryKeys.Names.self) else { return }
    for endpoint in Endpoint.allCases {
      guard let key = InventoryKeys.Names(rawValue: endpoint.rawValue), let list = fields[key] else { continue }
      names[endpoint] = []
      let elements = Self.elements(of: list, values)
      if endpoint == .regionalGateway, let gateways, !elements.isEmpty {
        values.checked(at: .byte(list.offset)) { () throws(InvalidSetting) in
          try SettingRule.check(regionalGateways: elements.count, locations: gateways)
        }
      }
      for element in elements { read(element, of: endpoint, locations) }
    }
  }

  /// The elements of a list, or a single name.
  private static func elements(of value: JSON5Value, _ values: ValueReader) -> [JSON5Value] {
    if value.isText || value.kind == .object { return [value] }
    guard value.kind == .list else {
      return values.mismatch(value, "a name, an object with 'name' and 'vip', or a list of these") ?? []
    }
    return values.elements(of: value) ?? []
  }

  /// Reads a hostname, or one with addresses of its own.
  private mutating func read(_ element: JSON5Value, of endpoint: Endpoint, _ locations: LocationReader) {
    let values = locations.values
    var (text, addresses): (JSON5Value?, [IPv4Address]?) = (element, nil)
    if element.kind == .object {
      guard let fields = values.fields(of: element, InventoryKeys.GivenName.self) else { return }
      if fields.lacks(.name) { values.log.report("a given name needs 'name'. Add it.", at: .byte(element.offset)) }
      text = fields[.name]
      addresses = fields[.vip].map(locations.addresses)
    }
    guard let text, let name = values.setting(text, SettingRule.givenName) else { return }
    if let first = origins[name], Set(ownAddresses[name] ?? []) != Set(addresses ?? []) {
      let place = values.log.name(of: first)
      return values.log.report(
        "duplicate name '\(name)', first defined at \(place) with other addresses. Remove one of them.",
        at: .byte(text.offset))
    }
    names[endpoint, default: []].append(name)
    origins[name] = .byte(text.offset)
    if let addresses, !addresses.isEmpty { ownAddresses[name] = addresses }
  }
}
