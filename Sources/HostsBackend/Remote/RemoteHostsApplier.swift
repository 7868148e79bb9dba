import ConcurrentWork
import Reconciliation

/// Applies a plan to a hosts file of another machine.
///
/// The script reads the file again. It refuses if the managed block or the resolved path changed since the plan, or if an
/// unmanaged line conflicts, unless the plan had conflicts that were overridden. All other lines may have changed.
struct RemoteHostsApplier: PlanApplier {
  let shell: SecureShell
  /// The path of the file on the machine.
  let path: String
  /// The command that runs after the file has changed; nil for none.
  let reloadCommand: String?
  /// The old and new bytes.
  let edit: HostsEdit
  /// Whether there is no file yet.
  let isNew: Bool
  /// The changes, conflicts and warnings.
  let plan: BackendPlan
  /// The script that makes the change on the machine.
  let script: HostsScript

  /// The change to the bytes of the file, as `diff -u` shows it.
  func unifiedDiff() -> [UInt8] { edit.unifiedDiff(isNew: isNew) }

  /// Runs the script on the machine.
  ///
  /// - Parameter stop: not used, because one machine is one step.
  /// - Returns: the plan with every change applied; if the task is cancelled, the outcomes are unknown. A reload command that
  ///   failed, or of which nobody knows how it ended, is a problem of the plan.
  /// - Throws: ``BackendError`` if it could not be run, failed or refused.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard !plan.changes.isEmpty else { return plan }
    var done = plan
    var problem: String?
    do throws(UnfinishedScript) {
      let result = try await shell.run(RemoteScript(script.text, privileges: .root))
      if result.status != 0 {
        let error = shell.error(of: result, path)
        guard hasOnlyReload(result.output) else { throw UnfinishedScript(reason: error) }
        problem = error.description
      }
      done.warnings += result.errors.compactMap { line in
        line.hasPrefix("warning: ") ? shell.location(line.dropFirst("warning: ".count)) : nil
      }
    } catch {
      guard !Task.isCancelled else {
        for index in done.changes.indices { done.changes[index].outcome = .unknown(error.reason.description) }
        return done
      }
      guard let reloadCommand, hasOnlyReload(error.output) else { throw error.reason }
      problem = shell.unknownReload(reloadCommand, of: path, error)
    }
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    if let problem {
      done.problems.append(problem)
      // Without a change of the file, the reload is the only one.
      if !edit.changesFile { for index in done.changes.indices { done.changes[index].outcome = .failed(problem) } }
    }
    return done
  }

  /// Whether the script wrote the file, or found it in sync; after that, only the reload command can fail.
  private func hasOnlyReload(_ output: ArraySlice<UInt8>) -> Bool {
    ["\(path): writing\n\(path): changed\n", "\(path): in sync\n"].contains { output.elementsEqual($0.utf8) }
  }
}
