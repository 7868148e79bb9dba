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
  ///   failed is a problem of the plan.
  /// - Throws: ``BackendError`` if it could not be run, failed or refused.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan {
    guard edit.changesFile else { return plan }
    var done = plan
    let result: RemoteScript.Result
    do throws(BackendError) {
      result = try await shell.run(RemoteScript(script.text, privileges: .root))
      guard result.status == 0 || isWritten(result) else { throw shell.error(of: result, path) }
    } catch {
      guard Task.isCancelled else { throw error }
      for index in done.changes.indices { done.changes[index].outcome = .unknown(error.description) }
      return done
    }
    done.warnings += result.errors.compactMap { line in
      line.hasPrefix("warning: ") ? shell.location(line.dropFirst("warning: ".count)) : nil
    }
    for index in done.changes.indices { done.changes[index].outcome = .applied }
    if result.status != 0 { done.problems.append(shell.error(of: result, path).description) }
    return done
  }

  /// Whether the script wrote the file; after that, only the reload command can fail.
  private func isWritten(_ result: RemoteScript.Result) -> Bool {
    result.output.elementsEqual("\(path): writing\n\(path): changed\n".utf8)
  }
}
