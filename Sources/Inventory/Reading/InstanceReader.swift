import APIManagement
import DNSModel

/// Reads the instances of an inventory, or one from options, and derives their hostnames.
struct InstanceReader {
  /// What an instance allows.
  private struct Permissions {
    let publicAllowed: Bool
    /// Whether regions may be missing from this program's list.
    let unknownRegionAllowed: Bool
  }

  private let values: ValueReader
  /// The cloud of all instances; nil if its name is invalid, so that regions cannot be checked.
  private let cloud: Cloud?
  /// The hostname scheme of every instance without its own.
  private let scheme: HostnameScheme
  /// The instances that Azure reports for resource IDs.
  private let answers: [ResourceID: Instance]
  private(set) var collection: InstanceCollection
  /// Whether an instance sets its own scheme.
  private(set) var choseScheme = false
  /// The instances that are kept by hand.
  private(set) var keptByHand: Set<InstanceName> = []
  /// The existing zones of Azure that instances name.
  private(set) var zones: [InstanceName: DomainName] = [:]
  /// The offset of each resource ID.
  private var references: [ResourceID: Int] = [:]

  init(
    _ values: ValueReader, cloud: Cloud?, ttl: TimeToLive, scheme: HostnameScheme, answers: [ResourceID: Instance] = [:]
  ) {
    self.values = values
    self.cloud = cloud
    self.scheme = scheme
    self.answers = answers
    collection = InstanceCollection(in: cloud ?? .global, ttl: ttl, values.log)
  }

  private var log: ProblemLog { values.log }

  /// The instances that have yet to be read from Azure, in the order of the file.
  var openReferences: [InstanceReference] {
    references.filter { answers[$0.key] == nil }.sorted { $0.value < $1.value }.map { resource, offset in
      InstanceReference(resource: resource, position: log.position(ofByte: offset))
    }
  }

  /// Reads all instances of the file.
  mutating func read(_ list: JSON5Value) {
    guard let elements = values.elements(of: list) else { return }
    collection.reserveCapacity(elements.count)
    for element in elements { readInstance(element) }
  }

