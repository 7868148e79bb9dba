import Diagnostics
import DNSModel
import FileReplacement
import Reconciliation

/// Collects a plan: the changes, the files that bring them about, and the conflicts.
struct ZoneFilePlanBuilder {
  private let settings: ZoneFileBackendSettings
  /// The changes in display order.
  private(set) var changes: [Change] = []
  /// What is written or run besides the changes.
  private var sideEffects: [SideEffect] = []
  private var conflicts: [Conflict] = []
  /// The conflicts whose changes are left out.
  private var leftOut: [Conflict] = []
  /// The conflicts with files of other owners.
  private var conflictsByOwner: [(owner: Owner, conflicts: [Conflict])] = []
  /// The zones that are left out.
  private var leftOutZones: Set<DomainName> = []
  private let policy: ConflictPolicy
  /// The number of record sets that are in sync.
  private var unchanged = 0
  /// The files to write or remove.
  private var files: [PlannedFile] = []
  /// Whether the reload of an earlier run is still due.
  private var isReloadDue = false
  /// The indices of the changes that the due reload brings about.
  private var dueChanges = 0..<0
  var warnings: [String] = []

  init(_ settings: ZoneFileBackendSettings, onConflict policy: ConflictPolicy) {
    self.policy = policy
    self.settings = settings
  }

  /// Adds a change to a zone's SOA and NS records.
  mutating func add(_ change: Change) { changes.append(change) }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - operation: what to do with the file.
  ///   - snapshot: the file as it was found.
  ///   - firstChange: the first change that the file brings about; all later ones belong to it too.
  mutating func add(_ operation: PlannedFile.Operation, _ snapshot: FileSnapshot, since firstChange: Int) {
    files.append(PlannedFile(operation, snapshot, firstChange..<changes.count))
  }

  /// Adds the changes to the A record sets of a zone.
  ///
  /// - Parameters:
  ///   - present: the contents of the file; nil if there is none.
  ///   - zone: the desired zone.
  mutating func compare(_ present: FoundZone?, with zone: Zone) {
    let difference =
      present?.difference(to: zone)
      ?? RecordDifference(from: [:], to: zone.recordSets, zone: zone.origin, comparesTTL: true)
    changes += difference.changes
    unchanged += difference.unchanged
  }

  /// Adds a conflict with an unmanaged file, which `--force` does not override.
  mutating func addConflict(
    _ name: String, _ zone: DomainName?, _ fileName: String, _ reason: String, of owner: Owner? = nil
  ) {
    let conflict = Conflict(
      name: name, zone: zone, place: settings.path(fileName), reason: reason, yieldsToForce: false)
    guard let owner else { return add(conflict) }
    leaveOut(conflict)
    if let index = conflictsByOwner.firstIndex(where: { $0.owner == owner }) {
      conflictsByOwner[index].conflicts.append(conflict)
    } else {
      conflictsByOwner.append((owner, [conflict]))
    }
  }

  /// Adds a conflict, or leaves out what conflicts.
  private mutating func add(_ conflict: Conflict) {
    leaveOut(conflict)
    if policy.leavesOut(conflict) { leftOut.append(conflict) } else { conflicts.append(conflict) }
  }

  /// Leaves out the zone of a conflict, if the policy says so.
  private mutating func leaveOut(_ conflict: Conflict) {
    if policy.leavesOut(conflict), let zone = conflict.zone { leftOutZones.insert(zone) }
  }

  /// Adds one conflict for all files of another owner: that of the include file, which says most, or else the first one.
  private mutating func addConflictsOfOtherOwners() {
    for (owner, all) in conflictsByOwner {
      guard let shown = all.first(where: { $0.zone == nil }) ?? all.first else { continue }
      guard all.count > 1 else {
        add(shown)
        continue
      }
      let more = all.count == 2 ? "1 more file here belongs" : "\(all.count - 1) more files here belong"
      let reason =
        "\(shown.reason) \(more) to that owner. If the files are yours, run 'apim-dns rename-owner \(owner) \(settings.owner) "
        + "zones' to give them to this owner."
      add(Conflict(name: shown.name, zone: shown.zone, place: shown.place, reason: reason, yieldsToForce: false))
    }
  }

