public import DNSModel

/// The record sets of this owner that the inventory asks for, or none.
public enum DesiredState: Hashable, Sendable {
  /// Exactly these record sets, in this order if the target has an order.
  case present([RecordSet])
  /// No record sets and no other trace of this owner.
  case absent

  /// The record sets; empty for ``absent``.
  public var recordSets: [RecordSet] {
    switch self {
    case .present(let sets): sets
    case .absent: []
    }
  }
}

/// Keeps records in one target: a hosts file, a directory of zone files or an Azure resource group.
///
/// ``plan(_:)`` reads the target and writes nothing. The planned work remembers the state that it started from, and
/// refuses to write if that has changed. Every backend passes the same conformance suite: `BackendConformance` in the
/// tests.
public protocol RecordBackend: Sendable {
  /// The hosts file, the directory of zone files or the resource group, as messages name it.
  var target: String { get }

  /// Reads the target and finds the changes that lead to the desired state.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets of this owner.
  ///   - policy: what to do with changes that conflict.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if the target cannot be read or parsed.
  func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork
}

extension RecordBackend {
  /// The plan with every change, which cannot be applied while something conflicts.
  ///
  /// - Parameter desiredState: the record sets of this owner.
  /// - Returns: the plan, ready to be applied.
  /// - Throws: ``BackendError`` if the target cannot be read or parsed.
  public func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork {
    try await plan(desiredState, onConflict: .refuse)
  }
}