  /// Reads one instance from options.
  mutating func read(_ options: InstanceOptions) {
    let name = values.setting(options.name, of: "--name", SettingRule.instanceName)
    let permissions = Permissions(publicAllowed: false, unknownRegionAllowed: options.allowsUnknownRegion)
    let region = options.region.flatMap { readRegion($0, at: .option("--region"), permissions) }
    if options.name == nil {
      log.report("required to describe an instance. Set --name.", at: .option("--name"))
    }
    if options.region == nil {
      log.report("required to describe an instance. Set --region.", at: .option("--region"))
    }
    if options.virtualIPs.isEmpty {
      log.report("required to describe an instance. Set at least one --vip.", at: .option("--vip"))
    }
    let addresses = options.virtualIPs.compactMap { text in
      values.setting(text, of: "--vip") { text throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: false)
      }
    }
    checkCount(of: addresses, at: .option("--vip"))
    guard let name, let region, !addresses.isEmpty else { return }
    let instance = Instance(name: name, scheme: scheme, locations: [Location(region: region, virtualIPs: addresses)])
    collection.add(instance, at: .option("--name"))
  }

  /// Reads one instance of the file.
  private mutating func readInstance(_ value: JSON5Value) {
    guard let fields = values.fields(of: value, InventoryKeys.Instance.self) else { return }
    if let resource = fields[.resourceId] { return readReference(resource, fields) }
    let name = values.setting(fields[.name], SettingRule.instanceName)
    if fields.lacks(.name) { log.report("an instance needs 'name'. Add it.", at: .byte(value.offset)) }
    let chosen = values.setting(fields[.hostnames], SettingRule.scheme)
    if chosen != nil { choseScheme = true }
    let permissions = Permissions(
      publicAllowed: values.boolean(fields[.publicVip]) ?? false,
      unknownRegionAllowed: values.boolean(fields[.allowUnknownRegion]) ?? false)
    let locations = readLocations(fields, of: value, permissions)
    let isKeptByHand = values.boolean(fields[.keptByHand]) ?? false
    let zone = values.setting(fields[.zone], SettingRule.hostname)
    let given = readNames(fields[.names], locations: locations?.count)
    guard let name, let origin = fields[.name]?.offset, let locations else { return }
    if isKeptByHand { keptByHand.insert(name) }
    let instance = Instance(name: name, scheme: chosen ?? scheme, locations: locations, givenNames: given.names)
    collection.add(instance, at: .byte(origin), givenOrigins: given.origins)
    if let zone { takeZone(zone, of: instance, at: fields[.zone]?.offset ?? 0) }
  }

  /// Notes the existing zone of an instance, which must contain one of its names.
  private mutating func takeZone(_ zone: DomainName, of instance: Instance, at offset: Int) {
    let records = (try? instance.records(in: cloud ?? .global, ttl: .standard)) ?? []
    guard records.contains(where: { $0.recordSet.name.isAtOrBelow(zone) }) else {
      return log.report(
        "no name of the instance is at or below '\(zone)'. Correct the zone, or remove it.", at: .byte(offset))
    }
    zones[instance.name] = zone
  }

  /// Reads an instance that is named by resource ID, with Azure's answer if there is one.
  private mutating func readReference(_ value: JSON5Value, _ fields: Fields<InventoryKeys.Instance>) {
    for key in InventoryKeys.Instance.allCases where key != .resourceId {
      guard let beside = fields[key] else { continue }
      log.report(
        "'\(key)' and 'resourceId' cannot be used together. Remove '\(key)', which is read from Azure.",
        at: .byte(beside.offset))
    }
    guard let resource = values.setting(value, SettingRule.service) else { return }
    if let first = references[resource] {
      let place = log.name(of: .byte(first))
      return log.report("duplicate instance, first defined at \(place). Remove one of them.", at: .byte(value.offset))
    }
    references[resource] = value.offset
    // The scheme of this instance comes from Azure.
    choseScheme = true
    if let instance = answers[resource] { collection.add(instance, at: .byte(value.offset)) }
  }

  /// Reads the locations of an instance.
  ///
  /// - Returns: nil if any part is wrong.
  private func readLocations(
    _ fields: Fields<InventoryKeys.Instance>, of instance: JSON5Value, _ permissions: Permissions
  ) -> [Location]? {
    guard let list = fields[.locations] else {
      guard fields.lacks(.locations) else { return nil }
      if fields.lacks(.region), fields.lacks(.vip) {
        log.report("an instance needs 'region' and 'vip', or 'locations'. Add them.", at: .byte(instance.offset))
        return nil
      }
      if fields.lacks(.region) { log.report("an instance needs 'region'. Add it.", at: .byte(instance.offset)) }
      if fields.lacks(.vip) { log.report("an instance needs 'vip'. Add it.", at: .byte(instance.offset)) }
      return readLocation(fields[.region], fields[.vip], permissions).map { [$0] }
    }
    if let beside = fields[.region] ?? fields[.vip] {
      let word = fields[.region] == nil ? "vip" : "region"
      log.report(
        "'\(word)' and 'locations' cannot be used together. Move '\(word)' into a location.", at: .byte(beside.offset))
    }
    let elements = values.elements(of: list, atLeastOne: "location") ?? []
    var (locations, regions) = ([Location](), Set<Region>())
    for value in elements {
      guard let location = readLocation(value, permissions) else { continue }
      if regions.insert(location.region).inserted {
        locations.append(location)
      } else {
        log.report(
          "duplicate location '\(location.region)'. Write its addresses as a list.", at: .byte(value.offset))
      }
    }
    return locations.isEmpty || locations.count < elements.count ? nil : locations
  }

  private func readLocation(_ value: JSON5Value, _ permissions: Permissions) -> Location? {
    guard let fields = values.fields(of: value, InventoryKeys.Location.self) else { return nil }
    if fields.lacks(.region) { log.report("a location needs 'region'. Add it.", at: .byte(value.offset)) }
    if fields.lacks(.vip) { log.report("a location needs 'vip'. Add it.", at: .byte(value.offset)) }
    return readLocation(fields[.region], fields[.vip], permissions)
  }

  /// Reads a region and the addresses in it.
  private func readLocation(_ region: JSON5Value?, _ vip: JSON5Value?, _ permissions: Permissions) -> Location? {
    let text: String? = values.setting(region) { text in text }
    let known = text.flatMap { readRegion($0, at: .byte(region?.offset ?? 0), permissions) }
    let addresses = vip.map { readAddresses($0, permissions) } ?? []
    guard let known, !addresses.isEmpty else { return nil }
    return Location(region: known, virtualIPs: addresses)
  }

  private func readRegion(_ text: String, at origin: ProblemLog.Origin, _ permissions: Permissions) -> Region? {
    let known = values.checked(at: origin) { () throws(InvalidSetting) in
      try SettingRule.region(
        text, in: cloud ?? .global, unknownAllowed: permissions.unknownRegionAllowed || cloud == nil)
    }
    if let known, known.isLogical { log.report(SettingRule.warning(aboutLogical: known.region), at: origin, .warning) }
    return known?.region
  }

  /// Reads addresses.
  ///
  /// - Returns: an empty list if any address is wrong.
  private func readAddresses(_ value: JSON5Value, _ permissions: Permissions) -> [IPv4Address] {
    let texts = values.oneOrMore(value, atLeastOne: "address")
    var addresses: [IPv4Address] = []
    for text in texts {
      let address = values.setting(text) { text throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: permissions.publicAllowed)
      }
      if let address { addresses.append(address) }
    }
    checkCount(of: addresses, at: .byte(value.offset))
    return addresses.count == texts.count ? addresses : []
  }

  private func checkCount(of addresses: [IPv4Address], at origin: ProblemLog.Origin) {
    values.checked(at: origin) { () throws(InvalidSetting) in try SettingRule.check(countOf: addresses) }
  }

  /// Reads the hostnames given for endpoints.
  private func readNames(
    _ value: JSON5Value?, locations: Int?
  ) -> (names: [Endpoint: [DomainName]], origins: [DomainName: ProblemLog.Origin]) {
    var names: [Endpoint: [DomainName]] = [:]
    var origins: [DomainName: ProblemLog.Origin] = [:]
    guard let value, let fields = values.fields(of: value, InventoryKeys.Names.self) else { return (names, origins) }
    for endpoint in Endpoint.allCases {
      guard let key = InventoryKeys.Names(rawValue: endpoint.rawValue), let list = fields[key] else { continue }
      // An empty list: the instance does not have this endpoint.
      names[endpoint] = []
      let texts = values.oneOrMore(list)
      if endpoint == .regionalGateway, let locations, !texts.isEmpty {
        values.checked(at: .byte(list.offset)) { () throws(InvalidSetting) in
          try SettingRule.check(regionalGateways: texts.count, locations: locations)
        }
      }
      for text in texts {
        guard let name = values.setting(text, SettingRule.hostname) else { continue }
        names[endpoint, default: []].append(name)
        origins[name] = .byte(text.offset)
      }
    }
    return (names, origins)
  }
}
