import APIManagement
import DNSModel
import Reconciliation

/// Reads the settings of the backends.
struct BackendReader {
  let values: ValueReader
  /// The folder of the inventory.
  let folder: SourceFolder
  /// Whether to warn of defaults that suit only a test.
  let isForCheck: Bool
  /// Whether a gateway with several locations has one in a region.
  let hasLocation: (Region) -> Bool

  /// An empty object also configures a backend.
  func read(_ value: JSON5Value?) -> BackendSettings {
    var settings = BackendSettings()
    guard let value, let fields = values.fields(of: value, InventoryKeys.Backends.self) else { return settings }
    settings.zones = fields[.zones].flatMap(readZones)
    settings.hosts = fields[.hosts].flatMap(readHosts)
    settings.azure = fields[.azure].flatMap(readAzure)
    return settings
  }

  private func readZones(_ value: JSON5Value) -> ZoneFileSettings? {
    guard let fields = values.fields(of: value, InventoryKeys.Zones.self) else { return nil }
    var settings = ZoneFileSettings()
    settings.directory = values.setting(fields[.directory], SettingRule.path).map(folder.path)
    settings.serverDirectory = values.setting(fields[.serverDirectory], SettingRule.serverPath)
    settings.layout = choice(fields[.layout], called: "layout")
    settings.policyZone = values.setting(fields[.policyZone], SettingRule.hostname)
    settings.view = view(fields[.view])
    settings.nameServers = fields[.nameServers].map { list in
      let names = values.elements(of: list, atLeastOne: "name server") ?? []
      return names.compactMap { values.setting($0, SettingRule.hostname) }
    }
    settings.contact = values.setting(fields[.contact], SettingRule.contact)
    settings.apexTTL = values.timeToLive(fields[.apexTTL])
    settings.negativeTTL = values.timeToLive(fields[.negativeTTL])
    settings.catalog = values.setting(fields[.catalog], SettingRule.hostname)
    settings.serial = choice(fields[.serial], called: "serial policy")
    settings.bindVersion = choice(fields[.bindVersion], called: "version of BIND")
    settings.zoneOptions = fields[.zoneOptions].map { list in
      values.distinct(list, { "duplicate statement, first defined at \($0). Remove one of them." }) { value in
        values.setting(value, SettingRule.zoneOption).map { ($0, value) }
      }
    }
    if isForCheck,
      let warning = ZoneFileSettings.warningOfTestValues(
        hasNameServers: fields[.nameServers] != nil, hasContact: fields[.contact] != nil,
        settings.layout ?? .perHostname)
    {
      values.log.report(warning, at: .byte(value.offset), .warning)
    }
    settings.check = values.setting(fields[.check], SettingRule.command)
    settings.checkConfig = values.setting(fields[.checkConfig], SettingRule.command)
    settings.reload = values.setting(fields[.reload], SettingRule.command)
    return settings
  }

  private func readHosts(_ value: JSON5Value) -> HostsFileSettings? {
    guard let fields = values.fields(of: value, InventoryKeys.Hosts.self) else { return nil }
    var settings = HostsFileSettings()
    settings.file = values.setting(fields[.file], SettingRule.path).map(folder.path)
    settings.view = view(fields[.view])
    settings.backup = values.boolean(fields[.backup])
    settings.reload = values.setting(fields[.reload], SettingRule.command)
    settings.machines = fields[.machines].map { list in
      values.distinct(list) {
        "duplicate machine, first defined at \($0). Remove one of them."
      } _: { value in
        values.setting(value, SettingRule.machine).map { ($0, value) }
      }
    }
    if settings.machines?.isEmpty == false, let file = fields[.file], let path = values.document.text(of: file) {
      settings.file = values.checked(at: .byte(file.offset)) { () throws(InvalidSetting) in
        try SettingRule.pathOnMachine(path)
      }
    }
    return settings
  }

  private func readAzure(_ value: JSON5Value) -> AzureSettings? {
    guard let fields = values.fields(of: value, InventoryKeys.Azure.self) else { return nil }
    var settings = AzureSettings()
    settings.subscription = values.setting(fields[.subscription], SettingRule.subscription)
    settings.resourceGroup = values.setting(fields[.resourceGroup], SettingRule.resourceGroup)
    settings.view = view(fields[.view])
    settings.links = fields[.links].map { list in
      values.distinct(
        list, { "duplicate link to this virtual network, first defined at \($0). Remove one of them." }, readLink)
    }
    settings.zones = fields[.zones].map { list in
      values.distinct(list, { "duplicate zone, first defined at \($0). Remove one of them." }) { value in
        values.setting(value, SettingRule.hostname).map { ($0, value) }
      }
    }
    settings.compareInstances = values.boolean(fields[.compareInstances])
    settings.endpoint = values.setting(fields[.endpoint], SettingRule.endpoint)
    settings.auth = choice(fields[.auth], called: "credential source")
    return settings
  }

  private func readLink(_ value: JSON5Value) -> (setting: ResourceID, origin: JSON5Value)? {
    guard let fields = values.fields(of: value, InventoryKeys.Link.self) else { return nil }
    if fields.lacks(.virtualNetwork) {
      values.log.report("a link needs 'virtualNetwork'. Add it.", at: .byte(value.offset))
    }
    guard let text = fields[.virtualNetwork] else { return nil }
    return values.setting(text, SettingRule.virtualNetwork).map { ($0, text) }
  }

  /// Reads the region of a backend's clients.
  private func view(_ value: JSON5Value?) -> Region? {
    guard let region = values.setting(value, SettingRule.regionName) else { return nil }
    if !hasLocation(region) {
      values.log.report(
        "no instance with several locations has one in '\(region)', so the view changes nothing. Correct it, or remove it.",
        at: .byte(value?.offset ?? 0), .warning)
    }
    return region
  }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ value: JSON5Value?, called noun: String
  ) -> Value? {
    values.setting(value) { text throws(InvalidSetting) in
      try SettingRule.choice(text, of: Value.self, called: noun)
    }
  }
}
