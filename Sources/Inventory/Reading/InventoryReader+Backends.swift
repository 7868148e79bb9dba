import APIManagement
import DNSModel
import Reconciliation

extension InventoryReader {
  /// Reads the backends; one that is named with nothing in it is configured too.
  mutating func readBackends(_ value: JSON5Value?) -> BackendSettings {
    var settings = BackendSettings()
    guard let value, let fields = fields(of: value, InventoryKeys.Backends.self) else { return settings }
    settings.zones = fields[.zones].flatMap { readZones($0) }
    settings.hosts = fields[.hosts].flatMap { readHosts($0) }
    settings.azure = fields[.azure].flatMap { readAzure($0) }
    return settings
  }

  /// Reads what is said about zone files.
  private mutating func readZones(_ value: JSON5Value) -> ZoneFileSettings? {
    guard let fields = fields(of: value, InventoryKeys.Zones.self) else { return nil }
    var settings = ZoneFileSettings()
    settings.directory = setting(fields[.directory], SettingRule.path).map(folder.path)
    settings.layout = setting(fields[.layout]) { text throws(InvalidSetting) in
      try SettingRule.choice(text, of: ZoneLayout.self, called: "layout")
    }
    settings.nameServers = someSettings(fields[.nameServers], called: "name server", SettingRule.hostname)
    settings.contact = setting(fields[.contact], SettingRule.contact)
    settings.catalog = setting(fields[.catalog], SettingRule.hostname)
    settings.serial = setting(fields[.serial]) { text throws(InvalidSetting) in
      try SettingRule.choice(text, of: SerialPolicy.self, called: "serial policy")
    }
    settings.check = setting(fields[.check], SettingRule.command)
    settings.reload = setting(fields[.reload], SettingRule.command)
    return settings
  }

  /// Reads what is said about hosts files.
  private mutating func readHosts(_ value: JSON5Value) -> HostsFileSettings? {
    guard let fields = fields(of: value, InventoryKeys.Hosts.self) else { return nil }
    var settings = HostsFileSettings()
    settings.file = setting(fields[.file], SettingRule.path).map(folder.path)
    settings.backup = boolean(fields[.backup])
    settings.machines = fields[.machines].map { readMachines($0) }
    if settings.machines?.isEmpty == false, let file = fields[.file], let path = file.text {
      settings.file = checked(at: .byte(file.offset)) { () throws(InvalidSetting) in
        try SettingRule.pathOnMachine(path)
      }
    }
    return settings
  }

  /// Reads the machines, each once.
  private mutating func readMachines(_ list: JSON5Value) -> [Machine] {
    var machines = DistinctValues<Machine>()
    readEach(list) { reader, value in
      guard let machine = reader.setting(value, SettingRule.machine) else { return }
      if let first = machines.add(machine, at: .byte(value.offset)) {
        let place = reader.log.name(of: first)
        reader.log.report("repeated machine; it already stands in \(place)", at: .byte(value.offset))
      }
    }
    return machines.inOrder
  }

  /// Reads what is said about Azure Private DNS.
  private mutating func readAzure(_ value: JSON5Value) -> AzureSettings? {
    guard let fields = fields(of: value, InventoryKeys.Azure.self) else { return nil }
    var settings = AzureSettings()
    settings.subscription = setting(fields[.subscription], SettingRule.subscription)
    settings.resourceGroup = setting(fields[.resourceGroup], SettingRule.resourceGroup)
    settings.links = fields[.links].map { readLinks($0) }
    settings.endpoint = setting(fields[.endpoint], SettingRule.endpoint)
    settings.auth = setting(fields[.auth]) { text throws(InvalidSetting) in
      try SettingRule.choice(text, of: CredentialSource.self, called: "credential source")
    }
    return settings
  }

  /// Reads the links to virtual networks, each once.
  private mutating func readLinks(_ list: JSON5Value) -> [ResourceID] {
    var links = DistinctValues<ResourceID>()
    readEach(list) { reader, value in
      guard let fields = reader.fields(of: value, InventoryKeys.Link.self) else { return }
      guard let text = fields[.virtualNetwork] else {
        if fields.lacks(.virtualNetwork) { reader.log.report("a link needs 'virtualNetwork'", at: .byte(value.offset)) }
        return
      }
      guard let network = reader.setting(text, SettingRule.virtualNetwork) else { return }
      if let first = links.add(network, at: .byte(text.offset)) {
        let place = reader.log.name(of: first)
        reader.log.report("repeated link; the virtual network already stands in \(place)", at: .byte(text.offset))
      }
    }
    return links.inOrder
  }

  /// A list of texts that must not be empty.
  private mutating func someSettings<Value>(
    _ list: JSON5Value?, called noun: String, _ rule: Rule<Value>
  ) -> [Value]? {
    if let list, list.kind == .list, list.elements.isEmpty {
      log.report("expected at least one \(noun), found an empty list", at: .byte(list.offset))
    }
    return settings(list, rule)
  }
}

extension JSON5Children {
  /// Whether there are none.
  var isEmpty: Bool { nextIndex >= end }
}
