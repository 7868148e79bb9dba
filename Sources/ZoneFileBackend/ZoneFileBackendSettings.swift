import DNSModel
import Reconciliation

/// The settings of a ``ZoneFileBackend``.
struct ZoneFileBackendSettings: Sendable {
  /// The directory of the files as the user named it.
  let directory: String
  let layout: ZoneLayout
  /// The suffixes of the clouds, each of which is a zone in the layout `parent`.
  let suffixes: [DomainName]
  let nameServers: [DomainName]
  /// The SOA and NS records of every zone.
  let apex: ZoneApex
  /// The name of the catalog zone; nil for none.
  let catalog: DomainName?
  let serialPolicy: SerialPolicy
  /// Asks the server that serves the zones for a serial.
  let servedSerial: ServedSerial.Lookup?
  /// The owner of the managed files.
  let owner: Owner
  /// The command that checks each new zone file.
  let checkCommand: String?
  /// The command that makes the name server load the new files.
  let reloadCommand: String?
  /// Receives the number of files read and written.
  let progress: (any ProgressMeter)?
  /// The time in seconds since 1970.
  let now: @Sendable () -> Int

  /// The path of a file in the directory.
  func path(_ fileName: String) -> String {
    directory.hasSuffix("/") ? directory + fileName : "\(directory)/\(fileName)"
  }
}
