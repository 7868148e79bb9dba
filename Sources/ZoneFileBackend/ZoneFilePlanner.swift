import DNSModel
import FileReplacement
import Reconciliation

/// Looks at the files one after another and gathers what has to change.
struct ZoneFilePlanner {
  /// The settings.
  let backend: ZoneFileBackend
  /// What there is.
  let directory: ZoneDirectory
  /// What has to change, in the order in which it is shown.
  var changes: [Change] = []
  /// The files that are written beside those that the changes name.
  var sideEffects: [SideEffect] = []
  /// Foreign files in the way.
  var conflicts: [Conflict] = []
  /// How many record sets are as they should be.
  private var unchanged = 0
  /// The files that have to be written or removed.
  var files: [PlannedFile] = []
  /// Whether an earlier run did not come to its reload.
  var isReloadDue = false
  /// Which changes are about that.
  var dueChanges = 0..<0
  /// What a person should know of what was found.
  var warnings: [String] = []
  /// The catalog of all zones, where there is one.
  var catalog: DomainName?
  /// Whether the SOA and NS records of zones that stay are left as they are, since nobody said what they should be.
  let keepsApexes: Bool
  /// The zones that go, and whose secondaries would not take them if they came back: see ``warnOfSerials()``.
  var departures: [FoundZone] = []

  /// Begins with a look into the directory.
  ///
  /// - Parameters:
  ///   - backend: the settings.
  ///   - isRemoval: whether nothing of this owner is to stay; the mark is then all that has to be known.
  /// - Throws: ``BackendError`` when the directory cannot be read.
  init(_ backend: ZoneFileBackend, isRemoval: Bool) throws(BackendError) {
    self.backend = backend
    catalog = backend.catalog
    keepsApexes = isRemoval
    directory = try ZoneDirectory(of: backend)
  }

  /// Finds the first file that cannot be written or removed, so that nobody has to try to be told.
  mutating func refuseUnchangeableFiles() {
    guard directory.exists else { return }
    for file in files {
      do throws(FileError) {
        try file.snapshot.requireReplaceable()
      } catch {
        conflicts.append(
          Conflict(name: file.snapshot.path, place: error.path, reason: error.reason, yieldsToForce: false))
        return
      }
    }
  }

  /// Gives what was gathered.
  func work(warnings other: [String]) -> ZoneFileApplier {
    precondition(Set(files.map(\.snapshot.path)).count == files.count, "one file is planned twice")
    let plan = BackendPlan(
      backend: .zones, target: backend.directory, changes: changes, conflicts: conflicts, unchanged: unchanged,
      sideEffects: allSideEffects, warnings: other + warnings)
    return ZoneFileApplier(
      plan: plan, backend: backend, files: files, isReloadDue: isReloadDue, dueChanges: dueChanges)
  }

  /// What is written or run beside the changes; nothing where nothing changes.
  private var allSideEffects: [SideEffect] {
    guard !changes.isEmpty else { return [] }
    let zones = files.compactMap { if case .zone(let zone) = $0.work { zone } else { nil } }
    var effects: [SideEffect] = []
    if zones.contains(where: { $0.present == nil && $0.zone.origin != catalog }) {
      effects.append(SideEffect(.apex, contents: backend.apex.value.contents))
    }
    effects += sideEffects
    if !zones.isEmpty, let command = backend.checkCommand { effects.append(SideEffect(.check, contents: [command])) }
    if let command = backend.reloadCommand { effects.append(SideEffect(.reload, contents: [command])) }
    return effects
  }

  /// Compares a zone that should be there with its file.
  mutating func keep(_ zone: Zone) throws(BackendError) {
    let (snapshot, present) = try find(zone)
    if let snapshot, let present { refuseObstacles(to: zone, among: present.foreign, in: snapshot) }
    write(zone, keeping: present?.foreign ?? [], over: present, snapshot)
  }

  /// Looks for the file of a zone that should be there.
  ///
  /// - Returns: what may be replaced, and what it says where there is a file; nothing where a foreign file is in the way.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the zone.
  mutating func find(_ zone: Zone) throws(BackendError) -> (snapshot: FileSnapshot?, present: FoundZone?) {
    try directory.refuseJournal(of: zone.origin)
    switch try directory.look(at: zone.fileName, mark: .zoneFile(backend.owner)) {
    case .ours(let snapshot): return (snapshot, try directory.contents(of: snapshot, zone.origin))
    case .nothing(let snapshot): return (snapshot, nil)
    case .foreign(let reason), .unreadable(let reason):
      addConflict(zone.origin.text, zone.origin, zone.fileName, reason)
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
  mutating func write(
    _ zone: Zone, keeping foreign: [ForeignRecord], over present: FoundZone?, _ snapshot: FileSnapshot?
  ) {
    let firstChange = changes.count
    // A catalog that is none any more is a zone like any other.
    let wasCatalog = present.map(CatalogZone.isCatalog) ?? false
    let apex = wasCatalog ? backend.apex : apex(backend.apex, over: present)
    // That a new zone gets its SOA and NS records goes without saying.
    if let old = present?.apex, old != apex {
      changes.append(
        Change(.update, .zone, name: zone.origin.text, zone: zone.origin, before: old.value, after: apex.value))
    }
    compare(present, with: zone)
    guard let snapshot, changes.count > firstChange else { return }
    let planned = PlannedZone(zone: zone, apex: apex, foreign: foreign, present: present?.serial)
    files.append(PlannedFile(.zone(planned), snapshot, firstChange..<changes.count))
  }

  /// The SOA and NS records that a zone is to have.
  func apex(_ wanted: ZoneApex, over present: FoundZone?) -> ZoneApex {
    keepsApexes ? present?.apex ?? wanted : wanted
  }

  /// Adds what is different about the records of a zone; none are there where there is no file.
  mutating func compare(_ present: FoundZone?, with zone: Zone) {
    let difference =
      present?.difference(to: zone)
      ?? RecordDifference(from: [], to: zone.recordSets, zone: zone.origin, comparesTTL: true)
    changes += difference.changes
    unchanged += difference.unchanged
  }

  /// Adds a foreign file that no force gets out of the way.
  mutating func addConflict(_ name: String, _ zone: DomainName?, _ fileName: String, _ reason: String) {
    conflicts.append(
      Conflict(name: name, zone: zone, place: backend.path(fileName), reason: reason, yieldsToForce: false))
  }
}
