import APIManagement
import DNSClient
import DNSModel
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

extension Backends {
  /// The backend of zone files.
  func zones() throws(BackendError) -> any RecordBackend {
    let settings = inventory.backends.zones ?? ZoneFileSettings()
    var nameServers = settings.nameServers ?? [DomainName(constant: "localhost")]
    if let names = arguments.all(.nameServer) {
      nameServers = []
      for name in names { nameServers.append(try checked(name, of: .nameServer, SettingRule.hostname)) }
    }
    return try ZoneFileBackend(
      directory: option(.directory, SettingRule.path) ?? settings.directory ?? Self.usualDirectory,
      layout: layout() ?? settings.layout ?? .perHostname,
      suffix: inventory.cloud.gatewaySuffix,
      nameServers: nameServers,
      contact: option(.contact, SettingRule.contact) ?? settings.contact ?? "hostmaster@localhost",
      catalog: option(.catalog, SettingRule.hostname) ?? settings.catalog,
      serialPolicy: choice(.serial, of: SerialPolicy.self, called: "serial policy") ?? settings.serial ?? .date,
      servedSerial: servedSerial(),
      owner: inventory.owner,
      checkCommand: option(.check, SettingRule.command) ?? (countsCommandsOfInventory ? settings.check : nil),
      reloadCommand: option(.reload, SettingRule.command) ?? (countsCommandsOfInventory ? settings.reload : nil),
      progress: progress,
      now: { time(nil) })
  }

  /// Where zone files go if nobody says it.
  static let usualDirectory = "zones"

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
          "the serial of \(zone) that is served is not known, so nothing was replaced: \(error); see that the server runs, "
            + "or leave out --serial-from", because: error)
      }
    }
  }
}
