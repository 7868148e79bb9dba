import APIManagement
import DNSModel
import Reconciliation

/// Makes an inventory from a document or from options, and reports all problems.
struct InventoryReader {
  private let values: ValueReader
  /// The folder of the inventory.
  private let folder: SourceFolder
  /// The options that override the inventory.
  private let options: InventoryOptions
  /// The instances that Azure reports for resource IDs.
  private let answers: [ResourceID: Instance]

  init(
    _ document: JSON5Document, file: String, _ log: ProblemLog, _ options: InventoryOptions,
    answers: [ResourceID: Instance] = [:]
  ) {
    values = ValueReader(document: document, log: log)
    folder = SourceFolder(ofFile: file)
    self.options = options
    self.answers = answers
  }

  /// Reads a whole inventory.
  func read() -> InventoryReading {
    let root = values.document.values[0]
    guard let fields = values.fields(of: root, InventoryKeys.Root.self) else {
      return InventoryReading(nil, values.log)
    }
    return read(fields) { instances in
      let _: String? = values.setting(fields[.schema]) { text in text }
      if let list = fields[.instances] { instances.read(list) }
      if options.isForCheck, !values.log.hasErrors, instances.openReferences.isEmpty {
        instances.collection.warnOfNoInstances(at: .byte(fields[.instances]?.offset ?? root.offset))
      }
      let (table, isComplete) = (instances.collection.hostnames, instances.openReferences.isEmpty)
      return BackendReader(values: values, folder: folder, isForCheck: options.isForCheck) { region in
        !isComplete || table.hasView(of: region)
      }
      .read(fields[.backends])
    }
  }

  /// Reads one instance from options.
  func read(_ instance: InstanceOptions) -> InventoryReading {
    read(nil) { instances in
      instances.read(instance)
      return BackendSettings()
    }
  }

  /// Reads the settings for all instances, and then the rest.
  ///
  /// An option overrides the inventory, whose value is checked nevertheless.
  private func read(
    _ fields: Fields<InventoryKeys.Root>?, _ rest: (inout InstanceReader) -> BackendSettings
  ) -> InventoryReading {
    let writtenOwner = values.setting(fields?[.owner], SettingRule.owner)
    let writtenCloud = values.setting(fields?[.cloud], SettingRule.cloud)
    let writtenTTL = values.timeToLive(fields?[.ttl])
    let writtenScheme = values.setting(fields?[.hostnames], SettingRule.scheme)
    let writtenAccess = values.setting(fields?[.access], SettingRule.access)
    let writtenEndpoints = fields?[.endpoints].map { EndpointList($0, values) }
    let givenCloud = values.setting(options.cloud, of: "--cloud", SettingRule.cloud)
    let givenTTL = values.setting(options.ttl, of: "--ttl", SettingRule.ttl)
    let givenScheme = values.setting(options.hostnames, of: "--hostnames", SettingRule.scheme)
    let givenOwner = values.setting(options.owner, of: "--owner", SettingRule.owner)

    let namesCloud = options.cloud != nil || fields?[.cloud] != nil
    let cloud = !namesCloud ? .global : options.cloud == nil ? writtenCloud : givenCloud
    let (ttl, scheme) = (givenTTL ?? writtenTTL ?? .standard, givenScheme ?? writtenScheme ?? .regional)
    let defaults = InstanceDefaults(
      cloud: cloud, ttl: ttl, scheme: scheme, access: writtenAccess ?? .injected, endpoints: writtenEndpoints,
      onlyEndpoints: options.endpoints.map { EndpointList(ofOption: $0, values) })
    var instances = InstanceReader(values, defaults, answers: answers)
    let backends = rest(&instances)
    instances.reportUnusedEndpoints()
    if !values.log.hasErrors { instances.collection.warnOfMissingHostnames() }
    if backends.mayUseAzure { instances.collection.warnOfLongZones() }
    if options.isForCheck { instances.collection.warnOfSharedAddresses() }
    let inventory = Inventory(
      owner: givenOwner ?? writtenOwner ?? .standard, cloud: cloud ?? .global, ttl: ttl, scheme: scheme,
      schemeIsChosen: options.hostnames != nil || writtenScheme != nil || instances.choseScheme,
      references: instances.openReferences, instancesKeptByHand: instances.keptByHand,
      zonesOfNames: instances.zones,
      positions: options.keepsPositions || backends.azure?.compareInstances == true
        ? instances.collection.positions : [:],
      hostnames: instances.collection.hostnames, backends: backends)
    return InventoryReading(inventory, values.log)
  }
}