  /// Whether a zone is left out.
  func isLeftOut(_ origin: DomainName) -> Bool { leftOutZones.contains(origin) }

  /// Whether anything is left out.
  var hasLeftOut: Bool { !leftOut.isEmpty || !leftOutZones.isEmpty }

  /// Adds a conflict with an unmanaged file at the path of the reload mark, which cannot be left out.
  mutating func addReloadMarkConflict(_ reason: String) {
    conflicts.append(
      Conflict(name: ReloadMark.name, place: settings.path(ReloadMark.name), reason: reason, yieldsToForce: false))
  }

  /// Adds a conflict for each unmanaged record that cannot coexist with managed A records.
  ///
  /// - Parameters:
  ///   - zone: the desired zone.
  ///   - otherRecords: the unmanaged records in its file.
  ///   - snapshot: the file.
  mutating func addConflicts(
    of zone: Zone, with otherRecords: [ResourceRecord], in snapshot: FileSnapshot
  ) {
    guard !otherRecords.isEmpty else { return }
    let names = ManagedNames(of: zone)
    for record in otherRecords {
      guard let conflictCause = names.conflictCause(of: record) else { continue }
      let position = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      add(
        Conflict(
          name: conflictCause.name, zone: zone.origin, place: position.description, reason: conflictCause.reason,
          yieldsToForce: false))
    }
  }

  /// Adds a file that only lists the managed zones: as a change if the plan has no other, otherwise as a side effect.
  ///
  /// - Parameters:
  ///   - action: what happens to the file.
  ///   - kind: the kind of side effect; nil if the side effect is not shown.
  ///   - name: the name of the file or zone.
  ///   - contents: the contents of the file.
  mutating func addConfiguration(
    _ action: Change.Action, _ kind: SideEffect.Kind?, _ name: String, _ contents: [String] = []
  ) {
    if changes.isEmpty {
      let value = contents.isEmpty ? nil : Change.Value(contents: contents)
      changes.append(Change(action, .configuration, name: name, after: value))
    } else if let kind {
      sideEffects.append(SideEffect(kind, action, name: name, contents: contents))
    }
  }

  /// Adds the reload that is still due from an earlier run.
  mutating func addDueReload() {
    let firstChange = changes.count
    addConfiguration(.update, nil, ReloadMark.name)
    isReloadDue = true
    dueChanges = firstChange..<changes.count
  }

  /// Adds a conflict for the first file that cannot be written or removed, so that a plan shows it before an apply.
  mutating func addConflictOfUnwritableFile() {
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

  /// Completes the plan.
  ///
  /// - Parameter catalog: the name of the catalog zone; nil for none.
  /// - Returns: the plan, ready to be applied.
  mutating func applier(catalog: DomainName? = nil) -> ZoneFileApplier {
    addConflictsOfOtherOwners()
    precondition(Set(files.map(\.snapshot.path)).count == files.count, "one file is planned twice")
    let plan = BackendPlan(
      backend: .zones, target: settings.directory, changes: changes, conflicts: conflicts, leftOut: leftOut,
      unchanged: unchanged,
      sideEffects: allSideEffects(catalog: catalog), warnings: warnings)
    return ZoneFileApplier(
      plan: plan, settings: settings, files: files, isReloadDue: isReloadDue, dueChanges: dueChanges)
  }

  /// What is written or run besides the changes; empty if nothing changes.
  private func allSideEffects(catalog: DomainName?) -> [SideEffect] {
    guard !changes.isEmpty else { return [] }
    let zones = files.compactMap { if case .zone(let zone) = $0.operation { zone } else { nil } }
    var effects: [SideEffect] = []
    if zones.contains(where: { $0.present == nil && $0.zone.origin != catalog }) {
      effects.append(SideEffect(.apex, contents: settings.apex.value.contents))
    }
    effects += sideEffects
    if !zones.isEmpty, let command = settings.checkCommand { effects.append(SideEffect(.check, contents: [command])) }
    if let command = settings.configurationCheck { effects.append(SideEffect(.checkConfig, contents: [command])) }
    if let command = settings.reloadCommand { effects.append(SideEffect(.reload, contents: [command])) }
    return effects
  }
}
