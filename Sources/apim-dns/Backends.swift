import APIManagement
import AzureBackend
import DNSClient
import DNSModel
import HTTPTransport
import HostsBackend
import Inventory
import Reconciliation
import ZoneFileBackend

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Makes the backends that a run is about; an option of the command line wins over the inventory.
struct Backends {
  private let arguments: Arguments
  private let inventory: Inventory
  private let environment: [String: String]

  /// Takes what the backends are made from.
  init(_ arguments: Arguments, _ inventory: Inventory, environment: [String: String]) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
  }

  /// The backends that the command line names, else those that the inventory configures.
  ///
  /// - Throws: ``Failure`` when there are none.
  func kinds() throws(Failure) -> [BackendKind] {
    guard arguments.backends.isEmpty else { return arguments.backends }
    let configured: [BackendKind: Bool] = [
      .zones: inventory.backends.zones != nil, .hosts: inventory.backends.hosts != nil,
      .azure: inventory.backends.azure != nil,
    ]
    let kinds = BackendKind.allCases.filter { configured[$0] == true }
    guard !kinds.isEmpty else {
      throw Failure(
        .usage,
        "no backend: name zones, hosts or azure behind the command, or configure one under backends in the inventory")
    }
    return kinds
  }

  /// Makes one backend.
  ///
  /// - Throws: ``Failure`` when a setting is missing or wrong.
  func make(_ kind: BackendKind) throws(Failure) -> any RecordBackend {
    do throws(BackendError) {
      switch kind {
      case .zones: return try zones()
      case .hosts: return try hosts()
      case .azure: return try azure()
      }
    } catch {
      throw Failure(error)
    }
  }

  private func zones() throws(BackendError) -> any RecordBackend {
    let settings = inventory.backends.zones ?? ZoneFileSettings()
    var nameServers = settings.nameServers ?? [DomainName(constant: "localhost")]
    if let names = arguments.all(.nameServer) {
      nameServers = []
      for name in names {
        do throws(DomainNameError) {
          nameServers.append(try DomainName(name))
        } catch {
          throw BackendError(.badSettings, "--name-server: \(error)")
        }
      }
    }
    return try ZoneFileBackend(
      directory: option(.directory, SettingRule.path) ?? settings.directory ?? "zones",
      layout: layout() ?? settings.layout ?? .perHostname,
      suffix: inventory.cloud.gatewaySuffix,
      nameServers: nameServers,
      contact: option(.contact, SettingRule.contact) ?? settings.contact ?? "hostmaster@localhost",
      catalog: option(.catalog, SettingRule.hostname) ?? settings.catalog,
      serialPolicy: choice(.serial, of: SerialPolicy.self, called: "serial policy") ?? settings.serial ?? .date,
      servedSerial: servedSerial(),
      owner: inventory.owner,
      checkCommand: option(.check, SettingRule.command) ?? settings.check,
      reloadCommand: option(.reload, SettingRule.command) ?? settings.reload,
      now: { time(nil) })
  }

  /// What asks the server of `--serial-from`.
  private func servedSerial() throws(BackendError) -> ServedSerial.Lookup? {
    guard let text = arguments.value(.serialFrom) else { return nil }
    guard let server = NameServer(text) else {
      throw BackendError(.badSettings, "--serial-from: '\(text)' is no server: use IP or IP:PORT, such as 10.0.0.53:53")
    }
    let client = DNSClient(server)
    return { zone throws(BackendError) in
      do throws(DNSClientError) {
        return try client.serial(of: zone).map { .serial($0) } ?? .noZone
      } catch {
        guard error.code != .refused else { return .refused(error.description) }
        throw BackendError(
          .failed,
          "the serial of \(zone) that is served is not known, so nothing was replaced: \(error); see that the server runs, "
            + "or leave out --serial-from")
      }
    }
  }

  /// The backend of the hosts file alone.
  func hosts() throws(BackendError) -> HostsBackend {
    let settings = inventory.backends.hosts ?? HostsFileSettings()
    let path = try option(.file, SettingRule.path)
    if path == nil, let machines = settings.machines, !machines.isEmpty {
      throw BackendError(
        .badSettings,
        "hosts files of other machines are not built yet in this version; take machines: out of the inventory, or name a "
          + "file with --file")
    }
    return HostsBackend(
      path: path ?? settings.file ?? "/etc/hosts", owner: inventory.owner,
      keepsBackup: !arguments.has(.noBackup) && settings.backup ?? true, machineName: Self.machineName)
  }

  /// What this machine calls itself, where it can say so.
  private static var machineName: String? {
    var name = utsname()
    guard uname(&name) == 0 else { return nil }
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  private func azure() throws(BackendError) -> any RecordBackend {
    let settings = inventory.backends.azure ?? AzureSettings()
    guard let subscription = try option(.subscription, SettingRule.subscription) ?? settings.subscription else {
      throw BackendError(
        .badSettings, "azure needs a subscription: give --subscription, or subscription: under backends: { azure }")
    }
    guard let resourceGroup = try option(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup else {
      throw BackendError(
        .badSettings, "azure needs a resource group: give --resource-group, or resourceGroup: under backends: { azure }"
      )
    }
    var links = settings.links ?? []
    if let paths = arguments.all(.link) {
      links = []
      for path in paths { links.append(try checked(path, of: .link, SettingRule.virtualNetwork)) }
    }
    let client = try azureClient()
    return try AzureBackend(
      cloud: inventory.cloud, subscription: subscription, resourceGroup: resourceGroup, links: links,
      layout: layout() ?? .perHostname, allowsParentLayout: arguments.has(.force), owner: inventory.owner,
      endpoint: option(.endpoint, SettingRule.endpoint) ?? settings.endpoint,
      client: client, tokens: credentials(client),
      budget: seconds(.timeout) ?? 600)
  }

  /// The way into Azure: credentials, and a trial of what they give.
  ///
  /// - Throws: ``BackendError`` when a setting is wrong.
  func azureAccess() throws(BackendError) -> AzureAccess {
    let settings = inventory.backends.azure ?? AzureSettings()
    let client = try azureClient()
    let subscription = try option(.subscription, SettingRule.subscription) ?? settings.subscription
    let resourceGroup = try option(.resourceGroup, SettingRule.resourceGroup) ?? settings.resourceGroup
    let endpoint = try option(.endpoint, SettingRule.endpoint) ?? settings.endpoint
    let budget = try seconds(.timeout) ?? 600
    let cloud = inventory.cloud
    return AzureAccess(
      credentials: try credentials(client),
      trial: { token throws(BackendError) in
        try TokenTrial(
          cloud: cloud, endpoint: endpoint, subscription: subscription, resourceGroup: resourceGroup, client: client,
          token: token, budget: budget)
      })
  }

  /// The credentials that may be used.
  private func credentials(_ client: LibcurlClient) throws(BackendError) -> CredentialChain {
    let source = try choice(.auth, of: CredentialSource.self, called: "credential source")
    return try CredentialChain(
      source ?? inventory.backends.azure?.auth ?? .automatic, cloud: inventory.cloud, environment: environment,
      client: client, programs: SystemProgramRunner())
  }

  /// The way to Azure over the network.
  private func azureClient() throws(BackendError) -> LibcurlClient {
    let most = try seconds(.requestTimeout) ?? 30
    return LibcurlClient(connectTimeout: min(10, most), totalTimeout: most)
  }

  /// The seconds of an option that takes a time.
  private func seconds(_ name: Option.Name) throws(BackendError) -> Double? {
    guard let text = arguments.value(name) else { return nil }
    guard let time = TimeToLive(text) else {
      throw BackendError(
        .badSettings, "\(name.flag): '\(text)' is no time: use seconds, or a text such as 30s, 5m or 2h")
    }
    return Double(time.seconds)
  }

  private func layout() throws(BackendError) -> ZoneLayout? {
    try choice(.layout, of: ZoneLayout.self, called: "layout")
  }

  /// The value of an option, put through the rule that the inventory's setting of that name is put through.
  private func option<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value? {
    guard let text = arguments.value(name) else { return nil }
    return try checked(text, of: name, rule)
  }

  private func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: Option.Name, of type: Value.Type, called noun: String
  ) throws(BackendError) -> Value? {
    try option(name) { text throws(InvalidSetting) in try SettingRule.choice(text, of: type, called: noun) }
  }

  private func checked<Value>(
    _ text: String, of name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value {
    do throws(InvalidSetting) {
      return try rule(text)
    } catch {
      throw BackendError(.badSettings, "\(name.flag): \(error)")
    }
  }
}
