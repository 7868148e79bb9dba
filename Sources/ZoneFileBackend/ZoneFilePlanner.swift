import Diagnostics
import DNSModel
import FileReplacement
import Reconciliation

/// Compares the files with the desired state and plans the changes.
///
/// It handles the desired zones first, then the zones to remove, and last the files that list the zones for a name server.
struct ZoneFilePlanner {
  private let settings: ZoneFileBackendSettings
  /// The directory as it was found.
  private let state: ZoneFileState
  private var draft: ZoneFilePlanBuilder
  /// The name of the catalog zone; nil for none.
  private var catalog: DomainName?
  /// Whether zones that stay keep their SOA and NS records, since a removal does not know the desired ones.
  private let keepsApexes: Bool
  /// The zones whose journals have updates that their files do not have.
  private var dynamicZones: [DomainName] = []
  /// The zones to remove; see ``warnOfSerials()``.
  private var removedZones: [FoundZone] = []

  /// Lists the directory.
  ///
  /// - Parameters:
  ///   - settings: the settings; a removal needs only the directory and the owner.
  ///   - isRemoval: whether the desired state is to have nothing of this owner.
  ///   - policy: what to do with changes that conflict.
  /// - Throws: ``BackendError`` if the directory cannot be read.
  private init(
    _ settings: ZoneFileBackendSettings, isRemoval: Bool, onConflict policy: ConflictPolicy
  ) throws(BackendError) {
    self.settings = settings
    draft = ZoneFilePlanBuilder(settings, onConflict: policy)
    catalog = settings.catalog
    keepsApexes = isRemoval
    state = try ZoneFileState(of: settings)
  }

  /// Reads the files and finds the changes.
  ///
  /// - Parameters:
  ///   - desiredState: what the files should hold for this owner.
  ///   - settings: the settings.
  ///   - policy: what to do with changes that conflict. A zone with a conflict is left out as a whole.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if a managed file cannot be read or parsed, if a zone is dynamic, or if named would reject a
  ///   zone.
  static func plan(
    _ desiredState: DesiredState, with settings: ZoneFileBackendSettings, onConflict policy: ConflictPolicy
  ) throws(BackendError) -> ZoneFileApplier {
    let zones = settings.layout.zones(
      for: desiredState.recordSets, below: settings.suffixes, policyZone: settings.policyZone)
    for zone in zones {
      try ZoneRules.check(zone, nameServers: settings.nameServers, catalog: settings.catalog)
    }
    var planner = try ZoneFilePlanner(settings, isRemoval: desiredState == .absent, onConflict: policy)
    planner.warnOfHiddenNames(by: zones)
    settings.progress?.begin("zones: reading", total: zones.count)
    for zone in zones {
      try planner.planZone(zone)
      settings.progress?.advance()
    }
    let listed = try planner.listed(zones)
    let members = try (listed + planner.removeZones(besides: zones)).sorted { $0.origin < $1.origin }
    // Only after it is planned is it known whether the catalog zone is left out.
    let catalogs = try planner.planCatalog(of: members)
    let all = try members + planner.listed(catalogs)
    guard planner.dynamicZones.isEmpty else { throw planner.state.refusal(ofDynamic: planner.dynamicZones) }
    try planner.planIncludeFile(for: all)
    try planner.planReloadMark(for: all)
    if planner.state.exists { planner.draft.addConflictOfUnwritableFile() }
    return planner.draft.applier(catalog: planner.catalog)
  }

  // MARK: Desired zones

  /// Warns of a zone that hides unmanaged names.
  private mutating func warnOfHiddenNames(by zones: [Zone]) {
    guard settings.layout == .parent else { return }
    for suffix in settings.suffixes where zones.contains(where: { $0.origin == suffix }) {
      draft.warnings.append(
        "the zone \(suffix) hides every other name below \(suffix) from the clients of this name server. Use the layout "
          + "perHostname or responsePolicy instead.")
    }
  }

  /// Plans the file of a desired zone.
  private mutating func planZone(_ zone: Zone) throws(BackendError) {
    let (snapshot, present) = try find(zone)
    if let snapshot, let present { draft.addConflicts(of: zone, with: present.otherRecords, in: snapshot) }
    guard !draft.isLeftOut(zone.origin) else { return }
    try write(zone, keeping: present?.otherRecords ?? [], over: present, snapshot)
  }

