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
}
