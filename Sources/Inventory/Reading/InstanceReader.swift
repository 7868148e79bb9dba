import APIManagement
import DNSModel

/// What instances have if they do not say otherwise.
struct InstanceDefaults {
  /// The cloud; nil if its name is invalid, so that regions cannot be checked.
  var cloud: Cloud?
  /// The TTL of every record.
  var ttl: TimeToLive
  /// The hostname scheme.
  var scheme: HostnameScheme
  /// How clients reach the instance.
  var access: Access
  /// The endpoints that get records; nil for those of the scheme.
  var endpoints: EndpointList?
  /// The endpoints that get records whatever an instance says; nil if the command line names none.
  var onlyEndpoints: EndpointList?
}

/// Reads the instances of an inventory, or one from options, and derives their hostnames.
struct InstanceReader {
  private let values: ValueReader
  private let defaults: InstanceDefaults
  /// The instances that Azure reports for resource IDs.
  private let answers: [ResourceID: Instance]
  private(set) var collection: InstanceCollection
  /// Whether an instance sets its own scheme.
  private(set) var choseScheme = false
  /// The instances that are kept by hand.
  private(set) var keptByHand: Set<InstanceName> = []
  /// The existing zones of Azure that instances name for their hostnames.
  private(set) var zones: [DomainName: DomainName] = [:]
  /// The endpoints of lists for all instances that an instance has.
  private var usedEndpoints: Set<Endpoint> = []
  /// The offset of each resource ID.
  private var references: [ResourceID: Int] = [:]

