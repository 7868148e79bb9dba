import APIManagement
import DNSModel

extension InventoryReader {
  /// What an instance says it has beyond what is usual.
  struct Leniency {
    /// Whether its addresses may be public ones.
    let publicAllowed: Bool
    /// Whether its regions may be newer than the list of regions in this program.
    let unknownRegionAllowed: Bool
  }

  /// Reads all instances of the file.
  mutating func readInstances(_ list: JSON5Value?) {
    // A plain instance has three keys and their values.
    if let list, list.kind == .list { gathered.reserveCapacity(list.elements.nodeCount / 7) }
    readEach(list) { $0.readInstance($1) }
  }

  /// Reads one instance of the file.
  private mutating func readInstance(_ value: JSON5Value) {
    guard let fields = fields(of: value, InventoryKeys.Instance.self) else { return }
    if let resource = fields[.resourceId] { return readReference(resource, fields) }
    let name = setting(fields[.name], SettingRule.instanceName)
    if fields.lacks(.name) { log.report("an instance needs 'name'", at: .byte(value.offset)) }
    let chosen = setting(fields[.hostnames], Self.scheme)
    if chosen != nil { schemeIsChosen = true }
    let leniency = Leniency(
      publicAllowed: boolean(fields[.publicVip]) ?? false,
      unknownRegionAllowed: boolean(fields[.allowUnknownRegion]) ?? false)
    let locations = readLocations(fields, of: value, leniency)
    let given = readNames(fields[.names], locations: locations?.count)
    guard let name, let spot = fields[.name]?.offset, let locations else { return }
    let instance = Instance(
      name: name, scheme: chosen ?? scheme, locations: locations, givenNames: given.names)
    gathered.add(instance, at: .byte(spot), givenSpots: given.spots, &log)
  }

