import DNSModel
import FileReplacement
import Reconciliation

/// The files that name our zones to a name server: the catalog, the include file, and the mark of a reload that is due.
extension ZoneFilePlanner {
  /// Compares the catalog of all zones with its file, where there is to be one.
  ///
  /// - Parameter zones: the zones.
  /// - Returns: the zones, and the catalog's own.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the catalog.
  mutating func keepCatalog(of zones: [Zone]) throws(BackendError) -> [Zone] {
    guard let catalog = backend.catalog, !zones.isEmpty else { return zones }
    let zone = Zone(origin: catalog, recordSets: [])
    try directory.refuseJournal(of: catalog)
    let found = try directory.look(at: zone.fileName, mark: .zoneFile(backend.owner))
    var present: FoundZone?
    switch found {
    case .ours(let snapshot): present = try directory.contents(of: snapshot, expecting: zone)
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
    let found = try directory.look(at: IncludeFile.name, mark: mark)
    let present = found.snapshot?.bytes ?? []
    guard !zones.isEmpty else {
      if case .ours(let snapshot) = found { removeIncludeFile(snapshot) }
      return
    }
    if case .foreign(let reason) = found { addConflict(IncludeFile.name, nil, IncludeFile.name, reason) }
    let path = try onFiles { () throws(FileError) in try folder.absolutePath() }
    let wanted = try IncludeFile.bytes(for: zones, catalog: backend.catalog, in: path, mark: mark)
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
    switch try directory.look(at: ReloadMark.name, mark: .includeFile(backend.owner)) {
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
}
