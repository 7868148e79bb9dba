import FileReplacement
public import ProgramExecution
public import Reconciliation

/// Keeps records in the hosts file of another machine, over ssh: what ``HostsBackend`` does, without this program there.
///
/// One connection reads the file, and the plan is made here, by the same rules as for a file of this machine. A second one
/// runs the script of `apply hosts --print-script` there, if something has to change.
public struct RemoteHostsBackend: RecordBackend {
  /// What is said of the file; the path is one of the other machine.
  private let settings: HostsBackendSettings
  private let shell: SecureShell

  /// Names the machine and its file.
  ///
  /// - Parameters:
  ///   - machine: the machine.
  ///   - path: the hosts file there, an absolute path; a symbolic link is followed.
  ///   - owner: whose block is ours.
  ///   - keepsBackup: whether the contents before a change are kept beside the file, as `NAME.apim-dns.bak`.
  ///   - programs: what runs ssh.
  ///   - seconds: the most time to read the file, and to change it.
  public init(
    machine: Machine, path: String = "/etc/hosts", owner: Owner, keepsBackup: Bool = true,
    programs: any ProgramRunner = SystemProgramRunner(), seconds: Double = 120
  ) {
    settings = HostsBackendSettings(path: path, owner: owner, keepsBackup: keepsBackup)
    shell = SecureShell(machine: machine, programs: programs, seconds: seconds)
  }

  /// The machine and its file.
  public var target: String { shell.place(settings.path) }

  /// Reads the file and says what would have to change.
  ///
  /// - Parameter desiredState: the record sets in the order in which their lines stand; TTLs do not count.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when the machine cannot be reached, or its file not be read, or our block is not whole.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    let result = try await shell.run(RemoteHostsFile.script(for: settings.path), on: settings.path)
    guard let file = RemoteHostsFile(result.output) else {
      throw BackendError(.failed, "\(target): what came back is not understood; see that 'sh' there is a POSIX shell")
    }
    let edit = try HostsEdit(
      of: file.bytes, path: target, to: desiredState, owner: settings.owner, machineName: file.machineName)
    let obstacles = edit.changesFile ? obstacles(in: file) : []
    let warnings =
      edit.changesFile
      ? HostsWarnings.all(
        on: target, edit.file, linkCount: file.linkCount, mountRoot: file.mountRoot, isChanged: obstacles.isEmpty) : []
    let plan = edit.plan(obstacles: obstacles, warnings: warnings)
    let planned = PlannedTarget(of: edit.file.bytes[edit.file.block?.range ?? 0..<0], at: file.resolvedPath)
    let script = HostsScript(
      settings, desiredState.recordSets, overridesConflicts: !plan.conflicts.isEmpty, planned: planned)
    return PlannedWork(
      RemoteHostsApplier(shell: shell, path: settings.path, edit: edit, isNew: !file.exists, plan: plan, script: script)
    )
  }

  /// What keeps the file from being changed, whatever is wanted of it.
  private func obstacles(in file: RemoteHostsFile) -> [Conflict] {
    var reason: String?
    var place = target
    if let link = file.foreignLink {
      place = shell.place(link)
      reason = FileError.untrustedLink(link).reason
    } else if let folder = file.foreignFolder {
      place = shell.place(folder)
      reason =
        "others than root may change what is in it, and could lead root to any file; give the path of a file in a folder of "
        + "root, or make it root's alone with 'chown root' and 'chmod go-w'"
    } else if let denial = file.denial {
      reason =
        "nobody but root changes this file, and sudo says: \(denial); let the user run sh with sudo without a password "
        + "(NOPASSWD), or log in as root"
    } else if let locked = file.lockedPlace {
      reason =
        "\(locked) cannot be written, not even by root: it is marked immutable (lsattr shows it) or lies on a read-only file "
        + "system; clear the way there first"
    } else if let name = file.occupiedName, settings.keepsBackup || file.mountRoot != nil {
      place = shell.place(name)
      reason = FileError.notFree(name).reason
    }
    return reason.map { [Conflict(name: target, place: place, reason: $0, yieldsToForce: false)] } ?? []
  }
}
