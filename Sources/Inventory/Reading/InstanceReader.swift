import APIManagement
import DNSModel

/// Reads the instances of an inventory, or the one that options name, and derives their hostnames.
struct InstanceReader {
  /// What an instance says it has beyond what is usual.
  private struct Exceptions {
    /// Whether its addresses may be public ones.
    let publicAllowed: Bool
    /// Whether its regions may be newer than the list of regions in this program.
    let unknownRegionAllowed: Bool
  }

  /// What takes the values.
  private let values: ValueReader
  /// The cloud of all instances; nothing where the one that somebody named is none: then its regions cannot be known.
  private let cloud: Cloud?
  /// How hostnames are formed where an instance does not say so itself.
  private let scheme: HostnameScheme
  /// What Azure says about instances that are named by their resource IDs.
  private let answers: [ResourceID: Instance]
  /// The instances so far.
  private(set) var collection: InstanceCollection
  /// Whether an instance chose its scheme itself.
  private(set) var choseScheme = false
  /// Where each instance stands that is named by its resource ID.
  private var references: [ResourceID: Int] = [:]

  /// Makes a reader.
  init(
    _ values: ValueReader, cloud: Cloud?, ttl: TimeToLive, scheme: HostnameScheme, answers: [ResourceID: Instance] = [:]
  ) {
    self.values = values
    self.cloud = cloud
    self.scheme = scheme
    self.answers = answers
    collection = InstanceCollection(in: cloud ?? .global, ttl: ttl, values.log)
  }

  /// Where problems go.
  private var log: ProblemLog { values.log }

  /// The instances that nobody asked Azure about yet, in the order of the file.
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

  /// Reads the one instance that options name.
  mutating func read(_ options: InstanceOptions) {
    let name = values.setting(options.name, of: "--name", SettingRule.instanceName)
    let exceptions = Exceptions(publicAllowed: false, unknownRegionAllowed: options.allowsUnknownRegion)
    let region = options.region.flatMap { readRegion($0, at: .option("--region"), exceptions) }
    let missing = "missing; an instance needs --name, --region and at least one --vip"
    if options.name == nil { log.report(missing, at: .option("--name")) }
    if options.region == nil { log.report(missing, at: .option("--region")) }
    if options.virtualIPs.isEmpty { log.report(missing, at: .option("--vip")) }
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
    if fields.lacks(.name) { log.report("an instance needs 'name'", at: .byte(value.offset)) }
    let chosen = values.setting(fields[.hostnames], SettingRule.scheme)
    if chosen != nil { choseScheme = true }
    let exceptions = Exceptions(
      publicAllowed: values.boolean(fields[.publicVip]) ?? false,
      unknownRegionAllowed: values.boolean(fields[.allowUnknownRegion]) ?? false)
    let locations = readLocations(fields, of: value, exceptions)
    let given = readNames(fields[.names], locations: locations?.count)
    guard let name, let spot = fields[.name]?.offset, let locations else { return }
    let instance = Instance(name: name, scheme: chosen ?? scheme, locations: locations, givenNames: given.names)
    collection.add(instance, at: .byte(spot), givenSpots: given.spots)
  }

  /// Reads an instance that is named by its resource ID, and takes what Azure said about it where somebody asked.
  private mutating func readReference(_ value: JSON5Value, _ fields: Fields<InventoryKeys.Instance>) {
    for key in InventoryKeys.Instance.allCases where key != .resourceId {
      guard let beside = fields[key] else { continue }
      log.report("'\(key)' cannot stand beside 'resourceId'; take it out, Azure says it", at: .byte(beside.offset))
    }
    guard let resource = values.setting(value, SettingRule.service) else { return }
    if let first = references[resource] {
      let place = log.name(of: .byte(first))
      return log.report("repeated instance; its resource already stands in \(place)", at: .byte(value.offset))
    }
    references[resource] = value.offset
    // Whatever the scheme of others is, it says nothing about this one.
    choseScheme = true
    if let instance = answers[resource] { collection.add(instance, at: .byte(value.offset)) }
  }

