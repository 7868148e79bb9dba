import FileReplacement
import Reconciliation

/// The settings for one hosts file, on this machine or another one.
struct HostsBackendSettings: Sendable {
  /// The hosts file; a symbolic link is followed.
  let path: String
  /// The owner of the managed block.
  let owner: Owner
  /// Whether the previous contents are kept beside the file, as `.NAME.apim-dns.bak`.
  let keepsBackup: Bool
  /// The shell command that runs after the file has changed, on the machine with the file; nil for none.
  var reloadCommand: String?
  /// The name of the machine, if it is known; an address for it is a conflict.
  var machineName: String?

  /// The path of the reload mark of this owner.
  func reloadMarkPath(beside file: String) -> String { Backup.path(beside: file, named: "reload-due.\(owner)") }
}
