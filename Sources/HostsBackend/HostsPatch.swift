import FileReplacement
import Reconciliation

/// The change to one hosts file of this machine at one moment: the plan and the new bytes.
struct HostsPatch {
  /// The file before the change.
  let snapshot: FileSnapshot
  /// The old and new bytes.
  let edit: HostsEdit
  /// The changes, conflicts and warnings.
  let plan: BackendPlan
  /// The reload mark of an earlier run; nil if there is none, or no reload command.
  let reloadMark: ReloadMark?

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { edit.changesFile }

  /// Finds the changes that lead to the desired state.
  ///
  /// A file that cannot be changed is refused under every policy.
  ///
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  init(
    _ settings: HostsBackendSettings, _ goal: HostsGoal, on snapshot: FileSnapshot
  ) throws(BackendError) {
    let edit = try goal.edit(
      of: snapshot.bytes, path: settings.path, owner: settings.owner, machineName: settings.machineName)
    var fileConflicts: [Conflict] = []
    var warnings: [String] = []
    if edit.changesFile {
      let mount = snapshot.exists ? MountPoint(at: snapshot.resolvedPath) : nil
      do throws(FileError) {
        try snapshot.requireReplaceable()
        if snapshot.exists, settings.keepsBackup || mount != nil { try Backup(of: snapshot).requireFree() }
      } catch {
        fileConflicts = [Conflict(name: settings.path, place: error.path, reason: error.reason, yieldsToForce: false)]
      }
      warnings = HostsWarnings.all(
        on: settings.path, edit.file, linkCount: snapshot.linkCount, mountRoot: mount?.root,
        isChanged: fileConflicts.isEmpty
      )
    }
    let markPath = settings.reloadMarkPath(beside: snapshot.resolvedPath)
    // A mark that cannot be read cannot be written either, which the apply reports.
    let mark = settings.reloadCommand == nil ? nil : (try? FileSnapshot(of: markPath)).flatMap { $0.exists ? $0 : nil }
    self.snapshot = snapshot
    self.edit = edit
    reloadMark = mark.map(ReloadMark.init)
    plan = edit.plan(
      fileConflicts: fileConflicts, reloadCommand: settings.reloadCommand, reloadMarkPath: mark == nil ? nil : markPath,
      warnings: warnings)
  }
}
