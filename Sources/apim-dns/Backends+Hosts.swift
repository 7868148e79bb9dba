import HostsBackend
import Inventory
import Reconciliation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Backends {
  /// The backends of hosts files: that of this machine, or one for each machine that is named.
  func hosts() throws(BackendError) -> [any RecordBackend] {
    let machines = try machines()
    guard !machines.isEmpty else { return [try hostsFile()] }
    let path = try option(.file, SettingRule.pathOnMachine) ?? settings.file ?? "/etc/hosts"
    let seconds = arguments.value(.timeout, OptionRule.time) ?? 120
    return machines.map { machine in
      RemoteHostsBackend(
        machine: machine, path: path, owner: inventory.owner, keepsBackup: keepsBackup, seconds: seconds)
    }
  }

  /// The backend of one hosts file, whatever machines are named.
  func hostsFile() throws(BackendError) -> HostsBackend {
    HostsBackend(
      path: try option(.file, SettingRule.path) ?? settings.file ?? "/etc/hosts", owner: inventory.owner,
      keepsBackup: keepsBackup, machineName: Self.machineName)
  }

  /// The machines whose files are meant, each once.
  private func machines() throws(BackendError) -> [Machine] {
    guard let texts = arguments.all(.machine) else { return settings.machines ?? [] }
    var machines: [Machine] = []
    for text in texts {
      let machine = try checked(text, of: .machine, SettingRule.machine)
      guard !machines.contains(machine) else {
        throw BackendError(.badSettings, "--machine: \(machine) is named twice; name it once")
      }
      machines.append(machine)
    }
    return machines
  }

  /// Whether the hosts file is one of this machine.
  var isOnThisMachine: Bool { (try? machines().isEmpty) ?? false }

  private var settings: HostsFileSettings { inventory.backends.hosts ?? HostsFileSettings() }

  private var keepsBackup: Bool { !arguments.has(.noBackup) && settings.backup ?? true }

  /// What this machine calls itself, where it can say so.
  private static var machineName: String? {
    var name = utsname()
    guard uname(&name) == 0 else { return nil }
    return withUnsafeBytes(of: &name.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
