package import ConcurrentWork

/// A plan of one backend, and the way to apply it.
public struct PlannedWork: Sendable {
  package let applier: any PlanApplier

  package init(_ applier: any PlanApplier) {
    self.applier = applier
  }

  /// The changes, conflicts and warnings.
  public var plan: BackendPlan { applier.plan }

  /// The change to the bytes of the file, as `diff -u` shows it.
  ///
  /// - Returns: the difference; empty if no single file changes.
  public func unifiedDiff() -> [UInt8] { applier.unifiedDiff() }

  /// Applies exactly this plan.
  ///
  /// It writes nothing if the plan has a conflict that the caller does not override, or breaks a safety limit.
  ///
  /// If the task is cancelled, it begins nothing new and waits up to 10 s for what is under way. The outcomes say what was done.
  ///
  /// - Parameters:
  ///   - conflicts: the conflicts of the plan to override; those that do not yield to force still refuse it.
  ///   - limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the plan with the outcome of each change. A failed change is an outcome, not a thrown error.
  /// - Throws: ``BackendError`` if nothing was written: because of a conflict or a limit, or because the target changed
  ///   since the plan.
  public func apply(
    overriding conflicts: [Conflict] = [], within limits: SafetyLimits? = SafetyLimits()
  ) async throws(BackendError) -> BackendPlan {
    let reasons = plan.refusalReasons(overriding: conflicts, within: limits)
    guard reasons.isEmpty else { throw BackendError(.refused, reasons.joinedMessages) }
    let (applier, plan) = (applier, plan)
    return try await stoppingGracefully(within: .seconds(10)) { stop -> Result<BackendPlan, BackendError> in
      guard !stop.isRequested else { return .success(plan.skipped()) }
      do throws(BackendError) {
        return .success(try await applier.apply(until: stop))
      } catch {
        return .failure(error)
      }
    }
    .get()
  }
}

/// A plan of one backend, and the writes that apply it.
package protocol PlanApplier: Sendable {
  /// The changes, conflicts and warnings.
  var plan: BackendPlan { get }

  /// The change to the bytes of the file, as `diff -u` shows it; empty if no single file changes.
  func unifiedDiff() -> [UInt8]

  /// Applies the plan; only ``PlannedWork`` calls it, after every conflict has been overridden.
  ///
  /// - Parameter stop: asks to begin nothing new.
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` if nothing was written.
  func apply(until stop: StopSignal) async throws(BackendError) -> BackendPlan
}

extension PlanApplier {
  /// Empty, for backends that do not change a single file.
  package func unifiedDiff() -> [UInt8] { [] }
}

extension BackendPlan {
  /// Lists why the plan must not be applied, one message each.
  ///
  /// - Parameters:
  ///   - accepted: the conflicts to override.
  ///   - limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the messages; empty if the plan may be applied.
  package func refusalReasons(overriding accepted: [Conflict], within limits: SafetyLimits?) -> [String] {
    let overridden = Set(accepted.filter(\.yieldsToForce))
    return conflicts.filter { !overridden.contains($0) }.map { "\($0.place): \($0.reason)" }
      + limitViolations(of: limits)
  }

  /// Lists the limits that this plan breaks by itself, one message each.
  ///
  /// - Parameter limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the messages; empty if the plan keeps within all limits.
  package func limitViolations(of limits: SafetyLimits?) -> [String] {
    (limits?.violations(in: [self]) ?? []).map { "\(target): \($0)" }
  }
}

extension [String] {
  /// All messages in one text: after a message with a full stop the next one begins at once, after any other behind a `;`.
  package var joinedMessages: String {
    dropFirst().reduce(first ?? "") { text, message in text + (text.hasSuffix(".") ? " " : "; ") + message }
  }
}
