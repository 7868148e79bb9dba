public import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in zone files for BIND, and in a file for named.conf to include.
///
/// It leaves `<zone>.zone` for each zone and `named.conf.apim-dns` in one directory. Each file says on line 1 whose it is,
/// and a file that does not say that it is ours is never touched. A file is written only when its records or the fields
/// of its SOA record have changed; its serial number then goes up.
public struct ZoneFileBackend: RecordBackend {
  /// What is to be in the files.
  let settings: ZoneFileBackendSettings

  /// The directory of the files.
  public var target: String { settings.directory }

  /// Names a directory and what is to be in its files.
  ///
  /// - Parameters:
  ///   - directory: where the files go; made when it is missing.
  ///   - layout: how record sets are spread over zones.
  ///   - suffix: the cloud's suffix, such as `azure-api.net`, which is the zone of the layout `parent`.
  ///   - nameServers: the names of the zones' name servers, the primary one first, at least one.
  ///   - contact: the mail address of whoever answers for the zones.
  ///   - catalog: the name of a zone that lists all zones for secondaries
  ///     ([RFC 9432](https://www.rfc-editor.org/rfc/rfc9432)); without one, there is none.
  ///   - serialPolicy: how serial numbers are chosen.
  ///   - servedSerial: asks the server that serves the zones for the serial of one; new serials lie above it too.
  ///   - owner: whose files are ours.
  ///   - checkCommand: a shell command that is run for each new zone file before it takes its place, with the zone's name
  ///     for `{zone}` and the file's path for `{file}`. When it fails, nothing is replaced.
  ///   - reloadCommand: a shell command that is run once after all files are in place.
  ///   - progress: hears how many files are read and written.
  ///   - now: the time in seconds since 1970, for serial numbers.
  /// - Throws: ``BackendError`` with the code `badSettings` when the contact is no mail address, a name server is no
  ///   host's name, or there is no name server or no directory.
  public init(
    directory: String,
    layout: ZoneLayout = .perHostname,
    suffix: DomainName,
    nameServers: [DomainName] = [DomainName(constant: "localhost")],
    contact: String = "hostmaster@localhost",
    catalog: DomainName? = nil,
    serialPolicy: SerialPolicy = .date,
    servedSerial: ServedSerial.Lookup? = nil,
    owner: Owner = .standard,
    checkCommand: String? = nil,
    reloadCommand: String? = nil,
    progress: (any ProgressMeter)? = nil,
    now: @escaping @Sendable () -> Int
  ) throws(BackendError) {
    guard !directory.isEmpty else {
      throw BackendError(.badSettings, "the directory of the zone files has no name: give one, such as 'zones'")
    }
    guard let primary = nameServers.first else {
      throw BackendError(.badSettings, "the zones have no name server: give at least one, such as ns1.corp.example")
    }
    if let server = nameServers.first(where: { $0.hasUnderscore }) {
      throw BackendError(
        .badSettings,
        "the name server \(server) has an underscore, which the name of a host cannot have, so named would refuse the "
          + "zones: give another name")
    }
    let soa = StartOfAuthority(primary: "\(primary).", contact: try ResponsiblePerson(mail: contact))
    settings = ZoneFileBackendSettings(
      directory: directory, layout: layout, suffix: suffix, nameServers: nameServers,
      apex: ZoneApex(soa, nameServers: nameServers.map { "\($0)." }, nameServersTTL: soa.ttl), catalog: catalog,
      serialPolicy: serialPolicy, servedSerial: servedSerial, owner: owner, checkCommand: checkCommand,
      reloadCommand: reloadCommand, progress: progress, now: now)
  }

  /// Reads the files and says what would have to change.
  ///
  /// - Parameter desiredState: what the files should hold of this owner.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when a file of ours cannot be read or understood, when a zone is dynamic, or when named
  ///   would refuse a zone.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    PlannedWork(try ZoneFilePlanner.plan(desiredState, with: settings))
  }
}
