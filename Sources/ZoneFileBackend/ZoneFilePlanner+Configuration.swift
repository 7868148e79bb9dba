import DNSModel
import FileReplacement
import Reconciliation

/// The files that name our zones to a name server: the catalog, the include file, and the mark of a reload that is due.
extension ZoneFilePlanner {
  /// Compares the catalog of all zones with its file, where there is to be one; without zones, it goes.
  ///
  /// - Parameter zones: the zones.
  /// - Returns: the catalog's own zone, if it is there or stays for the sake of what others put into it.
  /// - Throws: ``BackendError`` when the file of ours cannot be read, or named takes updates of the catalog.
  mutating func keepCatalog(of zones: [Zone]) throws(BackendError) -> [Zone] {
    guard let catalog else { return [] }
    let zone = Zone(origin: catalog, recordSets: [])
    guard !zones.isEmpty else { return try remove(zone.fileName).map { [$0] } ?? [] }
    let (snapshot, present) = try find(zone)
    let records = CatalogZone.records(of: zones, catalog: catalog)
    let apex = apex(CatalogZone.apex(backend.apex.startOfAuthority), over: present)
    let firstChange = changes.count
    compare(present, with: zone)
    let isSame =
      present.map { present in
        present.apex == apex && CatalogZone.entries(present.foreign) == CatalogZone.entries(records)
          && changes.count == firstChange
      } ?? false
    if let snapshot, !isSame {
      let others = present?.foreign.filter { !CatalogZone.isOurs($0) } ?? []
      let wanted = PlannedZone(zone: zone, apex: apex, foreign: records + others, present: present?.serial)
      let members = zones.map { "member \($0.origin)" }
      _ = note(present == nil ? .create : .update, .catalog, catalog.text, apex.value.contents + members)
      files.append(PlannedFile(.zone(wanted), snapshot, firstChange..<changes.count))
    }
    return [zone]
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
    if let reason = found.objection { addConflict(IncludeFile.name, nil, IncludeFile.name, reason) }
    let path = try onFiles { () throws(FileError) in try folder.absolutePath() }
    let wanted = try IncludeFile.bytes(for: zones, catalog: catalog, in: path, mark: mark)
    guard present != wanted else { return }
    let action: Change.Action = if case .ours = found { .update } else { .create }
    if let snapshot = found.snapshot {
      let names = zones.map { "zone \($0.origin)" }
      files.append(PlannedFile(.include(wanted), snapshot, note(action, .include, IncludeFile.name, names)))
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
    case .foreign(let reason), .unreadable(let reason):
      if backend.reloadCommand != nil { addConflict(ReloadMark.name, nil, ReloadMark.name, reason) }
    case .ours(let snapshot):
      guard let command = backend.reloadCommand else {
        files.append(PlannedFile(.removal, snapshot, note(.delete, nil, ReloadMark.name)))
        return
      }
      isReloadDue = true
      dueChanges = note(.delete, nil, ReloadMark.name)
      warnings.append(
        "\(snapshot.path): a reload is still due, since an earlier run did not come to it: apply runs '\(command)'")
    }
  }

  /// Plans that the include file goes.
  private mutating func removeIncludeFile(_ snapshot: FileSnapshot) {
    files.append(PlannedFile(.removal, snapshot, note(.delete, .include, IncludeFile.name)))
    warnings.append("named.conf must no longer include \(snapshot.path): without that file, named does not start")
  }

  /// Adds a file that only names our zones: as a change where it is the first one, and else as a side effect.
  ///
  /// - Parameters:
  ///   - action: what happens to the file.
  ///   - kind: the sort of side effect; nil where it is none worth showing.
  ///   - name: the name of the file or zone.
  ///   - contents: what it is to say.
  /// - Returns: the changes that the file is about.
  private mutating func note(
    _ action: Change.Action, _ kind: SideEffect.Kind?, _ name: String, _ contents: [String] = []
  ) -> Range<Int> {
    let firstChange = changes.count
    if changes.isEmpty {
      let value = contents.isEmpty ? nil : Change.Value(contents: contents)
      changes.append(Change(action, .configuration, name: name, after: value))
    } else if let kind {
      sideEffects.append(SideEffect(kind, action, name: name, contents: contents))
    }
    return firstChange..<changes.count
  }
}
