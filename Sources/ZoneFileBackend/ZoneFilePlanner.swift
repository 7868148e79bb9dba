import Diagnostics
import DNSModel
import FileReplacement
import Reconciliation

/// Looks at the files one after another and decides what has to change.
///
/// Zones that should be there come first, then those that should not, and last the files that name the zones to a name server.
struct ZoneFilePlanner {
  /// The settings.
  private let settings: ZoneFileBackendSettings
  /// What there is.
  private let state: ZoneFileState
  /// What has to change.
  private var draft: ZoneFilePlanBuilder
  /// The catalog of all zones, where there is one.
  private var catalog: DomainName?
  /// Whether the SOA and NS records of zones that stay are left as they are, since nobody said what they should be.
  private let keepsApexes: Bool
  /// The zones that go, and whose secondaries would not take them if they came back: see ``warnOfSerials()``.
  private var departures: [FoundZone] = []

  /// Begins with a look into the directory.
  ///
  /// - Parameters:
  ///   - settings: the settings.
  ///   - isRemoval: whether nothing of this owner is to stay; the mark is then all that has to be known.
  /// - Throws: ``BackendError`` when the directory cannot be read.
  private init(_ settings: ZoneFileBackendSettings, isRemoval: Bool) throws(BackendError) {
    self.settings = settings
    draft = ZoneFilePlanBuilder(settings)
    catalog = settings.catalog
    keepsApexes = isRemoval
    state = try ZoneFileState(of: settings)
  }

  /// Reads the files and says what would have to change.
  ///
  /// - Parameters:
  ///   - desiredState: what the files should hold of this owner.
  ///   - settings: the settings.
  /// - Returns: what carries the plan out.
  /// - Throws: ``BackendError`` when a file of ours cannot be read or understood, when a zone is dynamic, or when named
  ///   would refuse a zone.
  static func plan(_ desiredState: DesiredState, with settings: ZoneFileBackendSettings) throws(BackendError)
    -> ZoneFileApplier
  {
    let zones = settings.layout.zones(for: desiredState.recordSets, below: settings.suffix)
    for zone in zones {
      try ZoneRules.check(zone, nameServers: settings.nameServers, catalog: settings.catalog)
    }
    var planner = try ZoneFilePlanner(settings, isRemoval: desiredState == .absent)
    planner.warnOfHiddenNames(by: zones)
    settings.progress?.begin("zones: reading", total: zones.count)
    for zone in zones {
      try planner.keep(zone)
      settings.progress?.advance()
    }
    let members = try (zones + planner.removeZones(besides: zones)).sorted { $0.origin < $1.origin }
    let all = try members + planner.keepCatalog(of: members)
    try planner.keepIncludeFile(for: all)
    try planner.keepReloadMark(for: all)
    if planner.state.exists { planner.draft.refuseUnchangeableFiles() }
    return planner.draft.applier(catalog: planner.catalog)
  }

  // MARK: Zones that should be there

  /// Warns where a zone hides the names of others.
  private mutating func warnOfHiddenNames(by zones: [Zone]) {
    let suffix = settings.suffix
    guard settings.layout == .parent, zones.contains(where: { $0.origin == suffix }) else { return }
    draft.warnings.append(
      "the zone \(suffix) hides every other name below \(suffix) from whoever uses it: use the layout perHostname or "
        + "responsePolicy instead")
  }

  /// Compares a zone that should be there with its file.
  private mutating func keep(_ zone: Zone) throws(BackendError) {
    let (snapshot, present) = try find(zone)
    if let snapshot, let present { draft.refuseObstacles(to: zone, among: present.foreign, in: snapshot) }
    write(zone, keeping: present?.foreign ?? [], over: present, snapshot)
  }

  /// Looks for the file of a zone that should be there.
  ///
  /// - Returns: what may be replaced, and what it says where there is a file; nothing where a foreign file is in the way.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the zone.
  private mutating func find(_ zone: Zone) throws(BackendError) -> (snapshot: FileSnapshot?, present: FoundZone?) {
    try state.refuseJournal(of: zone.origin)
    switch try state.look(at: zone.fileName, mark: .zoneFile(settings.owner)) {
    case .ours(let snapshot): return (snapshot, try state.contents(of: snapshot, zone.origin))
    case .nothing(let snapshot): return (snapshot, nil)
    case .foreign(let reason), .unreadable(let reason):
      draft.addConflict(zone.origin.text, zone.origin, zone.fileName, reason)
      return (nil, nil)
    }
  }

