import APIManagement
import ConcurrentWork
import DNSModel
import Inventory
import Reconciliation

/// Plans all targets of a run: the first half of `plan`, `apply` and `remove`.
struct Planning {
  private let context: RunContext
  /// The limits of deletes and updates; nil for no limit.
  let limits: SafetyLimits?
  /// Whether the run overrides conflicts (`--force`).
  let overridesConflicts: Bool
  /// What to do with changes that conflict.
  private let policy: ConflictPolicy
  /// The number of targets of one kind to work on in parallel.
  let parallelism: Int

  init(_ context: RunContext) {
    self.context = context
    var limits = SafetyLimits()
    limits.deletes = context.arguments.value(.maxDeletes, OptionRule.limit) ?? limits.deletes
    limits.updates = context.arguments.value(.maxUpdates, OptionRule.limit) ?? limits.updates
    overridesConflicts = context.arguments.has(.force)
    self.limits = overridesConflicts || context.arguments.command?.isLimited == false ? nil : limits
    policy = ConflictPolicy(context.arguments)
    parallelism = context.arguments.value(.parallel, OptionRule.parallelism) ?? 8
  }

  /// Plans some backends, shows the plans, and reports failures.
  func run(_ kinds: [BackendKind]) async -> PlannedRun {
    var targets: [PlannedRun.Target] = []
    for kind in kinds { targets += await plan(kind) }
    if comparesInstances, let azure = targets.firstIndex(where: { $0.kind == .azure && $0.work != nil }) {
      targets[azure].moreWarnings = await InstanceAgreement(context: context).warnings()
    }
    if let warning = context.wildcardWarning,
      let hosts = targets.firstIndex(where: { $0.kind == .hosts && $0.work != nil })
    {
      targets[hosts].moreWarnings = [warning]
    }
    // A run that changes nothing, as most of a timer, stays quiet.
    if context.arguments.command?.isForOwnerAlone != true, let warning = context.backends.warningOfTestValues,
      let zones = targets.firstIndex(where: { $0.kind == .zones && $0.work?.plan.changes.isEmpty == false })
    {
      targets[zones].moreWarnings = [warning]
    }
    let run = PlannedRun(targets: targets)
    // If no target could be planned, there is nothing to count.
    if !run.works.isEmpty { context.report.show(run, isPlanOnly: context.arguments.command == .plan) }
    for target in targets {
      if let failure = target.failure { context.console.printError("\(target.kind.rawValue): \(failure)") }
      guard let plan = target.work?.plan else { continue }
      for problem in plan.problems { context.console.printError("\(plan.backend.rawValue): \(problem)") }
      for conflict in plan.leftOut { context.console.printError("left out: \(conflict.place): \(conflict.reason)") }
    }
    return run
  }

  /// Whether to compare the instances with what Azure reports.
  private var comparesInstances: Bool {
    context.arguments.command == .plan
      && (context.arguments.has(.compareInstances) || context.inventory.backends.azure?.compareInstances == true)
  }

  /// Plans all targets of one kind in parallel.
  private func plan(_ kind: BackendKind) async -> [PlannedRun.Target] {
    let backends: [any RecordBackend]
    do throws(Failure) {
      backends = try context.backends.make(kind)
    } catch {
      return [PlannedRun.Target(kind: kind, name: nil, result: .failure(error))]
    }
    context.console.trace("planning \(kind.rawValue)")
    let (desiredState, policy) = (context.desiredState(of: kind), policy)
    defer { context.progress.end() }
    return await concurrentMap(backends, limit: parallelism) { backend in
      do throws(BackendError) {
        return PlannedRun.Target(
          kind: kind, name: backend.target, result: .success(try await backend.plan(desiredState, onConflict: policy)))
      } catch {
        return PlannedRun.Target(kind: kind, name: backend.target, result: .failure(Failure(error)))
      }
    } each: { backend, target, count in
      guard backends.count > 1 else { return }
      let word = target.failure == nil ? "read" : "failed"
      context.console.progress("[\(count)/\(backends.count)] \(backend.target): \(word)")
    }
  }

  /// Why one target must not be written.
  func refusals(of plan: BackendPlan) -> [String] {
    plan.refusalReasons(
      overriding: overridesConflicts ? plan.conflicts : [], within: plan.backend == .hosts ? limits : nil)
  }

  /// The safety limits that the plan of one hosts file exceeds; the limits count for each machine alone.
  func limitViolations(of plan: BackendPlan) -> [String] {
    plan.backend == .hosts ? plan.limitViolations(of: limits) : []
  }

  /// Why a run without hostnames must not write; nil if the inventory has hostnames, or there are no limits.
  var emptyInventoryViolation: String? {
    guard limits != nil, context.inventory.hostnames.records.isEmpty else { return nil }
    let missing = context.inventory.instances.isEmpty ? "instances" : "hostnames"
    return
      "the inventory has no \(missing), so all records of owner \(context.inventory.owner) would be deleted. Add the "
      + "\(missing), or use 'apim-dns remove' or --force to delete the records."
  }

  /// Why a run as a whole must not write.
  func runLimitViolations(in plans: [BackendPlan]) -> [String] {
    guard let limits else { return [] }
    return (emptyInventoryViolation.map { [$0] } ?? []) + unnamedDeletions(in: plans)
      + limits.violations(in: plans.filter { $0.backend != .hosts })
  }

  /// Why a run that names one instance on the command line must not delete the zone records of others.
  private func unnamedDeletions(in plans: [BackendPlan]) -> [String] {
    guard case .instance = context.origin, case .present(let desired) = context.desiredState(of: .zones) else {
      return []
    }
    let named = Set(desired.map(\.name.text))
    return plans.filter { $0.backend == .zones }.compactMap { plan in
      let others = plan.changes.filter { $0.kind == .record && $0.action == .delete && !named.contains($0.name) }
      guard let first = others.first?.name else { return nil }
      let more = others.count > 1 ? " and \(others.count - 1) more" : ""
      return
        "\(plan.target): this would delete \(first)\(more) of owner \(context.inventory.owner), which the command line does not "
        + "name. To keep both, put all instances into one inventory ('apim-dns init' writes one), or give this instance another "
        + "--owner and --directory. To delete them, use --force."
    }
  }
}
