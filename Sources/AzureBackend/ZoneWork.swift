import APIManagement
import DNSModel
import Reconciliation
import ResourceManager

/// One write, with its precondition.
enum Operation: Hashable, Sendable {
  case createZone
  /// Writes a zone again that Azure could not complete.
  case mendZone(WireZone, Precondition)
  case createLink(name: String, network: ResourceID)
  /// Writes a link again whose settings are not as they should be.
  case mendLink(WireLink, path: String, Precondition)
  case writeRecordSet(RecordSet, path: String, metadata: [String: String], Precondition)
  /// Replaces the metadata of a record set, or the tags of a zone or link.
  case writeMark(WireMark, path: String, Phase, Precondition)
  case deleteRecordSet(path: String, Precondition)
  case deleteLink(path: String, Precondition)
  /// Deletes the zone if it is still empty.
  case deleteZone(Precondition)
}

extension Operation {
  /// The phases of an apply.
  ///
  /// Operations of the same phase run concurrently.
  enum Phase: Int, CaseIterable {
    case zone
    case links
    case recordSets
    /// The owner marks of the zone and its links, which depend on those of the record sets.
    case marks
    /// A zone that is still linked hides names of shorter zones, so its links go before its record sets.
    case oldLinks
    case oldRecordSets
    case oldZone
  }

  var phase: Phase {
    switch self {
    case .createZone, .mendZone: .zone
    case .createLink, .mendLink: .links
    case .writeRecordSet: .recordSets
    case .writeMark(_, _, let phase, _): phase
    case .deleteRecordSet: .oldRecordSets
    case .deleteLink: .oldLinks
    case .deleteZone: .oldZone
    }
  }
}

/// The operations in one zone.
struct ZoneWork: Sendable {
  /// An operation and the index of its change in the plan.
  typealias Entry = (index: Int, operation: Operation)

  let origin: DomainName
  /// Whether this owner created the zone, or will, and no virtual network is linked to it yet.
  let needsLink: Bool
  var steps: [Entry] = []
}
