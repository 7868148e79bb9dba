import DNSModel
import Reconciliation

/// The settings of a ``ZoneFileBackend``.
struct ZoneFileBackendSettings: Sendable {
  /// The directory of the files as the user named it.
  let directory: String
  let layout: ZoneLayout
  /// The suffixes of the clouds, each of which is a zone in the layout `parent`.
  let suffixes: [DomainName]
  /// The name of the one zone in the layout `responsePolicy`.
  let policyZone: DomainName
  let nameServers: [DomainName]
  /// The SOA and NS records of every zone.
  let apex: ZoneApex
  /// The name of the catalog zone; nil for none.
  let catalog: DomainName?
  let serialPolicy: SerialPolicy
  /// Asks the server that serves the zones for a serial.
  let servedSerial: ServedSerial.Lookup?
  /// The directory of the files as the name server sees it; nil if it is the same.
  let serverDirectory: String?
  /// The oldest version of BIND that reads the include file.
  let bindVersion: BINDVersion
  /// Statements that the include file adds to each zone.
  let zoneOptions: [ZoneOption]
  /// The owner of the managed files.
  let owner: Owner
  /// The command that checks each new zone file.
  let checkCommand: String?
  /// The command that checks the name server's configuration once the files are in place.
  let configurationCheck: String?
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
