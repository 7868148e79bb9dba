import DNSModel
import Reconciliation

/// What is in the way of a record set.
enum ConflictCause {
  /// A CNAME of the same name.
  case cname
  /// A set that Azure made for a virtual machine.
  case autoRegistered
  /// A set of A records that is somebody else's.
  case unmanaged(RemoteRecordSet)

  /// The type of the record set in the way.
  var type: String {
    if case .cname = self { "CNAME" } else { "A" }
  }

  /// Whether `--force` goes past it.
  var yieldsToForce: Bool {
    if case .unmanaged = self { true } else { false }
  }

  /// What a person reads.
  func reason(_ set: RecordSet) -> String {
    switch self {
    case .cname:
      "'\(set.name)' already has a CNAME record, which cannot coexist with an A record. Delete the CNAME record, or "
        + "remove the name from the inventory."
    case .autoRegistered:
      "Azure auto-registered '\(set.name)' for a virtual machine. Rename the machine, or disable auto-registration "
        + "for its virtual network in this zone."
    case .unmanaged(let current):
      if let owner = OwnerMark.owner(on: current.wire.properties?.metadata) {
        "'\(set.name)' is managed by the owner '\(owner)' and holds \(current.value.sentence). Leave it to that "
          + "owner, or use --force to take it over."
      } else {
        "'\(set.name)' is unmanaged and holds \(current.value.sentence). Leave it as it is, or use --force to take it "
          + "over."
      }
    }
  }
}