  /// Plans that a file says what a zone is to be, where it does not say so yet.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - foreign: the records of others that it keeps.
  ///   - present: what the file says, where there is one.
  ///   - snapshot: what may be replaced.
  private mutating func write(
    _ zone: Zone, keeping foreign: [ResourceRecord], over present: FoundZone?, _ snapshot: FileSnapshot?
  ) {
    let firstChange = draft.changes.count
    // A catalog that is none any more is a zone like any other.
    let wasCatalog = present.map(CatalogZone.isCatalog) ?? false
    let apex = wasCatalog ? settings.apex : apex(settings.apex, over: present)
    // That a new zone gets its SOA and NS records goes without saying.
    if let old = present?.apex, old != apex {
      draft.add(
        Change(.update, .zone, name: zone.origin.text, zone: zone.origin, before: old.value, after: apex.value))
    }
    draft.compare(present, with: zone)
    guard let snapshot, draft.changes.count > firstChange else { return }
    let planned = PlannedZone(zone: zone, apex: apex, foreign: foreign, present: present?.serial)
    draft.add(.zone(planned), snapshot, since: firstChange)
  }

  /// The SOA and NS records that a zone is to have.
  private func apex(_ wanted: ZoneApex, over present: FoundZone?) -> ZoneApex {
    keepsApexes ? present?.apex ?? wanted : wanted
  }

  // MARK: Zones of ours that should not be there any more

  /// Finds the files of all of them, save the catalog's, of which can only be said later whether it goes.
  ///
  /// - Returns: the zones that stay for the sake of what others put into them, without records of ours.
  /// - Throws: ``BackendError`` when a file of ours cannot be read, or named takes updates of its zone.
  private mutating func removeZones(besides zones: [Zone]) throws(BackendError) -> [Zone] {
    var kept = Set(zones.map(\.fileName))
    if let catalog { kept.insert(catalog.text + ZoneFileName.ending) }
    var staying: [Zone] = []
    for fileName in state.fileNames where !kept.contains(fileName) {
      if let zone = try remove(fileName) { staying.append(zone) }
    }
    warnOfSerials()
    return staying
  }

  /// Plans that a file goes, if it is a zone file of ours.
  ///
  /// - Returns: the zone, if it stays for the sake of what others put into it.
  private mutating func remove(_ fileName: String) throws(BackendError) -> Zone? {
    // A file that is called by no zone's name is a copy that somebody made, or no zone file at all.
    guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
      origin.text + ZoneFileName.ending == fileName, let snapshot = try ours(fileName)
    else { return nil }
    try state.refuseJournal(of: origin)
    let empty = Zone(origin: origin, recordSets: [])
    let present = try state.contents(of: snapshot, origin)
    if keepsApexes, catalog == nil, CatalogZone.isCatalog(present) {
      catalog = origin
      return nil
    }
    let others = CatalogZone.others(in: present)
    if let record = others.first {
      let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      draft.warnings.append(
        "the zone \(origin) stays, without our records, because \(place) has a record that is not ours")
      write(empty, keeping: others, over: present, snapshot)
      return empty
    }
    let firstChange = draft.changes.count
    draft.compare(present, with: empty)
    if draft.changes.count == firstChange {
      draft.add(Change(.delete, .zone, name: origin.text, zone: origin, before: present.apex.value))
    }
    draft.add(.removal, snapshot, since: firstChange)
    departures.append(present)
    return nil
  }

  /// Takes a file that nobody asked for, if it is ours.
  private mutating func ours(_ fileName: String) throws(BackendError) -> FileSnapshot? {
    let mark = ZoneFileMark.zoneFile(settings.owner)
    // The zone file of somebody else is not read to its end, however long it is.
    guard state.mayBeOurs(fileName, mark: mark) else { return nil }
    switch try state.look(at: fileName, mark: mark) {
    case .ours(let snapshot): return snapshot
    case .unreadable(let reason):
      draft.warnings.append("\(settings.path(fileName)) is taken for a file of somebody else: \(reason)")
      return nil
    case .nothing, .foreign: return nil
    }
  }

  /// Warns where a zone that goes would begin again with a serial that is not above its present one.
  ///
  /// Secondaries that still have it would then not fetch it; those that follow a catalog drop it by themselves.
  private mutating func warnOfSerials() {
    guard catalog == nil else { return }
    let beginning = SerialNumber.next(after: nil, by: settings.serialPolicy, at: settings.now())
    let zones = departures.filter { $0.apex.nameServers != ["localhost."] && !$0.serial.isBelow(beginning) }
    guard let zone = zones.first else { return }
    let others = zones.count > 1 ? " and \(zones.count - 1) more" : ""
    draft.warnings.append(
      "the zone \(zone.origin)\(others) goes with the serial \(zone.serial), above which it would not begin if it came back: "
        + "see that its secondaries drop it, or give one of them as --serial-from then")
  }

