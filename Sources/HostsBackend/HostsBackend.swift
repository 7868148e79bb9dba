import DNSModel
import FileReplacement
public import Reconciliation

/// Keeps records in a hosts file, in one marked block for each owner; not a byte outside the block changes.
///
/// Source: [hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html).
public struct HostsBackend: RecordBackend {
  private let settings: HostsBackendSettings

  /// Names the file.
  ///
  /// - Parameters:
  ///   - path: the hosts file; a symbolic link is followed.
  ///   - owner: whose block is ours.
  ///   - keepsBackup: whether the contents before a change are kept beside the file, as `NAME.apim-dns.bak`.
  ///   - machineName: what this machine calls itself, a name that is never given another address unasked.
  public init(path: String, owner: Owner, keepsBackup: Bool = true, machineName: String? = nil) {
    settings = HostsBackendSettings(path: path, owner: owner, keepsBackup: keepsBackup, machineName: machineName)
  }

  /// The hosts file.
  public var target: String { settings.path }

  /// Reads the file and says what would have to change.
  ///
  /// - Parameter desiredState: the record sets in the order in which their lines stand; TTLs do not count.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when the file cannot be read, or our block in it is not whole.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    let path = settings.path
    let snapshot = try onFiles { () throws(FileError) in
      try Backup.requireFinished(path, isLocked: false)
      return try FileSnapshot(of: path)
    }
    return PlannedWork(
      HostsApplier(
        settings: settings, desiredState: desiredState, patch: try HostsPatch(settings, desiredState, on: snapshot)))
  }

  /// A shell script that brings the file of another machine, which lacks this program, to the same bytes.
  ///
  /// - Parameters:
  ///   - desiredState: what its block is to hold.
  ///   - overridesConflicts: whether it writes the block in spite of every conflict that yields to force.
  /// - Returns: the script; with an argument it works on that file, without one on the one that the backend is for.
  /// - Throws: ``BackendError`` when one of the names is the system's own.
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
