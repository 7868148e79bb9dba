import APIManagement
import DNSModel
import Reconciliation
import ResourceManager

/// One write, and what it started from.
enum Operation: Hashable, Sendable {
  /// Make the zone.
  case createZone
  /// Make a link to a virtual network.
  case createLink(name: String, network: ResourceID)
  /// Create or replace a record set.
  case writeRecordSet(RecordSet, path: String, metadata: [String: String], Precondition)
  /// Delete a record set.
  case deleteRecordSet(path: String, Precondition)
  /// Delete a link.
  case deleteLink(path: String, Precondition)
  /// Delete the zone, if nothing has come into it.
  case deleteZone(Precondition)
}

extension Operation {
  /// When a step has its turn: what has the same turn does not wait for each other.
  enum Phase: Int, CaseIterable {
    /// The zone is made.
    case zone
    /// It is linked.
    case links
    /// Record sets are written.
    case recordSets
    /// Record sets are deleted.
    case oldRecordSets
    /// Links are deleted.
    case oldLinks
    /// The zone is deleted.
    case oldZone
  }

  /// When the step has its turn.
  var phase: Phase {
    switch self {
    case .createZone: .zone
    case .createLink: .links
    case .writeRecordSet: .recordSets
    case .deleteRecordSet: .oldRecordSets
    case .deleteLink: .oldLinks
    case .deleteZone: .oldZone
    }
  }
}

/// All that is to be written in one zone.
struct ZoneWork: Sendable {
  /// One step with the place of its change in the plan.
  typealias Entry = (index: Int, operation: Operation)

  /// The zone.
  let origin: DomainName
  /// The steps.
  var steps: [Entry] = []

  /// Makes work without steps.
  init(_ origin: DomainName) { self.origin = origin }
}