  /// Finds the file of a desired zone.
  ///
  /// - Returns: the file to replace, and its contents if it exists; both are nil if an unmanaged file has its path.
  /// - Throws: ``BackendError`` if the managed file cannot be read, or the zone is dynamic.
  private mutating func find(_ zone: Zone) throws(BackendError) -> (snapshot: FileSnapshot?, present: FoundZone?) {
    let found = try state.inspect(zone.fileName, mark: .zoneFile(settings.owner))
    guard case .managed(let snapshot) = found else {
      if try state.journal(of: zone.origin) != nil {
        dynamicZones.append(zone.origin)
        return (nil, nil)
      }
      return unmanaged(zone, found)
    }
    let present = try state.contents(of: snapshot, zone.origin, managing: zone)
    try noteJournal(of: present)
    return (snapshot, present)
  }

  /// The file of a zone that has no managed file: missing, or unmanaged, which is a conflict.
  private mutating func unmanaged(
    _ zone: Zone, _ found: ZoneFileState.Found
  ) -> (snapshot: FileSnapshot?, present: FoundZone?) {
    switch found {
    case .managed(let snapshot), .missing(let snapshot): return (snapshot, nil)
    case .unmanaged(let reason, _), .unreadable(let reason):
      draft.addConflict(zone.origin.text, zone.origin, zone.fileName, reason, of: found.otherOwner)
      return (nil, nil)
    }
  }

  /// Notes a zone whose journal has updates that its file does not have.
  private mutating func noteJournal(of present: FoundZone) throws(BackendError) {
    if let journal = try state.journal(of: present.origin), !journal.isIn(present.serial) {
      dynamicZones.append(present.origin)
    }
  }

  /// Plans to remove the journal of a file that is replaced or removed.
  private mutating func removeJournal(of origin: DomainName) throws(BackendError) {
    guard let journal = try state.journal(of: origin) else { return }
    draft.add(.removal, journal.snapshot, since: draft.changes.count)
  }

  /// Plans to write a zone file if its contents differ from the desired zone.
  ///
  /// - Parameters:
  ///   - zone: the desired zone.
  ///   - otherRecords: the records other than SOA, NS and A that the file keeps.
  ///   - present: the contents of the file; nil if it does not exist.
  ///   - snapshot: the file to replace; nil if an unmanaged file has its path.
  /// - Throws: ``BackendError`` if the journal of the zone cannot be read.
  private mutating func write(
    _ zone: Zone, keeping otherRecords: [ResourceRecord], over present: FoundZone?, _ snapshot: FileSnapshot?
  ) throws(BackendError) {
    let firstChange = draft.changes.count
    // A zone that is no longer the catalog zone gets the SOA and NS records of any other zone.
    let wasCatalog = present.map(CatalogZone.isCatalog) ?? false
    let apex = wasCatalog ? settings.apex : apex(settings.apex, over: present)
    // For a new zone, the plan does not show the SOA and NS records as a change.
    if let old = present?.apex, old != apex {
      draft.add(
        Change(.update, .zone, name: zone.origin.text, zone: zone.origin, before: old.value, after: apex.value))
    }
    draft.compare(present, with: zone)
    guard let snapshot, draft.changes.count > firstChange else { return }
    let planned = PlannedZone(zone: zone, apex: apex, otherRecords: otherRecords, present: present?.serial)
    draft.add(.zone(planned), snapshot, since: firstChange)
    try removeJournal(of: zone.origin)
  }

  /// The SOA and NS records to write for a zone.
  private func apex(_ desired: ZoneApex, over present: FoundZone?) -> ZoneApex {
    keepsApexes ? present?.apex ?? desired : desired
  }

  // MARK: Managed zones that are no longer desired

  /// Plans to remove them, except the catalog zone, which is decided later.
  ///
  /// - Returns: the zones that stay, without managed A records, because they hold unmanaged records.
  /// - Throws: ``BackendError`` if a managed file cannot be read, or its zone is dynamic.
  private mutating func removeZones(besides zones: [Zone]) throws(BackendError) -> [Zone] {
    var kept = Set(zones.map(\.fileName))
    if let catalog { kept.insert(catalog.text + ZoneFileName.ending) }
    var staying: [Zone] = []
    for fileName in state.fileNames where !kept.contains(fileName) {
      // While a desired zone is left out, no other is removed: it may be the one that works.
      guard !draft.hasLeftOut else {
        staying += try managedZone(in: fileName).map { [$0] } ?? []
        continue
      }
      if let zone = try remove(fileName) { staying.append(zone) }
    }
    warnOfSerials()
    return staying
  }

