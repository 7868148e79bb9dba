import APIManagement
import Inventory
import Reconciliation

/// The plans of all backends of a run; the first half of `plan`, `apply` and `remove`.
struct Planning {
  private let context: RunContext
  private let limits: SafetyLimits

  /// Takes what a run is about.
  ///
  /// - Throws: ``Failure`` when a safety limit is no number.
  init(_ context: RunContext) throws(Failure) {
    self.context = context
    var limits = SafetyLimits()
    limits.deletes = try Self.number(.maxDeletes, in: context.arguments) ?? limits.deletes
    limits.updates = try Self.number(.maxUpdates, in: context.arguments) ?? limits.updates
    self.limits = limits
  }

  /// What the backends would do, ready to be carried out.
  struct Outcome {
    /// The plans that were made.
    let works: [any PlannedWork]
    /// The backends that could not plan, and why.
    let failures: [(backend: BackendKind, failure: Failure)]

    /// What would change.
    var plans: [BackendPlan] { works.map(\.plan) }
    /// How a run ends in which some backend could not plan; nothing where all could.
    var exitCode: ExitCode? { failures.map(\.failure.code).max { $0.rawValue < $1.rawValue } }
    /// The same for a program that reads it.
    var problems: [PlanJSON.Problem] {
      failures.map { PlanJSON.Problem(backend: $0.backend.rawValue, message: $0.failure.message) }
    }
  }

  /// Has some backends plan, shows their plans, and says which could not.
  func run(_ kinds: [BackendKind]) async -> Outcome {
    var works: [any PlannedWork] = []
    var failures: [(BackendKind, Failure)] = []
    for kind in kinds {
      do throws(Failure) {
        works.append(try await plan(kind))
      } catch {
        failures.append((kind, error))
      }
    }
    context.report.show(works, isPlanOnly: context.arguments.command == .plan)
    for (kind, failure) in failures { context.console.complain("\(kind.rawValue): \(failure.message)") }
    return Outcome(works: works, failures: failures)
  }

  private func plan(_ kind: BackendKind) async throws(Failure) -> any PlannedWork {
    let backend = try context.backends.make(kind)
    context.console.trace("planning \(kind.rawValue)")
    defer { context.progress.end() }
    do throws(BackendError) {
      return try await backend.plan(context.goal)
    } catch {
      throw Failure(error)
    }
  }

  /// What forbids the first write of an apply, a sentence each without a full stop.
  func obstacles(to plans: [BackendPlan]) -> [String] {
    let isForced = context.arguments.has(.force)
    let conflicts = plans.flatMap(\.conflicts).filter { !isForced || !$0.yieldsToForce }
    var obstacles = conflicts.map { "\($0.place): \($0.reason)" }
    guard context.arguments.command != .remove, !isForced else { return obstacles }
    if context.inventory.instances.isEmpty {
      obstacles.append(
        "the inventory names no instance, so everything of owner \(context.inventory.owner) would go; use 'apim-dns remove', "
          + "or --force")
    }
    return obstacles + limits.violations(in: plans)
  }

  private static func number(_ name: Option.Name, in arguments: Arguments) throws(Failure) -> Int? {
    guard let text = arguments.value(name) else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw Failure(.usage, "\(name.flag): '\(text)' is no number; use 0 or more")
    }
    return number
  }
}
