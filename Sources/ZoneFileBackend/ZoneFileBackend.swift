public import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in zone files for BIND, and in an include file for named.conf.
///
/// It writes `<zone>.zone` for each zone, and `named.conf.apim-dns`, to one directory. Line 1 of each file is the owner mark,
/// and a file without it is never changed. A zone file is written only if its records or the fields of its SOA record
/// change; its serial number then increases.
public struct ZoneFileBackend: RecordBackend {
  /// What to write, and where.
  let settings: ZoneFileBackendSettings
  /// The owner that gets the files of this one; nil if the records change.
  private var newOwner: Owner?

  /// The directory of the files.
  public var target: String { settings.directory }

  /// Makes a backend for a directory of zone files.
  ///
  /// - Parameters:
  ///   - directory: the path of the directory; created if it does not exist.
  ///   - layout: how record sets are distributed over zones.
  ///   - suffixes: the suffixes of the clouds, such as `azure-api.net`, each of which is a zone in the layout `parent`.
  ///   - policyZone: the name of the one zone in the layout `responsePolicy`; nil for `rpz.apim-dns.invalid`.
  ///   - nameServers: the names of the zones' name servers, the primary first; at least one.
  ///   - contact: the mail address of the person responsible for the zones.
  ///   - apexTTL: the TTL of the SOA and NS records.
  ///   - negativeTTL: how long resolvers may cache that a name does not exist, or has no records of a type.
  ///   - catalog: the name of the catalog zone for secondaries
  ///     ([RFC 9432](https://www.rfc-editor.org/rfc/rfc9432)); nil for none.
  ///   - serialPolicy: how serial numbers are chosen.
  ///   - servedSerial: asks the server that serves the zones for a serial, which new serials then exceed too.
  ///   - serverDirectory: the absolute path of the directory as the name server sees it, in a chroot or container; nil for the
  ///     path on this machine.
  ///   - bindVersion: the oldest version of BIND that reads the include file.
  ///   - zoneOptions: statements that the include file adds to each zone; one of ours with the same name is left out.
  ///   - owner: the owner of the managed files.
  ///   - checkCommand: a shell command that runs for each new zone file before it is put in place, with the zone's name
  ///     for `{zone}` and the file's path for `{file}`. If it fails, nothing is replaced.
  ///   - configurationCheck: a shell command that runs once after all files are in place. If it fails, the old files are put back.
  ///   - reloadCommand: a shell command that runs once after all files are in place.
  ///   - progress: receives the number of files read and written.
  ///   - now: the time in seconds since 1970, for serial numbers.
  /// - Throws: ``BackendError`` with the code `badSettings` if the contact is not a mail address, a name server is not a
  ///   hostname, or there is no name server or no directory.
  public init(
    directory: String,
    layout: ZoneLayout = .perHostname,
    suffixes: [DomainName],
    policyZone: DomainName? = nil,
    nameServers: [DomainName] = [DomainName(constant: "localhost")],
    contact: String = "hostmaster@localhost",
    apexTTL: TimeToLive? = nil,
    negativeTTL: TimeToLive? = nil,
    catalog: DomainName? = nil,
    serialPolicy: SerialPolicy = .date,
    servedSerial: ServedSerial.Lookup? = nil,
    serverDirectory: String? = nil,
    bindVersion: BINDVersion = .v9x16,
    zoneOptions: [ZoneOption] = [],
    owner: Owner = .standard,
    checkCommand: String? = nil,
    configurationCheck: String? = nil,
    reloadCommand: String? = nil,
    progress: (any ProgressMeter)? = nil,
    now: @escaping @Sendable () -> Int
  ) throws(BackendError) {
    guard !directory.isEmpty else {
      throw BackendError(.badSettings, "a directory for the zone files is required. Set one, such as 'zones'.")
    }
    guard let primary = nameServers.first else {
      throw BackendError(.badSettings, "a name server is required. Set at least one, such as ns1.corp.example.")
    }
    if let server = nameServers.first(where: { $0.hasUnderscore }) {
      throw BackendError(
        .badSettings,
        "'\(server)' is not a valid name server: hostnames cannot contain '_', and named would reject the zones. Use "
          + "another name.")
    }
    var soa = StartOfAuthority(primary: "\(primary).", contact: try ResponsiblePerson(mail: contact))
    if let apexTTL { soa.ttl = UInt32(apexTTL.seconds) }
    if let negativeTTL { soa.minimum = UInt32(negativeTTL.seconds) }
    settings = ZoneFileBackendSettings(
      directory: directory, layout: layout, suffixes: suffixes, policyZone: policyZone ?? .responsePolicyZone,
      nameServers: nameServers,
      apex: ZoneApex(soa, nameServers: nameServers.map { "\($0)." }, nameServersTTL: soa.ttl), catalog: catalog,
      serialPolicy: serialPolicy, servedSerial: servedSerial, serverDirectory: serverDirectory,
      bindVersion: bindVersion,
      zoneOptions: zoneOptions, owner: owner, checkCommand: checkCommand,
      configurationCheck: configurationCheck, reloadCommand: reloadCommand, progress: progress, now: now)
  }

  /// The same backend, whose plans give the files to another owner and change nothing else.
  package func changingOwner(to owner: Owner) -> ZoneFileBackend {
    var backend = self
    backend.newOwner = owner
    return backend
  }

  /// Reads the files and finds the changes.
  ///
  /// - Parameters:
  ///   - desiredState: what the files should hold for this owner.
  ///   - policy: what to do with changes that conflict. A zone with a conflict is left out as a whole.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if a managed file cannot be read or parsed, if a zone is dynamic, or if named would reject a
  ///   zone.
  public func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork {
    if let newOwner { return PlannedWork(try ZoneFileOwnerChange.plan(to: newOwner, with: settings)) }
    return PlannedWork(try ZoneFilePlanner.plan(desiredState, with: settings, onConflict: policy))
  }
}
