import Reconciliation

extension SavedPlan {
  /// Compares the plans of this run with the saved plan.
  ///
  /// Both have the same targets in the same order, because both were planned in the same way.
  ///
  /// - Parameters:
  ///   - plans: the plans of this run.
  ///   - owner: the owner of the records.
  ///   - overridesConflicts: whether the run overrides conflicts, which must then be those of the saved plan.
  /// - Returns: a message for each difference; empty if the saved plan is up to date.
  func differences(from plans: [BackendPlan], of owner: Owner, overridesConflicts: Bool) -> [String] {
    guard owner == self.owner else {
      return ["\(path) is for owner \(self.owner), but this run is for owner \(owner). Plan again with --out."]
    }
    guard !overridesConflicts || plan.refusals == nil else {
      return [
        "\(path) has --force and refusals, and a plan with --force is applied only if it was saved without refusals. "
          + "Resolve the refusals, then plan again with --out."
      ]
    }
    // The targets are the same; they were compared before.
    return zip(plan.backends, PlanJSON(owner: owner, plans: plans).backends).flatMap { saved, present in
      let moved = changes(from: saved.changes, to: present.changes)
      // Different changes imply different side effects.
      return (moved.isEmpty ? sideEffects(from: saved.sideEffects ?? [], to: present.sideEffects ?? []) : moved)
        + (overridesConflicts ? conflicts(from: saved.conflicts, to: present.conflicts) : [])
    }
  }

  private func conflicts(from saved: [ConflictJSON], to present: [ConflictJSON]) -> [String] {
    let known = Set(saved.map { [$0.name, $0.zone ?? "", $0.reason] })
    return present.filter { !known.contains([$0.name, $0.zone ?? "", $0.reason]) }.map {
      moved("this run", "conflict at \($0.place): \($0.reason)")
    }
  }

  private func changes(from saved: [ChangeJSON], to present: [ChangeJSON]) -> [String] {
    let kept = Set(saved).intersection(present)
    return saved.filter { !kept.contains($0) }.map { moved("the saved plan", $0.sentence) }
      + present.filter { !kept.contains($0) }.map { moved("this run", $0.sentence) }
  }

  private func sideEffects(from saved: [SideEffectJSON], to present: [SideEffectJSON]) -> [String] {
    let kept = Set(saved).intersection(present)
    return saved.filter { !kept.contains($0) }.map { effect in
      guard effect.isCommand, !present.contains(where: { $0.kind == effect.kind }) else {
        return moved("the saved plan", effect.sentence)
      }
      let command = effect.contents.joined()
      return
        "\(path) was made with the \(effect.kind) command '\(command)', which a saved plan does not run by itself. "
        + "Add --\(effect.kind) \(Arguments.shellWord(command))."
    } + present.filter { !kept.contains($0) }.map { moved("this run", $0.sentence) }
  }

  private func moved(_ run: String, _ sentence: String) -> String {
    "\(path) is out of date: only in \(run): \(sentence)"
  }
}

extension SideEffectJSON {
  /// Whether it is a command.
  fileprivate var isCommand: Bool {
    [SideEffect.Kind.check, .checkConfig, .reload].map(\.rawValue).contains(kind)
  }

  /// The side effect as part of a message.
  fileprivate var sentence: String {
    let subject = [action, kind, name].compactMap(\.self).joined(separator: " ")
    return contents.isEmpty ? subject : "\(subject) (\(contents.joined(separator: ", ")))"
  }
}

extension ChangeJSON {
  /// The change as part of a message.
  fileprivate var sentence: String {
    func value(_ contents: [String]?, _ ttl: UInt32?) -> String? {
      guard let contents else { return nil }
      return ((ttl.map { ["TTL \($0)"] } ?? []) + [contents.joined(separator: ", ")]).joined(separator: " ")
    }
    let values = [value(before, beforeTTL), value(after, ttl)].compactMap(\.self).joined(separator: " -> ")
    let details = [values.isEmpty ? nil : values, etag.map { "ETag \($0)" }].compactMap(\.self).joined(separator: ", ")
    return "\(action) \(kind.map { "\($0) " } ?? "")\(name)" + (details.isEmpty ? "" : " (\(details))")
  }
}