  init(_ values: ValueReader, _ defaults: InstanceDefaults, answers: [ResourceID: Instance] = [:]) {
    self.values = values
    self.defaults = defaults
    self.answers = answers
    collection = InstanceCollection(in: defaults.cloud ?? .global, ttl: defaults.ttl, values.log)
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

  /// Reports the endpoints in a list for all instances that none of them has.
  func reportUnusedEndpoints() {
    guard references.isEmpty, !collection.hostnames.instances.isEmpty else { return }
    for list in [defaults.onlyEndpoints, defaults.endpoints].compactMap(\.self) {
      list.reportUnused(among: usedEndpoints, log)
    }
  }

  /// Reads one instance from options.
  mutating func read(_ options: InstanceOptions) {
    let name = values.setting(options.name, of: "--name", SettingRule.instanceName)
    let locations = LocationReader(
      values: values, cloud: defaults.cloud, publicAllowed: options.allowsPublicAddresses,
      unknownRegionAllowed: options.allowsUnknownRegion, needsRegion: true, source: .option)
    let region = options.region.flatMap { locations.region($0, at: .option("--region")) }
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
        try SettingRule.virtualIP(text, publicAllowed: options.allowsPublicAddresses, of: .option)
      }
    }
    locations.checkCount(of: addresses, at: .option("--vip"))
    if defaults.scheme == .given {
      log.report(
        "'given' needs the names of the instance, which only an inventory has. Use another scheme, or an inventory.",
        at: .option("--hostnames"))
    }
    guard let name, let region, !addresses.isEmpty else { return }
    usedEndpoints.formUnion(EndpointList.known(to: defaults.scheme, defaults.access, given: []))
    let instance = Instance(
      name: name, scheme: defaults.scheme, access: defaults.access, endpoints: defaults.onlyEndpoints?.endpoints,
      locations: [Location(region: region, virtualIPs: addresses)])
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
    let scheme = chosen ?? defaults.scheme
    let access = values.setting(fields[.access], SettingRule.access) ?? defaults.access
    // The one hostname of a private endpoint is the same in every scheme.
    if access == .privateEndpoint { choseScheme = true }
    let cloud = values.setting(fields[.cloud], SettingRule.cloud)
    let reader = LocationReader(
      values: values, cloud: fields[.cloud] == nil ? defaults.cloud : cloud,
      publicAllowed: values.boolean(fields[.publicVip]) ?? false,
      unknownRegionAllowed: values.boolean(fields[.allowUnknownRegion]) ?? false,
      needsRegion: scheme.needsRegion(for: access))
    let locations = reader.locations(fields, of: value)
    let isKeptByHand = values.boolean(fields[.keptByHand]) ?? false
    let zone = values.setting(fields[.zone], SettingRule.hostname)
    let given = GivenNames(
      fields[.names], gateways: locations?.count { !$0.gatewayIsDisabled }, reader)
    let ownEndpoints = fields[.endpoints].map { EndpointList($0, values) }
    guard let name, let origin = fields[.name]?.offset, let locations else { return }
    // Only the instances of the inventory's cloud are compared with Azure.
    if isKeptByHand, cloud == nil || cloud == defaults.cloud { keptByHand.insert(name) }
    let endpoints = defaults.onlyEndpoints ?? ownEndpoints ?? defaults.endpoints
    let known = EndpointList.known(to: scheme, access, given: given.names.keys)
    usedEndpoints.formUnion(known)
    ownEndpoints?.check(against: known, of: name, scheme, access, log)
    let instance = Instance(
      name: name, cloud: cloud == defaults.cloud ? nil : cloud, scheme: scheme, access: access,
      endpoints: endpoints?.endpoints, locations: locations,
      givenNames: given.names, ownAddresses: given.ownAddresses)
    check(instance, at: origin, fields)
    collection.add(instance, at: .byte(origin), givenOrigins: given.origins)
    if let zone { takeZone(zone, of: instance, at: fields[.zone]?.offset ?? 0) }
  }

  /// Reports parts of an instance that do not fit together.
  private func check(_ instance: Instance, at origin: Int, _ fields: Fields<InventoryKeys.Instance>) {
    for misfit in instance.misfits where fields[misfit.key] != nil || fields.lacks(misfit.key) {
      log.report(misfit.message, at: .byte(fields[misfit.key]?.offset ?? origin))
    }
  }

  /// Notes the existing zone of an instance, which must contain one of its names.
  private mutating func takeZone(_ zone: DomainName, of instance: Instance, at offset: Int) {
    let records = (try? instance.records(in: defaults.cloud ?? .global, ttl: .standard)) ?? []
    let names = records.map(\.recordSet.name).filter { $0.isAtOrBelow(zone) }
    guard !names.isEmpty else {
      return log.report(
        "no name of the instance is at or below '\(zone)'. Correct the zone, or remove it.", at: .byte(offset))
    }
    for name in names { zones[name] = zone }
  }

  /// Reads an instance that is named by resource ID, with Azure's answer if there is one.
  private mutating func readReference(_ value: JSON5Value, _ fields: Fields<InventoryKeys.Instance>) {
    let reported: [InventoryKeys.Instance] = [.name, .cloud, .hostnames, .access, .region, .vip, .locations, .names]
    for key in InventoryKeys.Instance.allCases where key != .resourceId {
      guard let beside = fields[key] else { continue }
      let fix =
        reported.contains(key)
        ? "Remove '\(key)', which is read from Azure."
        : "Remove '\(key)', or describe the instance by name, region and vip."
      log.report("'\(key)' and 'resourceId' cannot be used together. \(fix)", at: .byte(beside.offset))
    }
    guard let resource = values.setting(value, SettingRule.service) else { return }
    if let first = references[resource] {
      let place = log.name(of: .byte(first))
      return log.report("duplicate instance, first defined at \(place). Remove one of them.", at: .byte(value.offset))
    }
    references[resource] = value.offset
    // The scheme of this instance comes from Azure.
    choseScheme = true
    guard let instance = answers[resource] else { return }
    let endpoints = (defaults.onlyEndpoints ?? defaults.endpoints)?.endpoints
    collection.add(endpoints.map(instance.limited(to:)) ?? instance, at: .byte(value.offset))
  }
}
