import DNSModel
import Reconciliation

/// What is to be in the files of a ``ZoneFileBackend``, and where they are.
struct ZoneFileBackendSettings: Sendable {
  /// The directory of the files, as it was given.
  let directory: String
  /// How record sets are spread over zones.
  let layout: ZoneLayout
  /// The cloud's suffix.
  let suffix: DomainName
  /// The names of the zones' name servers.
  let nameServers: [DomainName]
  /// What every zone has at its apex.
  let apex: ZoneApex
  /// The name of the zone that lists all zones, where there is to be one.
  let catalog: DomainName?
  /// How serial numbers are chosen.
  let serialPolicy: SerialPolicy
  /// Asks the server that serves the zones for the serial of one.
  let servedSerial: ServedSerial.Lookup?
  /// Whose files are ours.
  let owner: Owner
  /// What checks each new zone file.
  let checkCommand: String?
  /// What makes named load what has changed.
  let reloadCommand: String?
  /// Hears how many files are read and written.
  let progress: (any ProgressMeter)?
  /// The time in seconds since 1970.
  let now: @Sendable () -> Int

  /// The path of a file in the directory.
  func path(_ fileName: String) -> String {
    directory.hasSuffix("/") ? directory + fileName : "\(directory)/\(fileName)"
  }
}
