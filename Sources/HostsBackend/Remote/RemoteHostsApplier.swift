import Reconciliation

/// A plan for a hosts file of another machine that is ready to be carried out.
///
/// The script reads the file once more. It refuses where our block is not what the plan saw, where the path leads elsewhere,
/// and where a line of somebody else stands against ours, unless the plan had conflicts that were overridden; all other lines may
/// have changed.
struct RemoteHostsApplier: PlanApplier {
  /// How the machine is reached.
  let shell: SecureShell
  /// The path of the file there.
  let path: String
  /// The old bytes and the new ones.
  let edit: HostsEdit
  /// Whether there is no file yet.
  let isNew: Bool
  /// What would change.
  let plan: BackendPlan
  /// What makes the change there.
  let script: HostsScript

  /// What the change is to the bytes of the file.
  func unifiedDiff() -> [UInt8] { edit.unifiedDiff(isNew: isNew) }

  /// Runs the script there.
  ///
  /// - Returns: the plan with every change applied.
  /// - Throws: ``BackendError`` when it could not be run, or has refused.
  func apply() async throws(BackendError) -> BackendPlan {
    guard edit.changesFile else { return plan }
    let result = try await shell.run(RemoteScript(script.text, privileges: .root), on: path)
    var done = plan
    done.warnings += result.errors.compactMap { line in
      line.hasPrefix("warning: ") ? shell.place(line.dropFirst("warning: ".count)) : nil
    }
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    return done
  }
}
