import Reconciliation

extension SavedPlan {
  /// Says what has changed since the plan was saved.
  ///
  /// The places of both runs are the same and in the same order, since both were planned in the same way.
  ///
  /// - Parameters:
  ///   - plans: the plans as they are now.
  ///   - owner: whose records these are.
  ///   - overridesConflicts: whether the run goes past conflicts, which must then be those that the plan names.
  /// - Returns: a sentence each without a full stop; nothing where the plan still holds.
  func differences(from plans: [BackendPlan], of owner: Owner, overridesConflicts: Bool) -> [String] {
    guard owner == self.owner else {
      return ["\(path) is of the owner \(self.owner), and this run of the owner \(owner). Plan again with --out"]
    }
    guard !overridesConflicts || plan.refusals == nil else {
      return ["\(path) says that apply refuses it, and has --force among its options. Plan again with --out"]
    }
    // The places are the same: they were compared before.
    return zip(plan.backends, PlanJSON(owner: owner, plans: plans).backends).flatMap { saved, present in
      let moved = changes(from: saved.changes, to: present.changes)
      // With other changes, other side effects go without saying.
      return (moved.isEmpty ? sideEffects(from: saved.sideEffects ?? [], to: present.sideEffects ?? []) : moved)
        + (overridesConflicts ? conflicts(from: saved.conflicts, to: present.conflicts) : [])
    }
  }

  private func conflicts(from saved: [ConflictJSON], to present: [ConflictJSON]) -> [String] {
    let known = Set(saved.map { [$0.name, $0.zone ?? "", $0.reason] })
    return present.filter { !known.contains([$0.name, $0.zone ?? "", $0.reason]) }.map {
      moved("now", "conflict at \($0.place): \($0.reason)")
    }
  }

  private func changes(from saved: [ChangeJSON], to present: [ChangeJSON]) -> [String] {
    let kept = Set(saved).intersection(present)
    return saved.filter { !kept.contains($0) }.map { moved("then", $0.sentence) }
      + present.filter { !kept.contains($0) }.map { moved("now", $0.sentence) }
  }

  private func sideEffects(from saved: [SideEffectJSON], to present: [SideEffectJSON]) -> [String] {
    let kept = Set(saved).intersection(present)
    return saved.filter { !kept.contains($0) }.map { effect in
      guard effect.isCommand, !present.contains(where: { $0.kind == effect.kind }) else {
        return moved("then", effect.sentence)
      }
      let command = effect.contents.joined()
      return
        "\(path) was made with the \(effect.kind) command '\(command)', and a saved plan runs no command by itself. "
        + "Repeat --\(effect.kind) \(Arguments.shellWord(command))"
    } + present.filter { !kept.contains($0) }.map { moved("now", $0.sentence) }
  }

  private func moved(_ word: String, _ sentence: String) -> String {
    "\(path) no longer holds: planned \(word): \(sentence)"
  }
}

extension SideEffectJSON {
  /// Whether something is run.
  fileprivate var isCommand: Bool {
    [SideEffect.Kind.check, .reload].map(\.rawValue).contains(kind)
  }

  /// The side effect in the middle of a sentence.
  fileprivate var sentence: String {
    let subject = [action, kind, name].compactMap(\.self).joined(separator: " ")
    return contents.isEmpty ? subject : "\(subject) (\(contents.joined(separator: ", ")))"
  }
}

extension ChangeJSON {
  /// The change in the middle of a sentence.
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