  // MARK: The files that name our zones to a name server

  /// Compares the catalog of all zones with its file, where there is to be one; without zones, it goes.
  ///
  /// - Parameter zones: the zones.
  /// - Returns: the catalog's own zone, if it is there or stays for the sake of what others put into it.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the catalog.
  private mutating func keepCatalog(of zones: [Zone]) throws(BackendError) -> [Zone] {
    guard let catalog else { return [] }
    let zone = Zone(origin: catalog, recordSets: [])
    guard !zones.isEmpty else { return try remove(zone.fileName).map { [$0] } ?? [] }
    let (snapshot, present) = try find(zone)
    let records = CatalogZone.records(of: zones, catalog: catalog)
    let apex = apex(CatalogZone.apex(settings.apex.soa), over: present)
    let firstChange = draft.changes.count
    draft.compare(present, with: zone)
    let isSame =
      present.map { present in
        present.apex == apex && CatalogZone.entries(present.foreign) == CatalogZone.entries(records)
          && draft.changes.count == firstChange
      } ?? false
    if let snapshot, !isSame {
      let others = present?.foreign.filter { !CatalogZone.isOurs($0) } ?? []
      let wanted = PlannedZone(zone: zone, apex: apex, foreign: records + others, present: present?.serial)
      let members = zones.map { "member \($0.origin)" }
      draft.note(present == nil ? .create : .update, .catalog, catalog.text, apex.value.contents + members)
      draft.add(.zone(wanted), snapshot, since: firstChange)
    }
    return [zone]
  }

  /// Compares the include file with what it should say.
  private mutating func keepIncludeFile(for zones: [Zone]) throws(BackendError) {
    let folder = Folder(settings.directory)
    let mark = ZoneFileMark.includeFile(settings.owner)
    let found = try state.look(at: IncludeFile.name, mark: mark)
    let present = found.snapshot?.bytes ?? []
    guard !zones.isEmpty else {
      guard case .ours(let snapshot) = found else { return }
      remove(snapshot, .include, IncludeFile.name)
      draft.warnings.append(
        "named.conf must no longer include \(snapshot.path): without that file, named does not start")
      return
    }
    if let reason = found.objection { draft.addConflict(IncludeFile.name, nil, IncludeFile.name, reason) }
    let path = try onFiles { () throws(FileError) in try folder.absolutePath() }
    let wanted = try IncludeFile.bytes(for: zones, catalog: catalog, in: path, mark: mark)
    guard present != wanted else { return }
    let action: Change.Action = if case .ours = found { .update } else { .create }
    if let snapshot = found.snapshot {
      let firstChange = draft.changes.count
      draft.note(action, .include, IncludeFile.name, zones.map { "zone \($0.origin)" })
      draft.add(.include(wanted), snapshot, since: firstChange)
    }
  }

  /// Looks whether an earlier run did not come to its reload.
  ///
  /// - Parameter zones: the zones that stay. Where none does, the file that says so goes, whether there is a reload or not.
  /// - Throws: ``BackendError`` when the file cannot be read.
  private mutating func keepReloadMark(for zones: [Zone]) throws(BackendError) {
    guard settings.reloadCommand != nil || zones.isEmpty else { return }
    switch try state.look(at: ReloadMark.name, mark: .includeFile(settings.owner)) {
    case .nothing: break
    case .foreign(let reason), .unreadable(let reason):
      if settings.reloadCommand != nil { draft.addConflict(ReloadMark.name, nil, ReloadMark.name, reason) }
    case .ours(let snapshot):
      guard let command = settings.reloadCommand else {
        return remove(snapshot, nil, ReloadMark.name)
      }
      draft.addDueReload()
      draft.warnings.append(
        "\(snapshot.path): a reload is still due, since an earlier run did not come to it: apply runs '\(command)'")
    }
  }

  /// Plans that a file goes that only names our zones.
  private mutating func remove(_ snapshot: FileSnapshot, _ kind: SideEffect.Kind?, _ name: String) {
    let firstChange = draft.changes.count
    draft.note(.delete, kind, name)
    draft.add(.removal, snapshot, since: firstChange)
  }
}
