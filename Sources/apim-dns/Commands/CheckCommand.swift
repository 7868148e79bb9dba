import APIManagement
import Inventory

/// `check`: reports the size of an inventory, or all problems in it.
struct CheckCommand {
  let source: InventorySource
  let reading: InventoryReading
  let format: OutputFormat
  let console: Console

  func run() throws(Failure) -> ExitCode {
    if format == .json {
      console.emit(try JSONText.of(CheckJSON(reading)), as: .json)
      return reading.inventory == nil ? .usage : .done
    }
    let inventory = try source.accept(reading)
    let instances = inventory.instances.count
    let hostnames = inventory.hostnames.records.count
    console.show(
      "inventory OK: \(instances) instance\(instances == 1 ? "" : "s"), "
        + "\(hostnames) hostname\(hostnames == 1 ? "" : "s")\n")
    let references = inventory.references.count
    if references > 0 {
      console.show(
        "\(references) more instance\(references == 1 ? " is" : "s are") read from Azure by other commands, but not by check\n"
      )
    }
    return .done
  }
}
