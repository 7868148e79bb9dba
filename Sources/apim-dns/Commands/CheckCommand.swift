import APIManagement
import Inventory

/// `check`: the inventory was read without an error by the time this runs.
struct CheckCommand {
  let inventory: Inventory
  let format: OutputFormat
  let console: Console

  /// What `check --format json` prints, version 1.
  struct Result: Encodable {
    let version = 1
    let instances: Int
    let hostnames: Int
  }

  /// Says what is in the inventory.
  func run() throws(Failure) -> ExitCode {
    let instances = inventory.instances.count
    let hostnames = inventory.hostnames.records.count
    switch format {
    case .text:
      console.show(
        "the inventory is right: \(instances) instance\(instances == 1 ? "" : "s"), "
          + "\(hostnames) hostname\(hostnames == 1 ? "" : "s")\n")
    case .json: console.emit(try JSONText.of(Result(instances: instances, hostnames: hostnames)))
    }
    return .done
  }
}
