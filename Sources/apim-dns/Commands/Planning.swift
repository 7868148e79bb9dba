import APIManagement
import ConcurrentWork
import Inventory
import Reconciliation

/// The plans of all places of a run; the first half of `plan`, `apply` and `remove`.
struct Planning {
  private let context: RunContext
  /// How much the run may delete and update; nil for any number.
  let limits: SafetyLimits?
  /// Whether the run writes in spite of the conflicts that it finds.
  let overridesConflicts: Bool
  /// How many places of one kind are worked on at the same time.
  let parallelism: Int

  /// Takes what a run is about.
  init(_ context: RunContext) {
    self.context = context
    var limits = SafetyLimits()
    limits.deletes = context.arguments.value(.maxDeletes, OptionRule.limit) ?? limits.deletes
    limits.updates = context.arguments.value(.maxUpdates, OptionRule.limit) ?? limits.updates
    overridesConflicts = context.arguments.has(.force)
    self.limits = overridesConflicts || context.arguments.command == .remove ? nil : limits
    parallelism = context.arguments.value(.parallel, OptionRule.parallelism) ?? 16
  }

  /// Has some backends plan, shows their plans, and says which could not.
  func run(_ kinds: [BackendKind]) async -> PlannedRun {
    var places: [PlannedRun.Place] = []
    for kind in kinds { places += await plan(kind) }
    let run = PlannedRun(places: places)
    // Where no place could plan there is nothing to count.
    if !run.works.isEmpty { context.report.show(run, isPlanOnly: context.arguments.command == .plan) }
    for place in places {
      if let failure = place.failure { context.console.complain("\(place.kind.rawValue): \(failure.message)") }
    }
    return run
  }

  /// Has all places of one kind plan, side by side.
  private func plan(_ kind: BackendKind) async -> [PlannedRun.Place] {
    let backends: [any RecordBackend]
    do throws(Failure) {
      backends = try context.backends.make(kind)
    } catch {
      return [PlannedRun.Place(kind: kind, target: nil, result: .failure(error))]
    }
    context.console.trace("planning \(kind.rawValue)")
    let desiredState = context.desiredState
    defer { context.progress.end() }
    return await concurrentMap(backends, limit: parallelism) { backend in
      do throws(BackendError) {
        return PlannedRun.Place(
          kind: kind, target: backend.target, result: .success(try await backend.plan(desiredState)))
      } catch {
        return PlannedRun.Place(kind: kind, target: backend.target, result: .failure(Failure(error)))
      }
    } each: { backend, place, count in
      guard backends.count > 1 else { return }
      let word = place.failure == nil ? "read" : "failed"
      context.console.progress("[\(count)/\(backends.count)] \(backend.target): \(word)")
    }
  }

  /// What forbids the first write to one place, a sentence each without a full stop.
  func obstacles(to plan: BackendPlan) -> [String] {
    plan.refusalReasons(
      overriding: overridesConflicts ? plan.conflicts : [], within: plan.backend == .hosts ? limits : nil)
  }

  /// The safety limits that one hosts file breaks by itself, a sentence each without a full stop.
  ///
  /// Machines have nothing to do with each other: what one of them answers counts for that one alone.
  func excess(of plan: BackendPlan) -> [String] {
    plan.backend == .hosts ? plan.limitViolations(of: limits) : []
  }

  /// What forbids the first write of a run as a whole, a sentence each without a full stop.
  func limits(on plans: [BackendPlan]) -> [String] {
    guard let limits else { return [] }
    var violations: [String] = []
    if context.inventory.instances.isEmpty {
      violations.append(
        "the inventory names no instance, so everything of owner \(context.inventory.owner) would go; use 'apim-dns remove', "
          + "or --force")
    }
    return violations + limits.violations(in: plans.filter { $0.backend != .hosts })
  }
}
