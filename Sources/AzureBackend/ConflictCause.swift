import DNSModel
import Reconciliation

/// Why a desired record set cannot be written without `--force`, or not at all.
enum ConflictCause {
  /// A CNAME record set has the same name.
  case cname
  /// Azure registered the record set automatically for a virtual machine.
  case autoRegistered
  /// An unmanaged A record set, or one of another owner, has the same name.
  case unmanaged(RemoteRecordSet)

  /// The type of the conflicting record set.
  var type: String {
    if case .cname = self { "CNAME" } else { "A" }
  }

  /// Whether `--force` overrides it.
  var yieldsToForce: Bool {
    if case .unmanaged = self { true } else { false }
  }

  /// The message, with the fix.
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
        "'\(set.name)' is managed by the owner '\(owner)' and holds \(current.value.summary). Remove the name from the "
          + "inventory, skip it with --on-conflict skip, or use --force to take it over."
      } else {
        "'\(set.name)' is unmanaged and holds \(current.value.summary). Remove the name from the inventory, skip it with "
          + "--on-conflict skip, or use --force to take it over."
      }
    }
  }
}
