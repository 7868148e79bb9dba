import FileReplacement
import Reconciliation

/// A plan for a hosts file, with the contents that the file is to get.
struct HostsPlannedWork: PlannedWork {
  /// What would change.
  let plan: BackendPlan
  /// The file as it was when the plan was made.
  let snapshot: FileSnapshot
  /// What the file is to hold.
  let contents: [UInt8]
  /// Whether the contents before the change are kept beside the file.
  let keepsBackup: Bool

  /// Puts the new contents in place, in one step.
  ///
  /// - Returns: the plan with every change applied.
  /// - Throws: ``BackendError`` when somebody changed the file since the plan, or a system call failed.
  func carryOut() async throws(BackendError) -> BackendPlan {
    guard contents != snapshot.bytes else { return plan }
    do throws(FileError) {
      let lock = try FolderLock(around: snapshot.resolvedPath)
      if keepsBackup, snapshot.exists { try backUp() }
      try StagedFile(contents, replacing: snapshot).commit()
      lock.release()
    } catch {
      throw BackendError(error.isRefusal ? .refused : .failed, error.description)
    }
    var done = plan
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    return done
  }

  private func backUp() throws(FileError) {
    let place = try FileSnapshot(of: snapshot.resolvedPath + ".apim-dns.bak")
    guard place.bytes != snapshot.bytes else { return }
    try StagedFile(snapshot.bytes, replacing: place, like: snapshot).commit()
  }
}
