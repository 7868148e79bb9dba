public import APIManagement
public import DNSModel
public import HostsBackend
import Reconciliation
public import ResourceManager
public import ZoneFileBackend

/// What an inventory says about the backends; a backend that it does not name is nothing here.
public struct BackendSettings: Hashable, Sendable {
  /// BIND zone files.
  public var zones: ZoneFileSettings?
  /// Hosts files.
  public var hosts: HostsFileSettings?
  /// Azure Private DNS.
  public var azure: AzureSettings?

  /// Makes the settings of an inventory that configures no backend.
  public init() {}

  /// Whether hostnames become names of zones, as far as the inventory says: without any backend, the command line names one.
  var makeZonesOfHostnames: Bool {
    if azure != nil || self == BackendSettings() { return true }
    return zones.map { $0.layout ?? .perHostname } == .perHostname
  }
}

/// What an inventory says about zone files; what it does not say is nothing here.
public struct ZoneFileSettings: Hashable, Sendable {
  /// The folder of the files: as it is written, behind the folder of the inventory unless it is absolute.
  public var directory: String?
  /// How the records are spread over zones.
  public var layout: ZoneLayout?
  /// The names of the zones' name servers.
  public var nameServers: [DomainName]?
  /// The mail address of whoever is responsible for the zones.
  public var contact: String?
  /// The name of the zone that lists all zones for secondaries.
  public var catalog: DomainName?
  /// How serial numbers are chosen.
  public var serial: SerialPolicy?
  /// The command that checks a zone file before it is put in place.
  public var check: String?
  /// The command that has the name server read the files again.
  public var reload: String?

  /// Makes settings that say nothing.
  public init() {}
}

/// What an inventory says about hosts files; what it does not say is nothing here.
public struct HostsFileSettings: Hashable, Sendable {
  /// The file: as it is written, behind the folder of the inventory unless it is absolute.
  public var file: String?
  /// Whether the file's former content is kept beside it.
  public var backup: Bool?
  /// Other machines whose file it is, each reached over ssh.
  public var machines: [Machine]?

  /// Makes settings that say nothing.
  public init() {}
}

/// What an inventory says about Azure Private DNS; what it does not say is nothing here.
public struct AzureSettings: Hashable, Sendable {
  /// The identifier of the subscription.
  public var subscription: String?
  /// The name of the resource group.
  public var resourceGroup: String?
  /// The virtual networks that the zones are linked to.
  public var links: [ResourceID]?
  /// The address of another Resource Manager than the cloud's.
  public var endpoint: String?
  /// Where the credential comes from.
  public var auth: CredentialSource?

  /// Makes settings that say nothing.
  public init() {}
}

extension BackendSettings {
  /// Refuses what no file could say of the backends.
  func check() throws(InvalidSetting) {
    if let zones {
      try check("zones.directory", zones.directory, SettingRule.path)
      try check("zones.nameServers", zones.nameServers) { names throws(InvalidSetting) in
        if names.isEmpty { throw InvalidSetting(.wrongCount, "expected at least one name server, found an empty list") }
      }
      try check("zones.contact", zones.contact, SettingRule.contact)
      try check("zones.check", zones.check, SettingRule.command)
      try check("zones.reload", zones.reload, SettingRule.command)
    }
    if let hosts {
      let isElsewhere = hosts.machines?.isEmpty == false
      try check("hosts.file", hosts.file, isElsewhere ? SettingRule.pathOnMachine : SettingRule.path)
      try check("hosts.machines", hosts.machines, SettingRule.distinct)
    }
    if let azure {
      try check("azure.subscription", azure.subscription, SettingRule.subscription)
      try check("azure.resourceGroup", azure.resourceGroup, SettingRule.resourceGroup)
      for link in azure.links ?? [] { try check("azure.links", link.path, SettingRule.virtualNetwork) }
      try check("azure.links", azure.links, SettingRule.distinct)
      try check("azure.endpoint", azure.endpoint, SettingRule.endpoint)
    }
  }

  /// Refuses what a rule refuses, with the name of the setting.
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
