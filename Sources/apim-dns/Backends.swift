import APIManagement
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

/// Makes the backends that a run is about; an option of the command line wins over the inventory.
struct Backends {
  /// Where zone files go if nobody says it.
  static let usualDirectory = "zones"

  let arguments: Arguments
  let inventory: Inventory
  let environment: [String: String]
  /// Hears how far long work has come.
  let progress: (any ProgressMeter)?

  /// Takes what the backends are made from.
  init(
    _ arguments: Arguments, _ inventory: Inventory, environment: [String: String], progress: (any ProgressMeter)? = nil
  ) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
    self.progress = progress
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

  /// Makes the backends of one kind, one for each place: several where the hosts files of several machines are meant.
  ///
  /// - Throws: ``Failure`` when a setting is missing or wrong.
  func make(_ kind: BackendKind) throws(Failure) -> [any RecordBackend] {
    do throws(BackendError) {
      switch kind {
      case .zones: return [try zones()]
      case .hosts: return try hosts()
      case .azure: return [try azure.backend(layout: layout() ?? .perHostname, progress: progress)]
      }
    } catch {
      throw Failure(error)
    }
  }

  /// Where a place is, from the root where it is on this machine.
  func absoluteTarget(_ kind: BackendKind, _ target: String) -> String {
    guard kind == .zones || kind == .hosts && isOnThisMachine else { return target }
    return (try? Folder(target).absolutePath()) ?? target
  }

  /// The way to Azure.
  var azure: AzureConnection { AzureConnection(arguments, inventory, environment: environment) }

  /// How record sets are spread over zones, where the command line says so.
  private func layout() throws(BackendError) -> ZoneLayout? {
    try arguments.choice(.layout, of: ZoneLayout.self, called: "layout")
  }

  // MARK: Hosts files

  private var hostsSettings: HostsFileSettings { inventory.backends.hosts ?? HostsFileSettings() }

  private var keepsBackup: Bool { !arguments.has(.noBackup) && hostsSettings.backup ?? true }

  /// Whether the hosts file is one of this machine.
  var isOnThisMachine: Bool { (try? machines().isEmpty) ?? false }

  /// The backend of one hosts file, whatever machines are named.
  func hostsFile() throws(BackendError) -> HostsBackend {
    HostsBackend(
      path: try arguments.setting(.file, SettingRule.path) ?? hostsSettings.file ?? "/etc/hosts",
      owner: inventory.owner, keepsBackup: keepsBackup, machineName: Self.machineName)
  }

  /// The backends of hosts files: that of this machine, or one for each machine that is named.
  private func hosts() throws(BackendError) -> [any RecordBackend] {
    let machines = try machines()
    guard !machines.isEmpty else { return [try hostsFile()] }
    let path = try arguments.setting(.file, SettingRule.pathOnMachine) ?? hostsSettings.file ?? "/etc/hosts"
    let seconds = arguments.value(.timeout, OptionRule.time) ?? 120
    return machines.map { machine in
      RemoteHostsBackend(
        machine: machine, path: path, owner: inventory.owner, keepsBackup: keepsBackup, seconds: seconds)
    }
  }

  /// The machines whose files are meant, each once.
  private func machines() throws(BackendError) -> [Machine] {
    guard let named = try arguments.settings(.machine, SettingRule.machine) else { return hostsSettings.machines ?? [] }
    var machines: [Machine] = []
    for machine in named {
      guard !machines.contains(machine) else {
        throw BackendError(.badSettings, "--machine: \(machine) is named twice; name it once")
      }
      machines.append(machine)
    }
    return machines
  }

  /// What this machine calls itself, where it can say so.
  private static var machineName: String? {
    var name = utsname()
    guard uname(&name) == 0 else { return nil }
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  // MARK: Zone files

  /// The backend of zone files.
  private func zones() throws(BackendError) -> any RecordBackend {
    let settings = inventory.backends.zones ?? ZoneFileSettings()
    return try ZoneFileBackend(
      directory: arguments.setting(.directory, SettingRule.path) ?? settings.directory ?? Self.usualDirectory,
      layout: layout() ?? settings.layout ?? .perHostname,
      suffix: inventory.cloud.gatewaySuffix,
      nameServers: arguments.settings(.nameServer, SettingRule.hostname) ?? settings.nameServers
        ?? [DomainName(constant: "localhost")],
      contact: arguments.setting(.contact, SettingRule.contact) ?? settings.contact ?? "hostmaster@localhost",
      catalog: arguments.setting(.catalog, SettingRule.hostname) ?? settings.catalog,
      serialPolicy: arguments.choice(.serial, of: SerialPolicy.self, called: "serial policy") ?? settings.serial
        ?? .date,
      servedSerial: servedSerial(),
      owner: inventory.owner,
      checkCommand: command(.check, or: settings.check),
      reloadCommand: command(.reload, or: settings.reload),
      progress: progress,
      now: { time(nil) })
  }

  /// A command of the user; that of the inventory counts only where it may.
  private func command(_ name: Option.Name, or written: String?) throws(BackendError) -> String? {
    try arguments.setting(name, SettingRule.command) ?? (countsCommandsOfInventory ? written : nil)
  }

  /// Whether commands of the inventory count.
  ///
  /// Whoever can edit the file of a saved plan can name another inventory in it, so one that only the plan names counts where
  /// it lies in the working folder or below it, as the project's own does.
  private var countsCommandsOfInventory: Bool {
    guard arguments.replayed.contains(.inventory), let path = arguments.value(.inventory) else { return true }
    return SavedRun.isBelowWorkingFolder(path)
  }

  /// What asks the server of `--serial-from`.
  private func servedSerial() -> ServedSerial.Lookup? {
    guard let server = arguments.value(.serialFrom, OptionRule.server) else { return nil }
    let client = DNSClient(server)
    return { zone throws(BackendError) in
      do throws(DNSClientError) {
        return try client.serial(of: zone).map { .serial($0) } ?? .noZone
      } catch {
        guard error.code != .refused else { return .refused(error.description) }
        throw BackendError(
          .failed,
          "cannot read the served serial of \(zone): \(error). Nothing was replaced. Make sure that the server runs, or leave "
            + "out --serial-from.", because: error)
      }
    }
  }
}
