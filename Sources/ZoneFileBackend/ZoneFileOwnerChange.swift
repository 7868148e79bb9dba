import FileReplacement
import Reconciliation

/// Plans to give the files of one owner in a directory to another owner.
///
/// Only line 1 of each file changes, which is a comment: no serial moves, and no name server has to reload.
enum ZoneFileOwnerChange {
  /// Finds the files with the owner mark of the settings.
  ///
  /// - Parameters:
  ///   - new: the owner that gets them.
  ///   - settings: the directory and the present owner.
  /// - Returns: the plan, with one change for each file. Files that the new owner has already stay as they are.
  /// - Throws: ``BackendError`` if the directory cannot be read.
  static func plan(to new: Owner, with settings: ZoneFileBackendSettings) throws(BackendError) -> ZoneFileApplier {
    let state = try ZoneFileState(of: settings)
    var draft = ZoneFilePlanBuilder(settings, onConflict: .refuse)
    var files = state.fileNames.map { (name: $0, marks: (OwnerMark.zoneFile(settings.owner), OwnerMark.zoneFile(new))) }
    files += [IncludeFile.name, ReloadMark.name].map { name in
      (name, (OwnerMark.includeFile(settings.owner), OwnerMark.includeFile(new)))
    }
    for (name, (present, desired)) in files where state.mayBeManaged(name, mark: present) {
      guard case .managed(let snapshot) = try state.inspect(name, mark: present), snapshot.exists else { continue }
      let firstChange = draft.changes.count
      draft.add(
        Change(
          .update, .configuration, name: name, before: Change.Value(contents: ["owner=\(settings.owner)"]),
          after: Change.Value(contents: ["owner=\(new)"])))
      let rest = snapshot.bytes.dropFirst(present.line.utf8.count)
      draft.add(.text(Array(desired.line.utf8) + rest), snapshot, since: firstChange)
    }
    if draft.changes.isEmpty {
      draft.warnings.append("\(settings.directory): no file belongs to owner \(settings.owner)")
    } else {
      draft.addConflictOfUnwritableFile()
    }
    return draft.applier()
  }
}
