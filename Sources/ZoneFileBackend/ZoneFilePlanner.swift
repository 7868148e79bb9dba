import DNSModel
import FileReplacement
import Reconciliation

/// Looks at the files one after another and gathers what has to change.
struct ZoneFilePlanner {
  /// The settings.
  private let backend: ZoneFileBackend
  /// The names of all zone files in the directory, whoever they belong to.
  private let fileNames: [String]
  /// The names of all journals in the directory.
  private let journals: Set<String>
  /// What has to change, in the order in which it is shown.
  private var changes: [Change] = []
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
  private var warnings: [String] = []

  /// Begins with a look into the directory.
  init(_ backend: ZoneFileBackend) throws(BackendError) {
    self.backend = backend
    let folder = Folder(backend.directory)
    let journalEnding = ZoneFileName.ending + ZoneFileName.journalEnding
    fileNames = try onFiles { () throws(FileError) in try folder.fileNames(endingIn: ZoneFileName.ending) }
    journals = Set(try onFiles { () throws(FileError) in try folder.fileNames(endingIn: journalEnding) })
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
    try refuseJournal(of: zone.origin)
    let found = try look(at: zone.fileName, mark: .zoneFile(backend.owner))
    var present: FoundZone?
    switch found {
    case .ours(let snapshot): present = try contents(of: snapshot, expecting: zone)
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
    for fileName in fileNames where !kept.contains(fileName) {
      // A file that is called by no zone's name is a copy that somebody made, or no zone file at all.
      guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
        origin.text + ZoneFileName.ending == fileName,
        case .ours(let snapshot) = try look(at: fileName, mark: .zoneFile(backend.owner))
      else { continue }
      try refuseJournal(of: origin)
      let empty = Zone(origin: origin, recordSets: [])
      let present = try contents(of: snapshot, expecting: empty)
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

  /// Compares the catalog of all zones with its file, where there is to be one.
  ///
  /// - Parameter zones: the zones.
  /// - Returns: the zones, and the catalog's own.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the catalog.
  mutating func keepCatalog(of zones: [Zone]) throws(BackendError) -> [Zone] {
    guard let catalog = backend.catalog, !zones.isEmpty else { return zones }
    let zone = Zone(origin: catalog, recordSets: [])
    try refuseJournal(of: catalog)
    let found = try look(at: zone.fileName, mark: .zoneFile(backend.owner))
    var present: FoundZone?
    switch found {
    case .ours(let snapshot): present = try contents(of: snapshot, expecting: zone)
    case .foreign(let reason): addConflict(catalog.text, catalog, zone.fileName, reason)
    case .nothing: break
    }
    let wanted = PlannedZone(
      zone: zone, apex: CatalogZone.apex(backend.apex.startOfAuthority),
      foreign: CatalogZone.records(of: zones, catalog: catalog), present: present?.serial)
    let isSame = present.map { $0.says(wanted.contents($0.serial)) } ?? false
    if let snapshot = found.snapshot, !isSame {
      files.append(PlannedFile(.zone(wanted), snapshot, note(present == nil ? .create : .update, catalog.text)))
    }
    return zones + [zone]
  }

  /// Compares the include file with what it should say.
  mutating func keepIncludeFile(for zones: [Zone]) throws(BackendError) {
    let folder = Folder(backend.directory)
    let mark = ZoneFileMark.includeFile(backend.owner)
    let found = try look(at: IncludeFile.name, mark: mark)
    let present = found.snapshot?.bytes ?? []
    guard !zones.isEmpty else {
      if case .ours(let snapshot) = found { removeIncludeFile(snapshot) }
      return
    }
    if case .foreign(let reason) = found { addConflict(IncludeFile.name, nil, IncludeFile.name, reason) }
    let directory = try onFiles { () throws(FileError) in try folder.absolutePath() }
    let wanted = try IncludeFile.bytes(for: zones, catalog: backend.catalog, in: directory, mark: mark)
    guard present != wanted else { return }
    let action: Change.Action = if case .ours = found { .update } else { .create }
    if let snapshot = found.snapshot {
      files.append(PlannedFile(.include(wanted), snapshot, note(action, IncludeFile.name)))
    }
  }

  /// Looks whether an earlier run did not come to its reload.
  ///
  /// - Parameter zones: the zones that stay. Where none does, the file that says so goes, whether there is a reload or not.
  /// - Throws: ``BackendError`` when the file cannot be read.
  mutating func keepReloadMark(for zones: [Zone]) throws(BackendError) {
    guard backend.reloadCommand != nil || zones.isEmpty else { return }
    switch try look(at: ReloadMark.name, mark: .includeFile(backend.owner)) {
    case .nothing: break
    case .foreign(let reason):
      if backend.reloadCommand != nil { addConflict(ReloadMark.name, nil, ReloadMark.name, reason) }
    case .ours(let snapshot):
      guard let command = backend.reloadCommand else {
        files.append(PlannedFile(.removal, snapshot, note(.delete, ReloadMark.name)))
        return
      }
      isReloadDue = true
      dueChanges = note(.delete, ReloadMark.name)
      warnings.append(
        "\(snapshot.path): a reload is still due, since an earlier run did not come to it: apply runs '\(command)'")
    }
  }

  /// Plans that the include file goes.
  private mutating func removeIncludeFile(_ snapshot: FileSnapshot) {
    files.append(PlannedFile(.removal, snapshot, note(.delete, IncludeFile.name)))
    warnings.append("named.conf must no longer include \(snapshot.path): without that file, named does not start")
  }

  /// Adds a file that only names our zones to the changes where it is the only one: that it names the zones that change
  /// goes without saying.
  private mutating func note(_ action: Change.Action, _ name: String) -> Range<Int> {
    let firstChange = changes.count
    if changes.isEmpty { changes.append(Change(action, .configuration, name: name)) }
    return firstChange..<changes.count
  }

  /// Adds a foreign file that no force gets out of the way.
  private mutating func addConflict(_ name: String, _ zone: DomainName?, _ fileName: String, _ reason: String) {
    conflicts.append(
      Conflict(name: name, zone: zone, place: backend.path(fileName), reason: reason, yieldsToForce: false))
  }

  /// What there is under a name where a file of ours goes.
  private enum Found {
    /// No file.
    case nothing(FileSnapshot)
    /// A file with our mark.
    case ours(FileSnapshot)
    /// Something else; the text says what, and what to do.
    case foreign(String)

    /// What we may replace.
    var snapshot: FileSnapshot? {
      switch self {
      case .nothing(let snapshot), .ours(let snapshot): snapshot
      case .foreign: nil
      }
    }
  }

  /// Looks whose file is under a name.
  private func look(at fileName: String, mark: ZoneFileMark) throws(BackendError) -> Found {
    do throws(FileError) {
      let snapshot = try FileSnapshot(of: backend.path(fileName))
      guard snapshot.exists else { return .nothing(snapshot) }
      return mark.objection(to: snapshot.bytes).map { .foreign($0) } ?? .ours(snapshot)
    } catch {
      guard error.code == .notRegular else { throw BackendError(about: error) }
      return .foreign("it is no regular file, so it is not ours: \(ZoneFileMark.advice)")
    }
  }

  /// Reads a file of ours.
  private func contents(of snapshot: FileSnapshot, expecting zone: Zone) throws(BackendError) -> FoundZone {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(of: snapshot.bytes, expecting: zone)
    } catch {
      let position = SourcePosition(ofByte: error.offset, in: snapshot.bytes, file: snapshot.path)
      throw BackendError(
        .refused, "\(position): \(error.sentence); mend the line, or move the file away so that it is written anew")
    }
  }

  /// Sees to it that named does not keep a zone of its own accord.
  ///
  /// named writes a dynamic zone's file itself, and refuses to load a file that its journal does not fit.
  private func refuseJournal(of origin: DomainName) throws(BackendError) {
    let fileName = origin.text + ZoneFileName.ending
    guard journals.contains(fileName + ZoneFileName.journalEnding) else { return }
    let path = backend.path(fileName)
    throw BackendError(
      .refused,
      "\(path)\(ZoneFileName.journalEnding): there is a journal, so named takes dynamic updates of this zone and would "
        + "overwrite the file: run 'rndc freeze \(origin)', move the file and the journal away, apply, then run "
        + "'rndc thaw \(origin)'; or take allow-update and update-policy from the zone")
  }
}
