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
    return ZoneFilePlannedWork(plan: plan, backend: backend, files: files)
  }

  /// Compares a zone that should be there with its file.
  mutating func keep(_ zone: Zone) throws(BackendError) {
    try refuseJournal(of: zone.origin)
    let found = try look(at: zone.fileName, mark: .zoneFile(backend.owner))
    var present: ZoneFileContents?
    switch found {
    case .ours(let snapshot): present = try contents(of: snapshot, origin: zone.origin)
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
    add(RecordDifference(from: present.stored, to: zone.recordSets, zone: zone.origin, comparesTTL: true))
    if let snapshot = found.snapshot, changes.count > firstChange {
      files.append(PlannedFile(.zone(zone, after: present?.serial), snapshot, firstChange..<changes.count))
    }
  }

  /// Finds the zone files of ours whose zones should not be there any more.
  mutating func removeZones(besides zones: [Zone]) throws(BackendError) {
    let kept = Set(zones.map(\.fileName))
    for fileName in fileNames where !kept.contains(fileName) {
      // A file that is called by no zone's name is a copy that somebody made, or no zone file at all.
      guard let origin = try? DomainName(String(fileName.dropLast(ZoneFileName.ending.count))),
        origin.text + ZoneFileName.ending == fileName,
        case .ours(let snapshot) = try look(at: fileName, mark: .zoneFile(backend.owner))
      else { continue }
      try refuseJournal(of: origin)
      let present = try contents(of: snapshot, origin: origin)
      let firstChange = changes.count
      add(RecordDifference(from: present.zone.stored, to: [], zone: origin, comparesTTL: true))
      if changes.count == firstChange {
        changes.append(Change(.delete, .zone, name: origin.text, zone: origin, before: present.apex.value))
      }
      files.append(PlannedFile(.removal, snapshot, firstChange..<changes.count))
    }
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
    let wanted = try IncludeFile.bytes(for: zones, in: directory, mark: mark)
    guard present != wanted else { return }
    let action: Change.Action = if case .ours = found { .update } else { .create }
    if let snapshot = found.snapshot {
      files.append(PlannedFile(.include(wanted), snapshot, noteIncludeFile(action)))
    }
  }

  /// Plans that the include file goes.
  private mutating func removeIncludeFile(_ snapshot: FileSnapshot) {
    files.append(PlannedFile(.removal, snapshot, noteIncludeFile(.delete)))
    warnings.append("named.conf must no longer include \(snapshot.path): without that file, named does not start")
  }

  /// Adds the include file to the changes where it is the only one: that it names the zones that change goes without
  /// saying.
  private mutating func noteIncludeFile(_ action: Change.Action) -> Range<Int> {
    let firstChange = changes.count
    if changes.isEmpty { changes.append(Change(action, .configuration, name: IncludeFile.name)) }
    return firstChange..<changes.count
  }

  /// Adds what is different about records.
  private mutating func add(_ difference: RecordDifference) {
    changes += difference.changes
    unchanged += difference.unchanged
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
  private func contents(of snapshot: FileSnapshot, origin: DomainName) throws(BackendError) -> ZoneFileContents {
    do throws(ZoneFileError) {
      return try ZoneFileReader.contents(of: snapshot.bytes, origin: origin)
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

extension Zone {
  /// The record sets as they are compared.
  fileprivate var stored: [StoredRecordSet] {
    recordSets.map { StoredRecordSet(name: $0.name, ttl: $0.ttl, addresses: $0.addresses) }
  }
}

extension ZoneFileContents? {
  /// The record sets as they are compared; none where there is no file.
  fileprivate var stored: [StoredRecordSet] { self?.zone.stored ?? [] }
}
