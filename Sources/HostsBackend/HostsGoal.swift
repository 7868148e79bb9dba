import Reconciliation

/// What a plan for a hosts file leads to.
enum HostsGoal: Sendable {
  /// The managed block has these records.
  case records(DesiredState, onConflict: ConflictPolicy)
  /// The managed block belongs to this owner, with the records that it has.
  case owner(Owner)

  /// Finds the changes to the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: the old contents.
  ///   - path: the file's path in messages.
  ///   - owner: the owner of the managed block.
  ///   - machineName: the name of the machine with the file, if it is known.
  /// - Returns: the change.
  /// - Throws: ``BackendError`` if the file is UTF-16, or its markers do not form complete blocks.
  func edit(
    of bytes: [UInt8], path: String, owner: Owner, machineName: String?
  ) throws(BackendError) -> HostsEdit {
    switch self {
    case .records(let desiredState, let policy):
      try HostsEdit(of: bytes, path: path, to: desiredState, owner: owner, machineName: machineName, onConflict: policy)
    case .owner(let new):
      try HostsEdit(of: bytes, path: path, from: owner, to: new)
    }
  }
}
