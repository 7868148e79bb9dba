/// A plan of one backend, and the way to carry it out.
public struct PlannedWork: Sendable {
  /// What carries it out.
  package let applier: any PlanApplier

  /// Takes what a backend has worked out.
  package init(_ applier: any PlanApplier) {
    self.applier = applier
  }

  /// What would change.
  public var plan: BackendPlan { applier.plan }

  /// What the change is to the bytes of a file, as `diff -u` shows it.
  ///
  /// - Returns: nothing where no single file is changed.
  public func unifiedDiff() -> [UInt8] { applier.unifiedDiff() }

  /// Does what the plan says and nothing else.
  ///
  /// It writes nothing while a conflict stands that the caller does not name, or while the plan breaks a safety limit.
  ///
  /// - Parameters:
  ///   - conflicts: the conflicts of the plan to write in spite of; one that does not yield to force stands all the same.
  ///   - limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the plan with the outcome of each change. A change that failed is an outcome and no thrown error.
  /// - Throws: ``BackendError`` when nothing at all was written: because of a conflict or a limit, or because the place has
  ///   changed since the plan.
  public func apply(
    overriding conflicts: [Conflict] = [], within limits: SafetyLimits? = SafetyLimits()
  ) async throws(BackendError) -> BackendPlan {
    let obstacles = plan.obstacles(overriding: conflicts, within: limits)
    guard obstacles.isEmpty else { throw BackendError(.refused, obstacles.joined(separator: "; ")) }
    return try await applier.apply()
  }
}

/// What a backend gives for a plan: the plan, and the writes that bring it about.
package protocol PlanApplier: Sendable {
  /// What would change.
  var plan: BackendPlan { get }

  /// What the change is to the bytes of a file, as `diff -u` shows it; nothing where no single file is changed.
  func unifiedDiff() -> [UInt8]

  /// Carries the plan out; only ``PlannedWork`` calls it, when every conflict of the plan has been overridden.
  ///
  /// - Returns: the plan with the outcome of each change.
  /// - Throws: ``BackendError`` when nothing was written.
  func apply() async throws(BackendError) -> BackendPlan
}

extension PlanApplier {
  /// Nothing, for the backends that do not change a single file.
  package func unifiedDiff() -> [UInt8] { [] }
}

extension BackendPlan {
  /// Says what forbids to write, a sentence each without a full stop.
  ///
  /// - Parameters:
  ///   - accepted: the conflicts to write in spite of.
  ///   - limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the sentences; nothing where the plan may be carried out.
  package func obstacles(overriding accepted: [Conflict], within limits: SafetyLimits?) -> [String] {
    let overridden = Set(accepted.filter(\.yieldsToForce))
    return conflicts.filter { !overridden.contains($0) }.map { "\($0.place): \($0.reason)" }
      + excess(over: limits)
  }

  /// Says which limits the plan breaks by itself, a sentence each without a full stop.
  ///
  /// - Parameter limits: how much may be deleted and updated; nil for any number.
  /// - Returns: the sentences; nothing where it keeps within all.
  package func excess(over limits: SafetyLimits?) -> [String] {
    (limits?.violations(in: [self]) ?? []).map { "\(target): \($0)" }
  }
}
