import FileReplacement
import Reconciliation

/// A plan for a hosts file that is ready to be carried out.
///
/// Others may change the file between the plan and the moment in which it is carried out: other owners' runs, and programs
/// that know of no lock. As long as what the plan says stays the same, the work starts again on the new bytes.
struct HostsApplier: PlanApplier {
  /// The settings.
  let settings: HostsBackendSettings
  /// What the file is to hold of us.
  let desiredState: DesiredState
  /// What was found and worked out when the plan was made.
  let patch: HostsPatch

  /// What would change.
  var plan: BackendPlan { patch.plan }

  /// What the change is to the bytes of the file.
  func unifiedDiff() -> [UInt8] {
    patch.edit.unifiedDiff(isNew: !patch.snapshot.exists)
  }

  /// Puts our block into the file, in one step wherever the file can be replaced.
  ///
  /// - Returns: the plan with every change applied.
  /// - Throws: ``BackendError`` when our own part of the file is not what the plan saw, or a system call failed.
  func apply() async throws(BackendError) -> BackendPlan {
    guard patch.changesFile else { return plan }
    let lock = try onFiles { () throws(FileError) in try FolderLock(around: patch.snapshot.resolvedPath) }
    var done = plan
    done.warnings += try write(under: lock)
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    return done
  }

  /// Writes the file, and starts again for as long as somebody else is quicker.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Returns: what there is to say besides.
  /// - Throws: ``BackendError`` as ``apply()``.
  private func write(under lock: FolderLock) throws(BackendError) -> [String] {
    var tries = 0
    while true {
      try onFiles { () throws(FileError) in try Backup.requireFinished(settings.path, isLocked: true) }
      let current = try current()
      guard current.changesFile else { return [] }
      do throws(FileError) {
        return try replace(current, lock)
      } catch {
        tries += 1
        guard error.code == .changedMeanwhile, tries < 10 else {
          throw BackendError(about: error)
        }
      }
    }
  }

  /// The patch for the file as it is now.
  private func current() throws(BackendError) -> HostsPatch {
    guard try onFiles({ () throws(FileError) in try !patch.snapshot.isCurrent() }) else { return patch }
    let snapshot = try onFiles { () throws(FileError) in try FileSnapshot(of: settings.path) }
    let now = try HostsPatch(settings, desiredState, on: snapshot)
    let isSame = now.plan.changes == plan.changes || !now.changesFile
    guard isSame, now.plan.conflicts.map(\.reason) == plan.conflicts.map(\.reason),
      snapshot.resolvedPath == patch.snapshot.resolvedPath
    else {
      throw BackendError(
        .refused,
        "\(settings.path): our block, or a line with one of our names, has changed since the plan was made; run the command "
          + "again")
    }
    return now
  }

  /// Puts the new contents in place, and before that the old ones into the backup.
  private func replace(_ patch: HostsPatch, _ lock: FolderLock) throws(FileError) -> [String] {
    if MountPoint(at: patch.snapshot.resolvedPath) == nil {
      let staged = try StagedFile(pieces: patch.edit.pieces, replacing: patch.snapshot, under: lock)
      if settings.keepsBackup, patch.snapshot.exists { try Backup(of: patch.snapshot).write(under: lock) }
      do throws(FileError) {
        try staged.commit()
        return []
      } catch {
        // Not every system has a table of mounts.
        guard error.code == .mountedAlone else { throw error }
      }
    }
    let backup = try InPlaceRewrite(patch.edit.pieces, over: patch.snapshot).run(under: lock)
    return ["\(settings.path): it was rewritten in place, not in one step; the contents before are in \(backup.path)"]
  }
}
