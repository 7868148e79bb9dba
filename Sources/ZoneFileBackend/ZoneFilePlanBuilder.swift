import Diagnostics
import DNSModel
import FileReplacement
import Reconciliation

/// A plan that is being made: changes with the files that bring them about, and what is in the way.
struct ZoneFilePlanBuilder {
  /// The settings.
  private let settings: ZoneFileBackendSettings
  /// What has to change, in the order in which it is shown.
  private(set) var changes: [Change] = []
  /// The files that are written beside those that the changes name.
  private var sideEffects: [SideEffect] = []
  /// Foreign files in the way.
  private var conflicts: [Conflict] = []
  /// How many record sets are as they should be.
  private var unchanged = 0
  /// The files that have to be written or removed.
  private var files: [PlannedFile] = []
  /// Whether an earlier run did not come to its reload.
  private var isReloadDue = false
  /// Which changes are about that.
  private var dueChanges = 0..<0
  /// What a person should know of what was found.
  var warnings: [String] = []

  /// Begins an empty plan.
  init(_ settings: ZoneFileBackendSettings) {
    self.settings = settings
  }

  /// Adds a change of a zone itself.
  mutating func add(_ change: Change) { changes.append(change) }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - work: what happens to it.
  ///   - snapshot: the file as it was found.
  ///   - firstChange: the first change that the file is about; all that follow it are, too.
  mutating func add(_ work: PlannedFile.Work, _ snapshot: FileSnapshot, since firstChange: Int) {
    files.append(PlannedFile(work, snapshot, firstChange..<changes.count))
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
      Conflict(name: name, zone: zone, place: settings.path(fileName), reason: reason, yieldsToForce: false))
  }

  /// Adds the records of others to the conflicts that leave no room for addresses of ours.
  ///
  /// - Parameters:
  ///   - zone: the zone with the addresses that are to be there.
  ///   - foreign: the records of others in its file.
  ///   - snapshot: the file.
  mutating func refuseObstacles(
    to zone: Zone, among foreign: [ResourceRecord], in snapshot: FileSnapshot
  ) {
    guard !foreign.isEmpty else { return }
    let names = ManagedNames(of: zone)
    for record in foreign {
      guard let conflictCause = names.conflictCause(by: record) else { continue }
      let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      conflicts.append(
        Conflict(
          name: conflictCause.name, zone: zone.origin, place: place.description, reason: conflictCause.reason,
          yieldsToForce: false))
    }
  }

  /// Adds a file that only names our zones: as a change where it is the first one, and else as a side effect.
  ///
  /// - Parameters:
  ///   - action: what happens to the file.
  ///   - kind: the sort of side effect; nil where it is none worth showing.
  ///   - name: the name of the file or zone.
  ///   - contents: what it is to say.
  mutating func note(
    _ action: Change.Action, _ kind: SideEffect.Kind?, _ name: String, _ contents: [String] = []
  ) {
    if changes.isEmpty {
      let value = contents.isEmpty ? nil : Change.Value(contents: contents)
      changes.append(Change(action, .configuration, name: name, after: value))
    } else if let kind {
      sideEffects.append(SideEffect(kind, action, name: name, contents: contents))
    }
  }

  /// Adds the reload that an earlier run did not come to.
  mutating func addDueReload() {
    let firstChange = changes.count
    note(.delete, nil, ReloadMark.name)
    isReloadDue = true
    dueChanges = firstChange..<changes.count
  }

  /// Finds the first file that cannot be written or removed, so that nobody has to try to be told.
  mutating func refuseUnchangeableFiles() {
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

  /// Ends the plan.
  ///
  /// - Parameter catalog: the catalog of all zones, where there is one.
  /// - Returns: what carries the plan out.
  func applier(catalog: DomainName?) -> ZoneFileApplier {
    precondition(Set(files.map(\.snapshot.path)).count == files.count, "one file is planned twice")
    let plan = BackendPlan(
      backend: .zones, target: settings.directory, changes: changes, conflicts: conflicts, unchanged: unchanged,
      sideEffects: allSideEffects(catalog: catalog), warnings: warnings)
    return ZoneFileApplier(
      plan: plan, settings: settings, files: files, isReloadDue: isReloadDue, dueChanges: dueChanges)
  }

  /// What is written or run beside the changes; nothing where nothing changes.
  private func allSideEffects(catalog: DomainName?) -> [SideEffect] {
    guard !changes.isEmpty else { return [] }
    let zones = files.compactMap { if case .zone(let zone) = $0.work { zone } else { nil } }
    var effects: [SideEffect] = []
    if zones.contains(where: { $0.present == nil && $0.zone.origin != catalog }) {
      effects.append(SideEffect(.apex, contents: settings.apex.value.contents))
    }
    effects += sideEffects
    if !zones.isEmpty, let command = settings.checkCommand { effects.append(SideEffect(.check, contents: [command])) }
    if let command = settings.reloadCommand { effects.append(SideEffect(.reload, contents: [command])) }
    return effects
  }
}
