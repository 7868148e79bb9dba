import APIManagement
import AzureBackend
import DNSClient
import DNSModel
import FileReplacement
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

/// Makes the backends of a run; an option of the command line overrides the inventory.
struct Backends {
  /// The directory of zone files if none is set.
  static let defaultDirectory = "zones"

  let arguments: Arguments
  let inventory: Inventory
  let environment: [String: String]
  let progress: (any ProgressMeter)?

  init(
    _ arguments: Arguments, _ inventory: Inventory, environment: [String: String], progress: (any ProgressMeter)? = nil
  ) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
    self.progress = progress
  }

  /// The backends that the command line names, or else those that the inventory configures.
  ///
  /// - Throws: ``Failure`` if there is none.
  func kinds() throws(Failure) -> [BackendKind] {
    guard arguments.backends.isEmpty else { return arguments.backends }
    guard arguments.command?.changesMarks != true else { return [.azure] }
    let known = BackendKind.allCases.filter { $0 != .azure || arguments.command != .renameOwner }
    let configured: [BackendKind: Bool] = [
      .zones: inventory.backends.zones != nil, .hosts: inventory.backends.hosts != nil,
      .azure: inventory.backends.azure != nil,
    ]
    let kinds = known.filter { configured[$0] == true }
    guard !kinds.isEmpty else {
      let words = known.contains(.azure) ? "zones, hosts or azure" : "zones or hosts"
      throw Failure(
        .usage,
        "a backend is required. Add \(words) to the command, or configure one under backends: in "
          + "the inventory."
      )
    }
    return kinds
  }

  /// Makes the backends of one kind, one for each target: several for the hosts files of several machines.
  ///
  /// - Throws: ``Failure`` if a setting is missing or invalid.
  func make(_ kind: BackendKind) throws(Failure) -> [any RecordBackend] {
    do throws(BackendError) {
      switch kind {
      case .zones:
        let backend = try zones()
        return [newOwner.map(backend.changingOwner) ?? backend]
      case .hosts: return try hosts()
      case .azure:
        let backend = try azure.backend(layout: layout() ?? .perHostname, progress: progress)
        switch arguments.command {
        case .adopt: return [AzureOwnership(backend, .adopt)]
        case .release: return [AzureOwnership(backend, .release)]
        default: return [backend]
        }
      }
    } catch {
      throw Failure(error)
    }
  }

  /// The name of a target, as an absolute path if it is on this machine.
  func absoluteTarget(_ kind: BackendKind, _ target: String) -> String {
    guard kind == .zones || kind == .hosts && isOnThisMachine else { return target }
    return (try? Folder(target).absolutePath()) ?? target
  }

  /// The access to Azure.
  var azure: AzureConnection { AzureConnection(arguments, inventory, environment: environment) }

  /// The zone layout on the command line; nil if it has none.
  private func layout() throws(BackendError) -> ZoneLayout? {
    try arguments.choice(.layout, of: ZoneLayout.self, called: "layout")
  }

  /// The zone layout of a backend; an invalid one is refused when the backend is made.
  func layout(of kind: BackendKind) -> ZoneLayout {
    let configured = kind == .zones ? inventory.backends.zones?.layout : nil
    return (try? layout()) ?? configured ?? .perHostname
  }

  /// The owner whose records the backends change, or give to another one.
  private var owner: Owner { arguments.owners.first ?? inventory.owner }

  /// The owner that gets the records; nil unless the command is `rename-owner`.
  private var newOwner: Owner? { arguments.owners.last }

  // MARK: Hosts files

  private var hostsSettings: HostsFileSettings { inventory.backends.hosts ?? HostsFileSettings() }

  private var keepsBackup: Bool { !arguments.has(.noBackup) && hostsSettings.backup ?? true }

  /// Whether the target is the hosts file of this machine.
  var isOnThisMachine: Bool { (try? machines().isEmpty) ?? false }

  /// The backend of a hosts file on this machine, even if the inventory names machines.
  func hostsFile() throws(BackendError) -> HostsBackend {
    try HostsBackend(
      path: arguments.setting(.file, SettingRule.path) ?? hostsSettings.file ?? "/etc/hosts",
      owner: owner, keepsBackup: keepsBackup, reloadCommand: hostsReload(), machineName: Self.machineName)
  }

  /// The reload command of hosts files; in a run with zone files, `--reload` is theirs.
  private func hostsReload() throws(BackendError) -> String? {
    guard newOwner == nil else { return nil }
    let isForZones = (try? kinds().contains(.zones)) ?? false
    return isForZones
      ? trustsInventoryCommands ? hostsSettings.reload : nil : try command(.reload, or: hostsSettings.reload)
  }

  /// The backend of this machine's hosts file, or one for each machine that is named.
  private func hosts() throws(BackendError) -> [any RecordBackend] {
    let machines = try machines()
    guard !machines.isEmpty else {
      let file = try hostsFile()
      return [newOwner.map(file.changingOwner) ?? file]
    }
    let path = try arguments.setting(.file, SettingRule.pathOnMachine) ?? hostsSettings.file ?? "/etc/hosts"
    let seconds = arguments.value(.timeout, OptionRule.time) ?? 120
    let reload = try hostsReload()
    return machines.map { machine in
      let backend = RemoteHostsBackend(
        machine: machine, path: path, owner: owner, keepsBackup: keepsBackup, reloadCommand: reload, seconds: seconds)
      return newOwner.map(backend.changingOwner) ?? backend
    }
  }

  private func machines() throws(BackendError) -> [Machine] {
    guard let named = try arguments.settings(.machine, SettingRule.machine) else { return hostsSettings.machines ?? [] }
    var machines: [Machine] = []
    for machine in named {
      guard !machines.contains(machine) else {
        throw BackendError(.badSettings, "--machine: \(machine) is given twice. Use it once.")
      }
      machines.append(machine)
    }
    return machines
  }

  /// The name of this machine; nil if the system does not know it.
  private static var machineName: String? {
    var name = utsname()
    guard uname(&name) == 0 else { return nil }
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  // MARK: Zone files

  private func zones() throws(BackendError) -> ZoneFileBackend {
    let settings = inventory.backends.zones ?? ZoneFileSettings()
    return try ZoneFileBackend(
      directory: arguments.setting(.directory, SettingRule.path) ?? settings.directory ?? Self.defaultDirectory,
      layout: layout() ?? settings.layout ?? .perHostname,
      suffixes: Cloud.allCases.map(\.gatewaySuffix),
      policyZone: arguments.setting(.policyZone, SettingRule.hostname) ?? settings.policyZone,
      nameServers: arguments.settings(.nameServer, SettingRule.hostname) ?? settings.nameServers
        ?? [DomainName(constant: "localhost")],
      contact: arguments.setting(.contact, SettingRule.contact) ?? settings.contact ?? "hostmaster@localhost",
      apexTTL: arguments.setting(.apexTTL, SettingRule.ttl) ?? settings.apexTTL,
      negativeTTL: arguments.setting(.negativeTTL, SettingRule.ttl) ?? settings.negativeTTL,
      catalog: arguments.setting(.catalog, SettingRule.hostname) ?? settings.catalog,
      serialPolicy: arguments.choice(.serial, of: SerialPolicy.self, called: "serial policy") ?? settings.serial
        ?? .date,
      servedSerial: servedSerial(),
      serverDirectory: arguments.setting(.serverDirectory, SettingRule.serverPath) ?? settings.serverDirectory,
      bindVersion: arguments.choice(.bindVersion, of: BINDVersion.self, called: "version of BIND")
        ?? settings.bindVersion ?? .v9x16,
      zoneOptions: arguments.settings(.zoneOption, SettingRule.zoneOption) ?? settings.zoneOptions ?? [],
      owner: owner,
      checkCommand: command(.check, or: settings.check),
      configurationCheck: command(.checkConfig, or: settings.checkConfig),
      reloadCommand: command(.reload, or: settings.reload),
      progress: progress,
      now: { time(nil) })
  }

  /// The warning of zones with a name server or a contact that suits only a test; nil if there is nothing to warn of.
  var warningOfTestValues: String? {
    let settings = inventory.backends.zones
    return ZoneFileSettings.warningOfTestValues(
      hasNameServers: arguments.has(.nameServer) || settings?.nameServers != nil,
      hasContact: arguments.has(.contact) || settings?.contact != nil, layout(of: .zones))
  }

  /// A command from an option, or else from an inventory that is trusted.
  ///
  /// A new owner changes nothing that a program reads, so it runs none.
  private func command(_ name: Option.Name, or configured: String?) throws(BackendError) -> String? {
    guard newOwner == nil else { return nil }
    return try arguments.setting(name, SettingRule.command) ?? (trustsInventoryCommands ? configured : nil)
  }

  /// Whether commands in the inventory may run.
  ///
  /// Anyone who can edit a saved plan can make it name another inventory. Commands in an inventory that only the plan names
  /// therefore run only if the file is in the working folder or below it.
  private var trustsInventoryCommands: Bool {
    guard arguments.replayed.contains(.inventory), let path = arguments.value(.inventory) else { return true }
    return SavedRun.isBelowWorkingFolder(path)
  }

  /// Looks up serials on the server of `--serial-from`; nil without that option.
  private func servedSerial() -> ServedSerial.Lookup? {
    guard let server = arguments.value(.serialFrom, OptionRule.server) else { return nil }
    let client = DNSClient(server)
    return { zone throws(BackendError) in
      do throws(DNSClientError) {
        return try client.serial(of: zone).map { .serial($0) } ?? .noZone
      } catch {
        guard ![.refused, .notServed].contains(error.code) else { return .refused(error.reason) }
        throw BackendError(
          .failed,
          "cannot query the serial of \(zone): \(error.reason). Nothing was replaced. Make sure that the server runs, or "
            + "leave out --serial-from.", because: error)
      }
    }
  }
}
