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

  /// Begins with a look into the directory.
  init(_ backend: ZoneFileBackend) throws(BackendError) {
    self.backend = backend
    directory = try ZoneDirectory(of: backend)
  }

  /// Gives what was gathered.
  func work(warnings other: [String]) -> ZoneFilePlannedWork {
    let plan = BackendPlan(
      backend: .zones, target: backend.directory, changes: changes, conflicts: conflicts, unchanged: unchanged,
      warnings: other + warnings)
    return ZoneFilePlannedWork(
      plan: plan, backend: backend, files: files, isReloadDue: isReloadDue, dueChanges: dueChanges)
  }

  /// Compares a zone that should be there with its file.
  mutating func keep(_ zone: Zone) throws(BackendError) {
    try directory.refuseJournal(of: zone.origin)
    let found = try directory.look(at: zone.fileName, mark: .zoneFile(backend.owner))
    var present: FoundZone?
    switch found {
    case .ours(let snapshot): present = try directory.contents(of: snapshot, expecting: zone)
    case .foreign(let reason): addConflict(zone.origin.text, zone.origin, zone.fileName, reason)
    case .nothing: break
    }
    let firstChange = changes.count
    // That a new zone gets its SOA and NS records goes without saying.
    if let apex = present?.apex, apex != backend.apex {
      changes.append(
        Change(
          .update, .zone, name: zone.origin.text, zone: zone.origin, before: apex.value, after: backend.apex.value))
    }
    compare(present, with: zone)
    if let snapshot = found.snapshot, changes.count > firstChange {
      let planned = PlannedZone(
        zone: zone, apex: backend.apex, foreign: present?.foreign ?? [], present: present?.serial)
      files.append(PlannedFile(.zone(planned), snapshot, firstChange..<changes.count))
      if let present { refuseAliases(of: present, in: zone, snapshot) }
    }
  }

  /// Adds what is different about the records of a zone; none are there where there is no file.
  private mutating func compare(_ present: FoundZone?, with zone: Zone) {
    let found = present?.addresses ?? FoundAddresses(expecting: zone.recordSets.count)
    let comparison = AddressComparison(of: found, with: zone)
    changes += comparison.changes
    unchanged += comparison.unchanged
  }

  /// Adds the aliases that somebody put where addresses of ours have to stand: named would refuse the zone
  /// ([RFC 1034 §3.6.2](https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2)).
  private mutating func refuseAliases(of present: FoundZone, in zone: Zone, _ snapshot: FileSnapshot) {
    for record in present.foreign where record.isAlias {
      let name = zone.origin.askedName(ofOwner: String(decoding: record.owner, as: UTF8.self))
      guard zone.recordSets.contains(where: { $0.name.text == name }) else { continue }
      let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
      conflicts.append(
        Conflict(
          name: name, zone: zone.origin, place: place.description,
          reason: "there is an alias, beside which no address of ours can stand: take the record out",
          yieldsToForce: false))
    }
  }

  /// Finds the zone files of ours whose zones should not be there any more.
  ///
  /// - Returns: the zones that stay for the sake of what others put into them, without records of ours.
  mutating func removeZones(besides zones: [Zone]) throws(BackendError) -> [Zone] {
    var staying: [Zone] = []
    var kept = Set(zones.map(\.fileName))
    if !zones.isEmpty, let catalog = backend.catalog { kept.insert(catalog.text + ZoneFileName.ending) }
    for fileName in directory.fileNames where !kept.contains(fileName) {
      // A file that is called by no zone's name is a copy that somebody made, or no zone file at all.
      guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
        origin.text + ZoneFileName.ending == fileName,
        case .ours(let snapshot) = try directory.look(at: fileName, mark: .zoneFile(backend.owner))
      else { continue }
      try directory.refuseJournal(of: origin)
      let empty = Zone(origin: origin, recordSets: [])
      let present = try directory.contents(of: snapshot, expecting: empty)
      if let record = present.foreign.first, !CatalogZone.isCatalog(present) {
        let place = SourcePosition(ofByte: record.offset, in: snapshot.bytes, file: snapshot.path)
        warnings.append("the zone \(origin) stays, without our records, because \(place) has a record that is not ours")
        staying.append(empty)
        try keep(empty)
        continue
      }
      let firstChange = changes.count
      compare(present, with: empty)
      if changes.count == firstChange {
        changes.append(Change(.delete, .zone, name: origin.text, zone: origin, before: present.apex.value))
      }
      files.append(PlannedFile(.removal, snapshot, firstChange..<changes.count))
    }
    return staying
  }

  /// Adds a foreign file that no force gets out of the way.
  mutating func addConflict(_ name: String, _ zone: DomainName?, _ fileName: String, _ reason: String) {
    conflicts.append(
      Conflict(name: name, zone: zone, place: backend.path(fileName), reason: reason, yieldsToForce: false))
  }
}
