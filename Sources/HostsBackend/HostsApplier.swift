import ConcurrentWork
import FileReplacement
import Reconciliation

/// Applies a plan to a hosts file of this machine.
///
/// Runs of other owners, and programs that ignore the lock, may change the file after the plan. If the changes and conflicts
/// of the plan stay the same, they are applied to the new bytes.
struct HostsApplier: PlanApplier {
  let settings: HostsBackendSettings
  let desiredState: DesiredState
  /// What to do with changes that conflict.
  let policy: ConflictPolicy
  /// The file and its new contents at the time of the plan.
  let patch: HostsPatch

  /// The changes, conflicts and warnings.
  var plan: BackendPlan { patch.plan }

  /// The change to the bytes of the file, as `diff -u` shows it.
  func unifiedDiff() -> [UInt8] {
    patch.edit.unifiedDiff(isNew: !patch.snapshot.exists)
  }

  /// Writes the managed block; atomically, unless the file is a mount point.
  ///
  /// - Parameter stop: not used, because one file is one step.
  /// - Returns: the plan with every change applied.
  /// - Throws: ``BackendError`` if the managed block or the conflicts changed since the plan, or a system call failed.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard patch.changesFile else { return plan }
    let lock = try onFiles { () throws(FileError) in try FolderLock(around: patch.snapshot.resolvedPath) }
    var done = plan
    done.warnings += try write(under: lock)
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    return done
  }

  /// Writes the file, and tries again if another program changes it meanwhile.
  ///
  /// - Parameter lock: the lock of the file's folder.
  /// - Returns: warnings.
  /// - Throws: ``BackendError`` as ``apply(until:)``.
  private func write(under lock: FolderLock) throws(BackendError) -> [String] {
    var tries = 0
    while true {
      try onFiles { () throws(FileError) in try Backup.requireFinished(settings.path, isLocked: true) }
      let current = try currentPatch()
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

  /// The patch for the present contents of the file.
  private func currentPatch() throws(BackendError) -> HostsPatch {
    guard try onFiles({ () throws(FileError) in try !patch.snapshot.isCurrent() }) else { return patch }
    let snapshot = try onFiles { () throws(FileError) in try FileSnapshot(of: settings.path) }
    let now = try HostsPatch(settings, desiredState, on: snapshot, onConflict: policy)
    let isSame = now.plan.changes == plan.changes || !now.changesFile
    guard isSame, now.plan.conflicts.map(\.reason) == plan.conflicts.map(\.reason),
      now.plan.leftOut.map(\.reason) == plan.leftOut.map(\.reason),
      snapshot.resolvedPath == patch.snapshot.resolvedPath
    else {
      throw BackendError(
        .refused,
        "\(settings.path): the managed block, or a line with one of its names, changed since the plan. Plan again.")
    }
    return now
  }

  /// Writes the backup, then the new contents.
  private func replace(_ patch: HostsPatch, _ lock: FolderLock) throws(FileError) -> [String] {
    if MountPoint(at: patch.snapshot.resolvedPath) == nil {
      let staged = try StagedFile(pieces: patch.edit.pieces, replacing: patch.snapshot, under: lock)
      if settings.keepsBackup, patch.snapshot.exists { try Backup(of: patch.snapshot).write(under: lock) }
      do throws(FileError) {
        try staged.commit()
        return []
      } catch {
        // Not every system has a mount table.
        guard error.code == .mountPoint else { throw error }
      }
    }
    let backup = try InPlaceRewrite(patch.edit.pieces, over: patch.snapshot).run(under: lock)
    return [
      "\(settings.path): the file was rewritten in place, not atomically; the previous contents are in "
        + "\(backup.path)"
    ]
  }
}
