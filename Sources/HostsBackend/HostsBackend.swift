import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in a hosts file, in one managed block for each owner; no byte outside the block changes.
///
/// Source: [hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html).
public struct HostsBackend: RecordBackend {
  private let settings: HostsBackendSettings
  /// The owner that gets the managed block; nil if the records change.
  private var newOwner: Owner?

  /// Stores the settings; nothing is read yet.
  ///
  /// - Parameters:
  ///   - path: the hosts file; a symbolic link is followed.
  ///   - owner: the owner of the managed block.
  ///   - keepsBackup: whether the previous contents are kept beside the file, as `.NAME.apim-dns.bak`.
  ///   - reloadCommand: a shell command that runs once after the file has changed, such as one that makes dnsmasq read it.
  ///   - machineName: the name of this machine; an address for it is a conflict.
  public init(
    path: String, owner: Owner, keepsBackup: Bool = true, reloadCommand: String? = nil, machineName: String? = nil
  ) {
    settings = HostsBackendSettings(
      path: path, owner: owner, keepsBackup: keepsBackup, reloadCommand: reloadCommand, machineName: machineName)
  }

  /// The path of the hosts file.
  public var target: String { settings.path }

  /// Reads the file and finds the changes that lead to the desired state.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets in the order of their lines; TTLs are ignored.
  ///   - policy: what to do with changes that conflict. A name that is left out keeps its lines in the managed block.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if the file cannot be read, or its markers do not form complete blocks.
  public func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork {
    let path = settings.path
    let goal = newOwner.map(HostsGoal.owner) ?? .records(desiredState, onConflict: policy)
    let snapshot = try onFiles { () throws(FileError) in
      try Backup.requireFinished(path, isLocked: false)
      return try FileSnapshot(of: path)
    }
    return PlannedWork(
      HostsApplier(settings: settings, goal: goal, patch: try HostsPatch(settings, goal, on: snapshot)))
  }

  /// The same backend, whose plans give the managed block to another owner and change nothing else.
  package func changingOwner(to owner: Owner) -> HostsBackend {
    var backend = self
    backend.newOwner = owner
    return backend
  }

  /// A shell script that makes the same change on a machine without this program.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets of the managed block.
  ///   - overridesConflicts: whether the script overrides every conflict that yields to force.
  /// - Returns: the script; its argument is the hosts file, and without one it changes the file of this backend.
  /// - Throws: ``BackendError`` if one of the names is reserved for the system.
  package func script(for desiredState: DesiredState, overridesConflicts: Bool = false) throws(BackendError) -> String {
    let conflicts = HostsConflicts(path: settings.path, machineName: nil)
    if !overridesConflicts,
      let conflict = desiredState.recordSets.compactMap({ conflicts.reserved($0.name.text) }).first
    {
      throw BackendError(.refused, "\(conflict.place): \(conflict.reason)")
    }
    return HostsScript(settings, desiredState.recordSets, overridesConflicts: overridesConflicts).text
  }
}
