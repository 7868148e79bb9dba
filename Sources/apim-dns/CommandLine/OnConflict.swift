import Reconciliation

/// The values of `--on-conflict`.
enum OnConflict: String, CaseIterable {
  case refuse
  case skip
}

extension ConflictPolicy {
  /// The policy of a command line: what `--force` overrides is not left out.
  init(_ arguments: Arguments) {
    guard arguments.value(.onConflict) == OnConflict.skip.rawValue else {
      self = .refuse
      return
    }
    self = arguments.has(.force) ? .skipUnlessOverridable : .skip
  }
}
