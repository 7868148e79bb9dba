import APIManagement
import DNSModel

/// Reads the regions and addresses of an instance.
struct LocationReader {
  let values: ValueReader
  /// The cloud of the instance; nil if its name is invalid, so that regions cannot be checked.
  let cloud: Cloud?
  /// Whether addresses may be public.
  let publicAllowed: Bool
  /// Whether regions may be missing from this program's list.
  let unknownRegionAllowed: Bool
  /// Whether hostnames depend on the region, so that it must be there.
  let needsRegion: Bool
  /// Where the values are written, for the fix in messages.
  var source = SettingRule.Source.inventory

  private var log: ProblemLog { values.log }

  /// Reads the locations of an instance.
  ///
  /// - Returns: nil if any part is wrong.
  func locations(_ fields: Fields<InventoryKeys.Instance>, of instance: JSON5Value) -> [Location]? {
    guard let list = fields[.locations] else {
      guard fields.lacks(.locations) else { return nil }
      if needsRegion, fields.lacks(.region), fields.lacks(.vip) {
        log.report("an instance needs 'region' and 'vip', or 'locations'. Add them.", at: .byte(instance.offset))
        return nil
      }
      return location(
        fields[.region], fields[.vip], (fields.lacks(.region), fields.lacks(.vip)), of: instance, "an instance"
      )
      .map { [$0] }
    }
    if let beside = fields[.region] ?? fields[.vip] {
      let word = fields[.region] == nil ? "vip" : "region"
      log.report(
        "'\(word)' and 'locations' cannot be used together. Move '\(word)' into a location.", at: .byte(beside.offset))
    }
    let elements = values.elements(of: list, atLeastOne: "location") ?? []
    var (locations, regions) = ([Location](), Set<Region>())
    for value in elements {
      guard let fields = values.fields(of: value, InventoryKeys.Location.self) else { continue }
      let isDisabled = values.boolean(fields[.disableGateway]) ?? false
      guard
        let location = location(
          fields[.region], fields[.vip], (fields.lacks(.region), fields.lacks(.vip)), of: value, "a location",
          gatewayIsDisabled: isDisabled)
      else { continue }
      if let region = location.region, !regions.insert(region).inserted {
        log.report("duplicate location '\(region)'. Write its addresses as a list.", at: .byte(value.offset))
      } else {
        locations.append(location)
      }
    }
    guard !locations.isEmpty, locations.count == elements.count else { return nil }
    return values.checked(at: .byte(list.offset)) { () throws(InvalidSetting) in
      try SettingRule.check(gatewaysOf: locations)
      return locations
    }
  }

  /// Reads a region and the addresses in it.
  private func location(
    _ region: JSON5Value?, _ vip: JSON5Value?, _ lacks: (region: Bool, vip: Bool), of parent: JSON5Value,
    _ noun: String,
    gatewayIsDisabled: Bool = false
  ) -> Location? {
    if lacks.region, needsRegion { log.report("\(noun) needs 'region'. Add it.", at: .byte(parent.offset)) }
    if lacks.vip { log.report("\(noun) needs 'vip'. Add it.", at: .byte(parent.offset)) }
    let text: String? = values.setting(region) { text in text }
    let known = text.flatMap { self.region($0, at: .byte(region?.offset ?? 0)) }
    let addresses = vip.map(addresses) ?? []
    guard known != nil || lacks.region && !needsRegion, !addresses.isEmpty else { return nil }
    return Location(region: known, virtualIPs: addresses, gatewayIsDisabled: gatewayIsDisabled)
  }

  /// Reads a region.
  func region(_ text: String, at origin: ProblemLog.Origin) -> Region? {
    let known = values.checked(at: origin) { () throws(InvalidSetting) in
      try SettingRule.region(
        text, in: cloud ?? .global, unknownAllowed: unknownRegionAllowed || cloud == nil, of: source)
    }
    if let known, known.isLogical { log.report(SettingRule.warning(aboutLogical: known.region), at: origin, .warning) }
    return known?.region
  }

  /// Reads addresses.
  ///
  /// - Returns: an empty list if any address is wrong.
  func addresses(_ value: JSON5Value) -> [IPv4Address] {
    let texts = values.oneOrMore(value, atLeastOne: "address")
    let addresses = texts.compactMap { text in
      values.setting(text) { text throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: publicAllowed, of: source)
      }
    }
    checkCount(of: addresses, at: .byte(value.offset))
    return addresses.count == texts.count ? addresses : []
  }

  /// Reports more addresses than a name can have.
  func checkCount(of addresses: [IPv4Address], at origin: ProblemLog.Origin) {
    values.checked(at: origin) { () throws(InvalidSetting) in try SettingRule.check(countOf: addresses) }
  }
}