  /// Reads the one instance that options name.
  mutating func readInstance(_ options: InstanceOptions) {
    let name = setting(options.name, of: "--name", SettingRule.instanceName)
    let leniency = Leniency(publicAllowed: false, unknownRegionAllowed: options.allowsUnknownRegion)
    let region = options.region.flatMap { readRegion($0, at: .option("--region"), leniency) }
    let missing = "missing; an instance needs --name, --region and at least one --vip"
    if options.name == nil { log.report(missing, at: .option("--name")) }
    if options.region == nil { log.report(missing, at: .option("--region")) }
    if options.virtualIPs.isEmpty { log.report(missing, at: .option("--vip")) }
    let addresses = options.virtualIPs.compactMap { text in
      checked(at: .option("--vip")) { () throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: false)
      }
    }
    checkCount(of: addresses, at: .option("--vip"))
    guard let name, let region, !addresses.isEmpty else { return }
    let instance = Instance(
      name: name, scheme: scheme, locations: [Location(region: region, virtualIPs: addresses)])
    gathered.add(instance, at: .option("--name"), givenSpots: [:], &log)
  }

  /// Reads where an instance runs.
  ///
  /// - Returns: nothing where any part of it is wrong.
  private mutating func readLocations(
    _ fields: Fields<InventoryKeys.Instance>, of instance: JSON5Value, _ leniency: Leniency
  ) -> [Location]? {
    guard let list = fields[.locations] else {
      guard fields.lacks(.locations) else { return nil }
      if fields.lacks(.region), fields.lacks(.vip) {
        log.report("an instance needs 'region' and 'vip', or 'locations'", at: .byte(instance.offset))
        return nil
      }
      if fields.lacks(.region) { log.report("an instance needs 'region'", at: .byte(instance.offset)) }
      if fields.lacks(.vip) { log.report("an instance needs 'vip'", at: .byte(instance.offset)) }
      return readLocation(fields[.region], fields[.vip], leniency).map { [$0] }
    }
    if let beside = fields[.region] ?? fields[.vip] {
      let word = fields[.region] == nil ? "vip" : "region"
      log.report("'\(word)' cannot stand beside 'locations'; move it into a location", at: .byte(beside.offset))
    }
    if list.kind == .list, list.elements.isEmpty {
      log.report("expected at least one location, found an empty list", at: .byte(list.offset))
    }
    var locations: [Location] = []
    var regions: Set<Region> = []
    var isWhole = list.kind == .list && !list.elements.isEmpty
    readEach(list) { reader, value in
      let location = reader.readLocation(value, leniency)
      guard let location, regions.insert(location.region).inserted else {
        if let location {
          reader.log.report(
            "repeated location '\(location.region)'; give its addresses as a list", at: .byte(value.offset))
        }
        isWhole = false
        return
      }
      locations.append(location)
    }
    return isWhole ? locations : nil
  }

  /// Reads one of several locations.
  private mutating func readLocation(_ value: JSON5Value, _ leniency: Leniency) -> Location? {
    guard let fields = fields(of: value, InventoryKeys.Location.self) else { return nil }
    if fields.lacks(.region) { log.report("a location needs 'region'", at: .byte(value.offset)) }
    if fields.lacks(.vip) { log.report("a location needs 'vip'", at: .byte(value.offset)) }
    return readLocation(fields[.region], fields[.vip], leniency)
  }

  /// Reads a region and the addresses in it.
  private mutating func readLocation(
    _ region: JSON5Value?, _ vip: JSON5Value?, _ leniency: Leniency
  ) -> Location? {
    let text: String? = setting(region) { text in text }
    let known = text.flatMap { readRegion($0, at: .byte(region?.offset ?? 0), leniency) }
    let addresses = vip.map { readAddresses($0, publicAllowed: leniency.publicAllowed) } ?? []
    guard let known, !addresses.isEmpty else { return nil }
    return Location(region: known, virtualIPs: addresses)
  }

  /// Takes the name of a region; where the cloud itself is wrong, its regions cannot be known.
  private mutating func readRegion(_ text: String, at spot: ProblemLog.Spot, _ leniency: Leniency) -> Region? {
    let (cloud, unknownAllowed) = (cloud, leniency.unknownRegionAllowed || !cloudIsKnown)
    let known = checked(at: spot) { () throws(InvalidSetting) in
      try SettingRule.region(text, in: cloud, unknownAllowed: unknownAllowed)
    }
    if let known, known.isLogical { log.report(SettingRule.remark(onLogical: known.region), at: spot, .warning) }
    return known?.region
  }

  /// Reads addresses.
  ///
  /// - Returns: none at all where any of them is wrong.
  private mutating func readAddresses(_ value: JSON5Value, publicAllowed: Bool) -> [IPv4Address] {
    if value.kind == .list, value.elements.isEmpty {
      log.report("expected at least one address, found an empty list", at: .byte(value.offset))
    }
    let texts = oneOrMore(value)
    let addresses = texts.compactMap { text in
      setting(text) { text throws(InvalidSetting) in
        try SettingRule.virtualIP(text, publicAllowed: publicAllowed)
      }
    }
    checkCount(of: addresses, at: .byte(value.offset))
    return addresses.count == texts.count ? addresses : []
  }

  /// Refuses more addresses than a name can have.
  private mutating func checkCount(of addresses: [IPv4Address], at spot: ProblemLog.Spot) {
    let count = addresses.count <= SettingRule.mostAddresses ? 0 : Set(addresses).count
    guard count > SettingRule.mostAddresses else { return }
    log.report("a name can have \(SettingRule.mostAddresses) addresses at most, and here are \(count)", at: spot)
  }

  /// Reads the hostnames that somebody gave for endpoints.
  private mutating func readNames(
    _ value: JSON5Value?, locations: Int?
  ) -> (names: [Endpoint: [DomainName]], spots: [DomainName: ProblemLog.Spot]) {
    var names: [Endpoint: [DomainName]] = [:]
    var spots: [DomainName: ProblemLog.Spot] = [:]
    guard let value, let fields = fields(of: value, InventoryKeys.Names.self) else { return (names, spots) }
    for (key, endpoint) in Self.endpoints {
      guard let list = fields[key] else { continue }
      // An empty list is an endpoint that the instance does not have.
      names[endpoint] = []
      let texts = oneOrMore(list)
      if key == .regionalGateway, let locations, !texts.isEmpty, texts.count != locations {
        log.report(
          "expected one hostname for each location in their order: \(locations), found \(texts.count)",
          at: .byte(list.offset))
      }
      for text in texts {
        guard let name = setting(text, SettingRule.hostname) else { continue }
        names[endpoint, default: []].append(name)
        spots[name] = .byte(text.offset)
      }
    }
    return (names, spots)
  }

  /// The endpoints by the keys of their names.
  private static let endpoints: [(InventoryKeys.Names, Endpoint)] = [
    (.gateway, .gateway), (.regionalGateway, .regionalGateway), (.developerPortal, .developerPortal),
    (.management, .management), (.scm, .scm),
  ]
}
