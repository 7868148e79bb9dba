import Reconciliation

/// What is said of one hosts file and of the block in it, wherever the file lies.
struct HostsBackendSettings: Sendable {
  /// The hosts file; a symbolic link is followed.
  let path: String
  /// Whose block is ours.
  let owner: Owner
  /// Whether the contents before a change are kept beside the file, as `NAME.apim-dns.bak`.
  let keepsBackup: Bool
  /// What the machine calls itself, where that is known: a name that is never given another address unasked.
  var machineName: String?
}
