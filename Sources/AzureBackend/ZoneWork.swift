import APIManagement
import DNSModel
import Reconciliation

/// One write, and what it started from.
enum Step: Hashable, Sendable {
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

/// All that is to be written in one zone, in the order in which it must be.
struct ZoneWork: Sendable {
  /// The zone.
  let origin: DomainName
  /// The steps, each with the place of its change in the plan.
  var steps: [(index: Int, step: Step)] = []

  /// Makes work without steps.
  init(_ origin: DomainName) { self.origin = origin }
}
