import APIManagement
import DNSModel
import Reconciliation

/// Turns the values of a document, or options, into an inventory, and reports all that is wrong on the way.
///
/// This file has the whole and what holds for all instances. Values, instances and backends have a file each.
struct InventoryReader {
  /// Where problems go.
  var log: ProblemLog
  /// The folder in which the inventory lies.
  let folder: SourceFolder
  /// What the command line says in place of the inventory.
  let options: InventoryOptions
  /// The cloud of all instances.
  var cloud = Cloud.global
  /// Whether the cloud that somebody named is one.
  var cloudIsKnown = true
  /// The TTL of all records.
  var ttl = TimeToLive.standard
  /// How hostnames are formed where an instance does not say so itself.
  var scheme = HostnameScheme.regional
  /// Whether somebody chose a scheme.
  var schemeIsChosen = false
  /// The instances so far.
  var gathered = GatheredInstances(in: .global, ttl: .standard)
  /// Where each instance stands that is named by its resource ID.
  var references: [ResourceID: Int] = [:]
  /// What Azure says about some of them.
  var answers: [ResourceID: Instance] = [:]

  /// Makes a reader.
  init(log: ProblemLog, folder: SourceFolder, options: InventoryOptions) {
    self.log = log
    self.folder = folder
    self.options = options
  }

  /// Reads a whole inventory.
  mutating func read(_ root: JSON5Value) -> InventoryReading {
    guard let fields = fields(of: root, InventoryKeys.Root.self) else { return reading(.standard, BackendSettings()) }
    let owner = readCommon(fields)
    let _: String? = setting(fields[.schema]) { text in text }
    readInstances(fields[.instances])
    return reading(owner, readBackends(fields[.backends]))
  }

  /// Reads one instance from options.
  mutating func read(_ instance: InstanceOptions) -> InventoryReading {
    let owner = readCommon(nil)
    readInstance(instance)
    return reading(owner, BackendSettings())
  }

  /// Reads what holds for all instances: an option wins over the inventory, which is checked all the same.
  private mutating func readCommon(_ fields: Fields<InventoryKeys.Root>?) -> Owner {
    let owner = setting(fields?[.owner], SettingRule.owner)
    let written = setting(fields?[.cloud], Self.cloud)
    let ttl = fields?[.ttl].flatMap { readTTL($0) }
    let scheme = setting(fields?[.hostnames], Self.scheme)
    let cloud = options.cloud == nil ? written : setting(options.cloud, of: "--cloud", Self.cloud)
    cloudIsKnown = cloud != nil || (options.cloud == nil && fields?[.cloud] == nil)
    self.cloud = cloud ?? self.cloud
    self.ttl = setting(options.ttl, of: "--ttl", SettingRule.ttl) ?? ttl ?? self.ttl
    self.scheme = setting(options.hostnames, of: "--hostnames", Self.scheme) ?? scheme ?? self.scheme
    gathered = GatheredInstances(in: self.cloud, ttl: self.ttl)
    schemeIsChosen = options.hostnames != nil || scheme != nil
    return setting(options.owner, of: "--owner", SettingRule.owner) ?? owner ?? .standard
  }

  /// The rule for the cloud.
  private static func cloud(_ text: String) throws(InvalidSetting) -> Cloud {
    try SettingRule.choice(text, of: Cloud.self, called: "cloud")
  }

  /// The rule for how hostnames are formed.
  static func scheme(_ text: String) throws(InvalidSetting) -> HostnameScheme {
    try SettingRule.choice(text, of: HostnameScheme.self, called: "hostname scheme")
  }

  /// Reads a TTL, which may be a number or a text.
  private mutating func readTTL(_ value: JSON5Value) -> TimeToLive? {
    guard let number = value.number else {
      guard value.kind == .text else { return mismatch(value, "a number of seconds or a string such as \"5m\"") }
      return setting(value, SettingRule.ttl)
    }
    return checked(at: .byte(value.offset), hiding: SettingRule.written(number)) { () throws(InvalidSetting) in
      try SettingRule.ttl(number)
    }
  }

  /// What came out of it all.
  private mutating func reading(_ owner: Owner, _ backends: BackendSettings) -> InventoryReading {
    if backends.makeZonesOfHostnames { gathered.warnOfLongZones(&log) }
    let problems = log.problems()
    let references = openReferences()
    let inventory = Inventory(
      owner: owner, cloud: cloud, ttl: ttl, scheme: scheme, schemeIsChosen: schemeIsChosen,
      references: references, hostnames: gathered.hostnames, backends: backends)
    return InventoryReading(
      inventory: log.hasErrors ? nil : inventory, problems: problems, omitted: log.count - problems.count)
  }
}
