import ConcurrentWork
import FileReplacement
import ProgramExecution
import Reconciliation

/// Applies a plan to a hosts file of this machine.
///
/// Runs of other owners, and programs that ignore the lock, may change the file after the plan. If the changes and conflicts
/// of the plan stay the same, they are applied to the new bytes.
struct HostsApplier: PlanApplier {
  let settings: HostsBackendSettings
  let goal: HostsGoal
  /// The file and its new contents at the time of the plan.
  let patch: HostsPatch

  /// The changes, conflicts and warnings.
  var plan: BackendPlan { patch.plan }

  /// The change to the bytes of the file, as `diff -u` shows it.
  func unifiedDiff() -> [UInt8] {
    patch.edit.unifiedDiff(isNew: !patch.snapshot.exists)
  }

  /// Writes the managed block, atomically unless the file is a mount point, and then runs the reload command without the lock.
  ///
  /// - Parameter stop: not used, because one file is one step.
  /// - Returns: the plan with every change applied. A reload command that failed is a problem of the plan, and stays due.
  /// - Throws: ``BackendError`` if the managed block or the conflicts changed since the plan, or a system call failed.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard !plan.changes.isEmpty else { return plan }
    var done = plan
    let written = patch.changesFile ? try write() : Written(mark: patch.reloadMark)
    done.warnings += written?.warnings ?? []
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    guard let written, let command = settings.reloadCommand, let problem = await reload(command, written.mark) else {
      return done
    }
    done.problems.append(problem)
    // Without a change of the file, the reload is the only one.
    if !patch.changesFile { for index in done.changes.indices { done.changes[index].outcome = .failed(problem) } }
    return done
  }

  /// Runs the reload command, and removes the reload mark if it succeeds.
  ///
  /// - Returns: what went wrong; nil if nothing did.
  private func reload(_ command: String, _ mark: ReloadMark?) async -> String? {
    let result = await ShellCommand(command).run()
    if let failure = result.failure {
      return
        "\(settings.path): the reload command '\(command)' \(failure). The file is written. Correct the cause; the next apply "
        + "runs the command again. It printed: \(result.output.isEmpty ? "nothing" : result.output)"
    }
    do throws(FileError) {
      try mark?.remove()
      return nil
    } catch {
      return
        "\(settings.path): the reload command '\(command)' succeeded, but the next apply runs it again: \(error)"
    }
  }

  /// What a run has written.
  private struct Written {
    var warnings: [String] = []
    /// The reload mark; nil without a reload command.
    var mark: ReloadMark?
  }

  /// Writes the file, and tries again if another program changes it meanwhile.
  ///
  /// - Returns: what it wrote; nil if another program has made the change already.
  /// - Throws: ``BackendError`` as ``apply(until:)``.
  private func write() throws(BackendError) -> Written? {
    let lock = try onFiles { () throws(FileError) in try FolderLock(around: patch.snapshot.resolvedPath) }
    var tries = 0
    while true {
      try onFiles { () throws(FileError) in try Backup.requireFinished(settings.path, isLocked: true) }
      let current = try currentPatch()
      guard current.changesFile else { return nil }
      do throws(FileError) {
        let mark = try writeReloadMark(lock)
        do throws(FileError) {
          return Written(warnings: try replace(current, lock), mark: mark)
        } catch {
          // Nothing is replaced, so no new reload is due.
          if patch.reloadMark == nil { try mark?.remove() }
          throw error
        }
      } catch {
        tries += 1
        guard error.code == .changedMeanwhile, tries < 10 else {
          throw BackendError(about: error)
        }
      }
    }
  }

  /// Writes the reload mark, before there is anything new to load.
  private func writeReloadMark(_ lock: FolderLock) throws(FileError) -> ReloadMark? {
    guard settings.reloadCommand != nil else { return nil }
    return try ReloadMark(
      in: settings.reloadMarkPath(beside: patch.snapshot.resolvedPath),
      "# The file was changed, and the reload command has not worked since.\n", under: lock)
  }

  /// The patch for the present contents of the file.
  private func currentPatch() throws(BackendError) -> HostsPatch {
    guard try onFiles({ () throws(FileError) in try !patch.snapshot.isCurrent() }) else { return patch }
    let snapshot = try onFiles { () throws(FileError) in try FileSnapshot(of: settings.path) }
    let now = try HostsPatch(settings, goal, on: snapshot)
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
