public import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in zone files for BIND, and in a file for named.conf to include.
///
/// It leaves `<zone>.zone` for each zone and `named.conf.apim-dns` in one directory. Each file says on line 1 whose it is,
/// and a file that does not say that it is ours is never touched. A file is written only when its records or the fields
/// of its SOA record have changed; its serial number then goes up.
public struct ZoneFileBackend: RecordBackend {
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

  /// The directory of the files.
  public var target: String { directory }

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
    apex = ZoneApex(soa, nameServers: nameServers.map { "\($0)." }, nameServersTTL: soa.ttl)
    self.nameServers = nameServers
    self.directory = directory
    self.layout = layout
    self.suffix = suffix
    self.catalog = catalog
    self.serialPolicy = serialPolicy
    self.servedSerial = servedSerial
    self.owner = owner
    self.checkCommand = checkCommand
    self.reloadCommand = reloadCommand
    self.progress = progress
    self.now = now
  }

  /// Reads the files and says what would have to change.
  ///
  /// - Parameter goal: what the files should hold of this owner.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when a file of ours cannot be read or understood, when a zone is dynamic, or when named
  ///   would refuse a zone.
  public func plan(_ goal: Goal) async throws(BackendError) -> PlannedWork {
    let zones = layout.zones(for: goal.recordSets, below: suffix)
    for zone in zones {
      try ZoneRules.check(zone, nameServers: nameServers, catalog: catalog)
    }
    var planner = try ZoneFilePlanner(self, isRemoval: goal == .absent)
    progress?.begin("zones: reading", total: zones.count)
    for zone in zones {
      try planner.keep(zone)
      progress?.advance()
    }
    let members = try (zones + planner.removeZones(besides: zones)).sorted { $0.origin < $1.origin }
    let all = try members + planner.keepCatalog(of: members)
    try planner.keepIncludeFile(for: all)
    try planner.keepReloadMark(for: all)
    planner.refuseUnchangeableFiles()
    return PlannedWork(planner.work(warnings: warnings(about: zones)))
  }

  /// What a person should know about the zones.
  private func warnings(about zones: [Zone]) -> [String] {
    guard layout == .parent, zones.contains(where: { $0.origin == suffix }) else { return [] }
    return [
      "the zone \(suffix) hides every other name below \(suffix) from whoever uses it: use the layout perHostname or "
        + "responsePolicy instead"
    ]
  }

  /// The path of a file in the directory.
  func path(_ fileName: String) -> String {
    directory.hasSuffix("/") ? directory + fileName : "\(directory)/\(fileName)"
  }
}
