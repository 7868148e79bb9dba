import DNSModel
import Reconciliation

/// What is in the way of a record set.
enum ConflictCause {
  /// A CNAME of the same name.
  case alias
  /// A set that Azure made for a virtual machine.
  case autoRegistered
  /// A set of A records that is somebody else's.
  case foreign(RemoteRecordSet)

  /// The type of the record set in the way.
  var type: String {
    if case .alias = self { "CNAME" } else { "A" }
  }

  /// Whether `--force` goes past it.
  var yieldsToForce: Bool {
    if case .foreign = self { true } else { false }
  }

  /// What a person reads.
  func reason(_ set: RecordSet) -> String {
    switch self {
    case .alias:
      "'\(set.name)' is a CNAME, and no A record may stand beside it: delete the CNAME, or take the name out of the "
        + "inventory"
    case .autoRegistered:
      "Azure registered '\(set.name)' by itself for a virtual machine: rename the machine, or end the registration of "
        + "its virtual network in this zone"
    case .foreign(let current):
      if let owner = OwnerMark.owner(on: current.wire.properties?.metadata) {
        "'\(set.name)' holds \(current.value.sentence) and belongs to the owner '\(owner)': leave it to whoever made it, or "
          + "take it over with --force"
      } else {
        "'\(set.name)' holds \(current.value.sentence) and has no mark of apim-dns: leave it to whoever made it, or take it "
          + "over with --force"
      }
    }
  }
}