  /// Reads where an instance runs.
  ///
  /// - Returns: nothing where any part of it is wrong.
  private func readLocations(
    _ fields: Fields<InventoryKeys.Instance>, of instance: JSON5Value, _ exceptions: Exceptions
  ) -> [Location]? {
    guard let list = fields[.locations] else {
      guard fields.lacks(.locations) else { return nil }
      if fields.lacks(.region), fields.lacks(.vip) {
        log.report("an instance needs 'region' and 'vip', or 'locations'", at: .byte(instance.offset))
        return nil
      }
      if fields.lacks(.region) { log.report("an instance needs 'region'", at: .byte(instance.offset)) }
      if fields.lacks(.vip) { log.report("an instance needs 'vip'", at: .byte(instance.offset)) }
      return readLocation(fields[.region], fields[.vip], exceptions).map { [$0] }
    }
    if let beside = fields[.region] ?? fields[.vip] {
      let word = fields[.region] == nil ? "vip" : "region"
      log.report("'\(word)' cannot stand beside 'locations'; move it into a location", at: .byte(beside.offset))
    }
    let elements = values.elements(of: list, atLeastOne: "location") ?? []
    var (locations, regions) = ([Location](), Set<Region>())
    for value in elements {
      guard let location = readLocation(value, exceptions) else { continue }
      if regions.insert(location.region).inserted {
        locations.append(location)
      } else {
        log.report(
          "repeated location '\(location.region)'; give its addresses as a list", at: .byte(value.offset))
      }
    }
    return locations.isEmpty || locations.count < elements.count ? nil : locations
  }

  /// Reads one of several locations.
  private func readLocation(_ value: JSON5Value, _ exceptions: Exceptions) -> Location? {
    guard let fields = values.fields(of: value, InventoryKeys.Location.self) else { return nil }
    if fields.lacks(.region) { log.report("a location needs 'region'", at: .byte(value.offset)) }
    if fields.lacks(.vip) { log.report("a location needs 'vip'", at: .byte(value.offset)) }
    return readLocation(fields[.region], fields[.vip], exceptions)
  }

  /// Reads a region and the addresses in it.
  private func readLocation(_ region: JSON5Value?, _ vip: JSON5Value?, _ exceptions: Exceptions) -> Location? {
    let text: String? = values.setting(region) { text in text }
    let known = text.flatMap { readRegion($0, at: .byte(region?.offset ?? 0), exceptions) }
    let addresses = vip.map { readAddresses($0, exceptions) } ?? []
    guard let known, !addresses.isEmpty else { return nil }
    return Location(region: known, virtualIPs: addresses)
  }

  /// Takes the name of a region.
  private func readRegion(_ text: String, at spot: ProblemLog.Spot, _ exceptions: Exceptions) -> Region? {
    let known = values.checked(at: spot) { () throws(InvalidSetting) in
      try SettingRule.region(
        text, in: cloud ?? .global, unknownAllowed: exceptions.unknownRegionAllowed || cloud == nil)
    }
    if let known, known.isLogical { log.report(SettingRule.remark(onLogical: known.region), at: spot, .warning) }
    return known?.region
  }

  /// Reads addresses.
  ///
  /// - Returns: none at all where any of them is wrong.
  private func readAddresses(_ value: JSON5Value, _ exceptions: Exceptions) -> [IPv4Address] {
    let texts = values.oneOrMore(value, atLeastOne: "address")
    var addresses: [IPv4Address] = []
    for text in texts {
      let address = values.setting(text) { text throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: exceptions.publicAllowed)
      }
      if let address { addresses.append(address) }
    }
    checkCount(of: addresses, at: .byte(value.offset))
    return addresses.count == texts.count ? addresses : []
  }

  /// Refuses more addresses than a name can have.
  private func checkCount(of addresses: [IPv4Address], at spot: ProblemLog.Spot) {
    values.checked(at: spot) { () throws(InvalidSetting) in try SettingRule.check(countOf: addresses) }
  }

  /// Reads the hostnames that somebody gave for endpoints.
  private func readNames(
    _ value: JSON5Value?, locations: Int?
  ) -> (names: [Endpoint: [DomainName]], spots: [DomainName: ProblemLog.Spot]) {
    var names: [Endpoint: [DomainName]] = [:]
    var spots: [DomainName: ProblemLog.Spot] = [:]
    guard let value, let fields = values.fields(of: value, InventoryKeys.Names.self) else { return (names, spots) }
    for endpoint in Endpoint.allCases {
      guard let key = InventoryKeys.Names(rawValue: endpoint.rawValue), let list = fields[key] else { continue }
      // An empty list is an endpoint that the instance does not have.
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
        spots[name] = .byte(text.offset)
      }
    }
    return (names, spots)
  }
}
