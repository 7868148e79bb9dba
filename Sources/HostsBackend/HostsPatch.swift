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

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { edit.changesFile }

  /// Finds the changes that lead to the desired state.
  ///
  /// A file that cannot be changed is refused under every policy.
  ///
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  init(
    _ settings: HostsBackendSettings, _ desiredState: DesiredState, on snapshot: FileSnapshot,
    onConflict policy: ConflictPolicy
  ) throws(BackendError) {
    let edit = try HostsEdit(
      of: snapshot.bytes, path: settings.path, to: desiredState, owner: settings.owner,
      machineName: settings.machineName, onConflict: policy)
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
    self.snapshot = snapshot
    self.edit = edit
    plan = edit.plan(fileConflicts: fileConflicts, reloadCommand: settings.reloadCommand, warnings: warnings)
  }
}
