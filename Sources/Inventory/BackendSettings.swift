public import APIManagement
public import DNSModel
public import HostsBackend
package import Reconciliation
public import ResourceManager
public import ZoneFileBackend

/// The settings of each backend in an inventory; nil for a backend that the inventory does not configure.
public struct BackendSettings: Hashable, Sendable {
  /// BIND zone files.
  public var zones: ZoneFileSettings?
  /// Hosts files.
  public var hosts: HostsFileSettings?
  /// Azure Private DNS.
  public var azure: AzureSettings?

  /// Makes the settings of an inventory that configures no backend.
  public init() {}

  /// The region whose clients use the records of a backend; nil if the inventory sets none.
  package func view(of backend: BackendKind) -> Region? {
    switch backend {
    case .zones: zones?.view
    case .hosts: hosts?.view
    case .azure: azure?.view
    }
  }

  /// Whether hostnames may become zones in Azure; assumed if the inventory has no backend, because the command line may name any.
  var mayUseAzure: Bool { azure != nil || self == BackendSettings() }
}

/// The settings for zone files in an inventory; nil for a setting that is not there.
public struct ZoneFileSettings: Hashable, Sendable {
  /// The folder of the zone files; a relative path in the inventory starts at the inventory's folder.
  public var directory: String?
  /// The absolute path of that folder as the name server sees it.
  public var serverDirectory: String?
  /// Which zones the records go into.
  public var layout: ZoneLayout?
  /// The name of the one zone in the layout `responsePolicy`.
  public var policyZone: DomainName?
  /// The region whose clients use the name server.
  public var view: Region?
  /// The name servers of the zones.
  public var nameServers: [DomainName]?
  /// The mail address of the person responsible for the zones.
  public var contact: String?
  /// The TTL of the SOA and NS records.
  public var apexTTL: TimeToLive?
  /// How long resolvers may cache that a name does not exist.
  public var negativeTTL: TimeToLive?
  /// The catalog zone, which lists all zones for secondary servers.
  public var catalog: DomainName?
  /// How serial numbers are chosen.
  public var serial: SerialPolicy?
  /// The oldest version of BIND that reads the include file.
  public var bindVersion: BINDVersion?
  /// Statements that the include file adds to each zone.
  public var zoneOptions: [ZoneOption]?
  /// The command that checks a new zone file before it replaces the old one.
  public var check: String?
  /// The command that checks the name server's configuration before the reload.
  public var checkConfig: String?
  /// The command that makes the name server reload the zone files.
  public var reload: String?

  /// Makes settings without any value.
  public init() {}
}

extension ZoneFileSettings {
  /// The warning of zones with a name server or a contact that suits only a test.
  ///
  /// - Parameters:
  ///   - hasNameServers: whether name servers are set.
  ///   - hasContact: whether a contact is set.
  ///   - layout: the layout; nobody asks for the name servers of a response policy zone.
  /// - Returns: nil if both are set, or do not matter.
  package static func warningOfTestValues(hasNameServers: Bool, hasContact: Bool, _ layout: ZoneLayout) -> String? {
    var unset: [(value: String, option: String, key: String)] = []
    if !hasNameServers { unset.append(("'NS localhost.'", "--name-server", "nameServers")) }
    if !hasContact { unset.append(("the contact 'hostmaster.localhost.'", "--contact", "contact")) }
    guard layout != .responsePolicy, !unset.isEmpty else { return nil }
    func joined(_ words: [String]) -> String { words.joined(separator: " and ") }
    return
      "the zones have \(joined(unset.map(\.value))), which suits only a test. Set \(joined(unset.map(\.option))), or "
      + "\(joined(unset.map(\.key))) under backends: { zones } in the inventory."
  }
}

/// The settings for hosts files in an inventory; nil for a setting that is not there.
public struct HostsFileSettings: Hashable, Sendable {
  /// The path of the hosts file; a relative path in the inventory starts at the inventory's folder.
  public var file: String?
  /// The region of the machines.
  public var view: Region?
  /// Whether to keep a backup of the previous file.
  public var backup: Bool?
  /// The machines whose hosts file to change over ssh; nil or empty for this machine.
  public var machines: [Machine]?
  /// The command that runs after the file has changed, on the machine with the file.
  public var reload: String?

  /// Makes settings without any value.
  public init() {}
}

/// The settings for Azure Private DNS in an inventory; nil for a setting that is not there.
public struct AzureSettings: Hashable, Sendable {
  /// The subscription ID.
  public var subscription: String?
  /// The resource group of the private zones.
  public var resourceGroup: String?
  /// The region of the virtual networks.
  public var view: Region?
  /// The virtual networks to link the zones to.
  public var links: [ResourceID]?
  /// Existing zones that hold the names at and below them.
  public var zones: [DomainName]?
  /// Whether `plan` compares the instances with what Azure reports.
  public var compareInstances: Bool?
  /// The URL of a Resource Manager other than the cloud's.
  public var endpoint: String?
  /// Where the credential comes from.
  public var auth: CredentialSource?

  /// Makes settings without any value.
  public init() {}
}

extension BackendSettings {
  /// Throws for a setting that an inventory file could not contain either.
  func check() throws(InvalidSetting) {
    if let zones {
      try check("zones.directory", zones.directory, SettingRule.path)
      try check("zones.serverDirectory", zones.serverDirectory, SettingRule.serverPath)
      try check("zones.zoneOptions", zones.zoneOptions, SettingRule.distinct)
      try check("zones.nameServers", zones.nameServers) { names throws(InvalidSetting) in
        if names.isEmpty {
          throw InvalidSetting(.wrongCount, "expected at least one name server, found an empty list. Add one.")
        }
      }
      try check("zones.contact", zones.contact, SettingRule.contact)
      try check("zones.check", zones.check, SettingRule.command)
      try check("zones.checkConfig", zones.checkConfig, SettingRule.command)
      try check("zones.reload", zones.reload, SettingRule.command)
    }
    if let hosts {
      let isElsewhere = hosts.machines?.isEmpty == false
      try check("hosts.file", hosts.file, isElsewhere ? SettingRule.pathOnMachine : SettingRule.path)
      try check("hosts.machines", hosts.machines, SettingRule.distinct)
      try check("hosts.reload", hosts.reload, SettingRule.command)
    }
    if let azure {
      try check("azure.subscription", azure.subscription, SettingRule.subscription)
      try check("azure.resourceGroup", azure.resourceGroup, SettingRule.resourceGroup)
      for link in azure.links ?? [] { try check("azure.links", link.path, SettingRule.virtualNetwork) }
      try check("azure.links", azure.links, SettingRule.distinct)
      try check("azure.zones", azure.zones, SettingRule.distinct)
      try check("azure.endpoint", azure.endpoint, SettingRule.endpoint)
    }
  }

  /// Applies a rule to a setting, and puts the setting's name before the message.
  private func check<Value, Checked>(
    _ name: String, _ value: Value?, _ rule: (Value) throws(InvalidSetting) -> Checked
  ) throws(InvalidSetting) {
    guard let value else { return }
    do throws(InvalidSetting) {
      _ = try rule(value)
    } catch {
      throw InvalidSetting(error.code, "\(name): \(error.description)")
    }
  }
}
