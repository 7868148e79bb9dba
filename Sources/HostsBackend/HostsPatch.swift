import FileReplacement
import Reconciliation

/// What becomes of one hosts file of this machine as it was at one moment: the plan, and the bytes that follow from it.
struct HostsPatch {
  /// The file as it was.
  let snapshot: FileSnapshot
  /// The old bytes and the new ones.
  let edit: HostsEdit
  /// What would change, for people and for the safety limits.
  let plan: BackendPlan

  /// Whether the new contents differ from the old ones.
  var changesFile: Bool { edit.changesFile }

  /// Works out what is to become of a file.
  ///
  /// - Throws: ``BackendError`` when the file is no text that we may change, or our block is not whole.
  init(_ settings: HostsBackendSettings, _ desiredState: DesiredState, on snapshot: FileSnapshot) throws(BackendError) {
    let edit = try HostsEdit(
      of: snapshot.bytes, path: settings.path, to: desiredState, owner: settings.owner,
      machineName: settings.machineName)
    var obstacles: [Conflict] = []
    var warnings: [String] = []
    if edit.changesFile {
      let mount = snapshot.exists ? MountPoint(at: snapshot.resolvedPath) : nil
      do throws(FileError) {
        try snapshot.requireReplaceable()
        if snapshot.exists, settings.keepsBackup || mount != nil { try Backup(of: snapshot).requireFree() }
      } catch {
        obstacles = [Conflict(name: settings.path, place: error.path, reason: error.reason, yieldsToForce: false)]
      }
      warnings = HostsWarnings.all(
        on: settings.path, edit.file, linkCount: snapshot.linkCount, mountRoot: mount?.root,
        isChanged: obstacles.isEmpty
      )
    }
    self.snapshot = snapshot
    self.edit = edit
    plan = edit.plan(obstacles: obstacles, warnings: warnings)
  }
}
