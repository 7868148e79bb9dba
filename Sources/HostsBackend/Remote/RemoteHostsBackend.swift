import Diagnostics
import FileReplacement
package import ProgramExecution
public import Reconciliation

/// Keeps records in the hosts file of another machine over ssh, as ``HostsBackend`` does on this one.
///
/// The other machine does not need this program. One connection reads the file, and the plan is made on this machine by the
/// same rules. If something has to change, a second connection runs the script of `apply hosts --print-script`.
public struct RemoteHostsBackend: RecordBackend {
  /// The settings; the path is one of the other machine.
  private let settings: HostsBackendSettings
  private let shell: SecureShell
  /// The owner that gets the managed block; nil if the records change.
  private var newOwner: Owner?

  /// Stores the settings; no connection is made yet.
  ///
  /// - Parameters:
  ///   - machine: the machine.
  ///   - path: the absolute path of the hosts file on the machine; a symbolic link is followed.
  ///   - owner: the owner of the managed block.
  ///   - keepsBackup: whether the previous contents are kept beside the file, as `.NAME.apim-dns.bak`.
  ///   - reloadCommand: a shell command that runs on the machine, as root, once after the file has changed.
  ///   - seconds: the time limit for each of the two connections.
  public init(
    machine: Machine, path: String = "/etc/hosts", owner: Owner, keepsBackup: Bool = true, reloadCommand: String? = nil,
    seconds: Double = 120
  ) {
    self.init(
      machine: machine, path: path, owner: owner, keepsBackup: keepsBackup, reloadCommand: reloadCommand,
      programs: SystemProgramRunner(), seconds: seconds)
  }

  /// The same with another way to run ssh.
  package init(
    machine: Machine, path: String = "/etc/hosts", owner: Owner, keepsBackup: Bool = true, reloadCommand: String? = nil,
    programs: any ProgramRunner, seconds: Double = 120, pause: ClosedRange<Double> = 1...3
  ) {
    settings = HostsBackendSettings(path: path, owner: owner, keepsBackup: keepsBackup, reloadCommand: reloadCommand)
    shell = SecureShell(machine: machine, programs: programs, seconds: seconds, pause: pause)
  }

  /// The machine and its hosts file, as `MACHINE:PATH`.
  public var target: String { shell.location(settings.path) }

  /// Reads the file and finds the changes that lead to the desired state.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets in the order of their lines; TTLs are ignored.
  ///   - policy: what to do with changes that conflict. A name that is left out keeps its lines in the managed block.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if the machine cannot be reached, its file cannot be read, or the markers do not form complete
  ///   blocks.
  public func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork {
    let result = try await read()
    guard result.status == 0 else { throw shell.error(of: result, settings.path) }
    guard let file = RemoteHostsFile(result.output) else {
      throw BackendError(
        .failed,
        "\(target): the machine sent an unexpected answer. Check that 'sh' there is a "
          + "POSIX shell.")
    }
    let goal = newOwner.map(HostsGoal.owner) ?? .records(desiredState, onConflict: policy)
    let edit = try goal.edit(of: file.bytes, path: target, owner: settings.owner, machineName: file.machineName)
    let fileConflicts = edit.changesFile ? fileConflicts(of: file) : []
    let warnings =
      edit.changesFile
      ? HostsWarnings.all(
        on: target, edit.file, linkCount: file.linkCount, mountRoot: file.mountRoot, isChanged: fileConflicts.isEmpty)
      : []
    let plan = edit.plan(
      fileConflicts: fileConflicts, reloadCommand: settings.reloadCommand,
      reloadMarkPath: file.reloadMarkPath.map(shell.location), warnings: warnings)
    let planned = BlockFingerprint(of: edit.file.bytes[edit.file.block?.range ?? 0..<0], at: file.resolvedPath)
    let script = HostsScript(
      settings, edit.recordSets, for: newOwner,
      overridesConflicts: newOwner != nil || !(plan.conflicts + plan.leftOut).isEmpty, planned: planned)
    return PlannedWork(
      RemoteHostsApplier(
        shell: shell, path: settings.path, reloadCommand: settings.reloadCommand, edit: edit, isNew: !file.exists,
        plan: plan,
        script: script))
  }

  /// The same backend, whose plans give the managed block to another owner and change nothing else.
  package func changingOwner(to owner: Owner) -> RemoteHostsBackend {
    var backend = self
    backend.newOwner = owner
    return backend
  }

  /// Reads the file and what keeps it from being changed.
  private func read() async throws(BackendError) -> RemoteScript.Result {
    do throws(UnfinishedScript) {
      return try await shell.run(RemoteHostsFile.script(for: settings.path, owner: settings.owner))
    } catch {
      throw error.reason
    }
  }

  /// Why the file cannot be changed at all, in the words of a plan for a file of this machine.
  private func fileConflicts(of file: RemoteHostsFile) -> [Conflict] {
    var reason: String?
    var place = target
    func use(_ error: FileError) {
      place = shell.location(error.path)
      reason = error.reason
    }
    if let link = file.untrustedLink {
      use(.untrustedLink(link))
    } else if let error = FileError.inNixStore(file.resolvedPath) {
      use(error)
    } else if let folder = file.untrustedFolder {
      place = shell.location(folder)
      reason =
        "users other than root can change this folder, and could redirect root to any file. Give the path of a file "
        + "in a folder that only root can change, or run 'chown root' and 'chmod go-w' on this folder."
    } else if let denial = file.sudoRefusal {
      reason =
        "only root can change this file, and sudo says: \(PrintableText.withoutFullStop(denial)). Let the user run sh with "
        + "sudo without a password (NOPASSWD), or log in as root."
    } else if let path = file.markedPath {
      use(.marked(path))
    } else if let path = file.readOnlyPath {
      use(.onReadOnlyFileSystem(path, isFolderOfFile: file.exists && path != file.resolvedPath))
    } else if let path = file.unwritablePath {
      reason =
        "\(path) cannot be written, even by root: it is immutable (see lsattr) or on a read-only file system. "
        + "Make it writable first."
    } else if let path = file.takenBackupPath, settings.keepsBackup || file.mountRoot != nil {
      use(.backupPathTaken(path))
    }
    return reason.map { [Conflict(name: target, place: place, reason: $0, yieldsToForce: false)] } ?? []
  }
}