  /// The zone of a file, if it is a managed zone file; without its record sets.
  private mutating func managedZone(in fileName: String) throws(BackendError) -> Zone? {
    guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
      origin.text + ZoneFileName.ending == fileName, let snapshot = try managedFile(fileName)
    else { return nil }
    return Zone(origin: origin, recordSets: [], isPolicy: state.isPolicy(origin, in: snapshot.bytes))
  }

  /// Plans to remove a file, if it is a managed zone file.
  ///
  /// - Returns: the zone, if it stays because it holds unmanaged records, or because named may need it for a response policy.
  private mutating func remove(_ fileName: String) throws(BackendError) -> Zone? {
    // A file whose name is not that of a zone is a copy, or not a zone file at all.
    guard let empty = try managedZone(in: fileName), let snapshot = try managedFile(fileName) else { return nil }
    let origin = empty.origin
    let present = try state.contents(of: snapshot, origin)
    try noteJournal(of: present)
    if keepsApexes, catalog == nil, CatalogZone.isCatalog(present) {
      catalog = origin
      return nil
    }
    let unmanagedRecords = CatalogZone.unmanagedRecords(in: present)
    if let record = unmanagedRecords.first {
      let position = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      draft.warnings.append(
        "the zone \(origin) is kept without managed A records, because of the unmanaged record at \(position)")
      try write(empty, keeping: unmanagedRecords, over: present, snapshot)
      return empty
    }
    if empty.isPolicy {
      if !present.recordSets.isEmpty {
        draft.warnings.append(
          "\(snapshot.path) stays without A records, because named does not start while a response-policy names a zone that it does "
            + "not have. Remove \(origin) from response-policy in named.conf, reload named, delete the file, and apply again."
        )
      }
      try write(empty, keeping: [], over: present, snapshot)
      return empty
    }
    let firstChange = draft.changes.count
    draft.compare(present, with: empty)
    if draft.changes.count == firstChange {
      draft.add(Change(.delete, .zone, name: origin.text, zone: origin, before: present.apex.value))
    }
    draft.add(.removal, snapshot, since: firstChange)
    try removeJournal(of: origin)
    removedZones.append(present)
    return nil
  }

  /// Finds a file that no desired zone has, if it is managed.
  private mutating func managedFile(_ fileName: String) throws(BackendError) -> FileSnapshot? {
    let mark = OwnerMark.zoneFile(settings.owner)
    // Unmanaged zone files can be large, so only their beginning is read.
    guard state.mayBeManaged(fileName, mark: mark) else { return nil }
    switch try state.inspect(fileName, mark: mark) {
    case .managed(let snapshot): return snapshot
    case .unreadable(let reason):
      draft.warnings.append("\(settings.path(fileName)) is ignored as an unmanaged file: \(reason)")
      return nil
    case .missing, .unmanaged: return nil
    }
  }

  /// Warns of removed zones whose serial, if they return, would start at or below the current one.
  ///
  /// Secondaries that still have such a zone would not transfer it. Secondaries of a catalog zone drop it by themselves.
  private mutating func warnOfSerials() {
    guard catalog == nil else { return }
    let first = SerialNumber.next(after: nil, by: settings.serialPolicy, at: settings.now())
    let zones = removedZones.filter { $0.apex.nameServers != ["localhost."] && !$0.serial.isLess(than: first) }
    guard let zone = zones.first else { return }
    let others = zones.count > 1 ? " (and \(zones.count - 1) more)" : ""
    draft.warnings.append(
      "the zone \(zone.origin)\(others) is removed at serial \(zone.serial). When it returns, its serial may not be "
        + "higher, and its secondaries would ignore it. Remove the zone from the secondaries now, or set "
        + "--serial-from to one of them when it returns."
    )
  }

  // MARK: The files that list the zones for a name server

  /// The zones that a name server should load: all but those that are left out, unless the include file has them already.
  private func listed(_ zones: [Zone]) throws(BackendError) -> [Zone] {
    guard zones.contains(where: { draft.isLeftOut($0.origin) }) else { return zones }
    let present = try state.inspect(IncludeFile.name, mark: .includeFile(settings.owner)).snapshot?.bytes ?? []
    return zones.filter { !draft.isLeftOut($0.origin) || IncludeFile.lists($0.origin, in: present) }
  }

