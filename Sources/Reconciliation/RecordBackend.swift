public import DNSModel

/// What a backend is asked to hold of this owner.
public enum DesiredState: Hashable, Sendable {
  /// Exactly these record sets, in this order where order shows.
  case present([RecordSet])
  /// Nothing any more.
  case absent

  /// The record sets that are to be there.
  public var recordSets: [RecordSet] {
    switch self {
    case .present(let sets): sets
    case .absent: []
    }
  }
}

/// A place that keeps records: the one protocol that zone files, hosts files and Azure fulfil.
///
/// A backend looks before it writes. ``plan(_:)`` reads the place and writes nothing; the work that comes out of it knows
/// what it started from, and writes only where that still holds. Every backend passes the same conformance suite, which is
/// `BackendConformance` in the tests.
public protocol RecordBackend: Sendable {
  /// The file, folder or resource group that it works on, as its plans name it.
  var target: String { get }

  /// Reads the place and says what would have to change.
  ///
  /// - Parameter desiredState: what the place should hold of this owner.
  /// - Returns: work that is ready to be carried out.
  /// - Throws: ``BackendError`` when the place cannot be read or understood.
  func plan(_ desiredState: DesiredState) async throws(BackendError) -> PlannedWork
}