  /// Plans the catalog zone; without member zones, it is removed.
  ///
  /// - Parameter zones: the member zones.
  /// - Returns: the catalog zone, if it is desired or stays because it holds unmanaged records.
  /// - Throws: ``BackendError`` if the managed file cannot be read, or the catalog zone is dynamic.
  private mutating func planCatalog(of zones: [Zone]) throws(BackendError) -> [Zone] {
    guard let catalog else { return [] }
    let zone = Zone(origin: catalog, recordSets: [])
    guard !zones.isEmpty else { return try remove(zone.fileName).map { [$0] } ?? [] }
    let (snapshot, present) = try find(zone)
    let records = CatalogZone.records(of: zones, catalog: catalog, ttl: settings.apex.soa.ttl)
    let apex = apex(CatalogZone.apex(settings.apex.soa), over: present)
    let firstChange = draft.changes.count
    draft.compare(present, with: zone)
    let isInSync =
      present.map { present in
        present.apex == apex && CatalogZone.entries(present.otherRecords) == CatalogZone.entries(records)
          && draft.changes.count == firstChange
      } ?? false
    if let snapshot, !isInSync {
      let unmanagedRecords = present?.otherRecords.filter { !CatalogZone.isManaged($0) } ?? []
      let planned = PlannedZone(
        zone: zone, apex: apex, otherRecords: records + unmanagedRecords, present: present?.serial)
      let members = zones.map { "member \($0.origin)" }
      draft.addConfiguration(present == nil ? .create : .update, .catalog, catalog.text, apex.value.contents + members)
      draft.add(.zone(planned), snapshot, since: firstChange)
      try removeJournal(of: catalog)
    }
    return [zone]
  }

  /// Plans the include file; without zones, it stays empty, because named does not start while named.conf includes a missing file.
  private mutating func planIncludeFile(for zones: [Zone]) throws(BackendError) {
    let mark = OwnerMark.includeFile(settings.owner)
    let found = try state.inspect(IncludeFile.name, mark: mark)
    let present = found.snapshot?.bytes ?? []
    if zones.isEmpty { guard case .managed = found else { return } }
    if let reason = found.conflictReason {
      draft.addConflict(IncludeFile.name, nil, IncludeFile.name, reason, of: found.otherOwner)
    }
    let path: String
    if let serverDirectory = settings.serverDirectory {
      path = serverDirectory
    } else {
      path = try onFiles { () throws(FileError) in try Folder(settings.directory).resolvedPath() }
    }
    let file = IncludeFile(
      zones: zones, catalog: catalog, directory: path, version: settings.bindVersion, options: settings.zoneOptions)
    let desired = try file.bytes(mark: mark)
    guard present != desired else { return }
    if zones.isEmpty {
      draft.warnings.append(
        "\(settings.path(IncludeFile.name)) stays without zones, because named does not start while named.conf includes a missing "
          + "file. Remove the include statement from named.conf, reload named, and delete the file.")
    }
    let action: Change.Action = if case .managed = found { .update } else { .create }
    if let snapshot = found.snapshot {
      let firstChange = draft.changes.count
      draft.addConfiguration(action, .include, IncludeFile.name, file.summary)
      draft.add(.text(desired), snapshot, since: firstChange)
    }
  }

  /// Plans a reload if an earlier run left its reload mark.
  ///
  /// - Parameter zones: the zones that stay. Without any, the mark is removed even if there is no reload command.
  /// - Throws: ``BackendError`` if the mark cannot be read.
  private mutating func planReloadMark(for zones: [Zone]) throws(BackendError) {
    guard settings.reloadCommand != nil || zones.isEmpty else { return }
    switch try state.inspect(ReloadMark.name, mark: .includeFile(settings.owner)) {
    case .missing: break
    case .unmanaged(let reason, _), .unreadable(let reason):
      if settings.reloadCommand != nil { draft.addReloadMarkConflict(reason) }
    case .managed(let snapshot):
      guard let command = settings.reloadCommand else {
        return remove(snapshot, nil, ReloadMark.name)
      }
      draft.addDueReload()
      draft.warnings.append(
        "\(snapshot.path): a reload is still due from an earlier run, so apply runs '\(command)'")
    }
  }

  /// Plans to remove a file that only lists the zones.
  private mutating func remove(_ snapshot: FileSnapshot, _ kind: SideEffect.Kind?, _ name: String) {
    let firstChange = draft.changes.count
    draft.addConfiguration(.delete, kind, name)
    draft.add(.removal, snapshot, since: firstChange)
  }
}
