import APIManagement
import Inventory

/// `check`: says what is in an inventory, and everything that is wrong with it.
struct CheckCommand {
  let source: InventorySource
  let reading: InventoryReading
  let format: OutputFormat
  let console: Console

  /// Prints the result.
  func run() throws(Failure) -> ExitCode {
    if format == .json {
      console.emit(try JSONText.of(CheckJSON(reading)), as: .json)
      return reading.inventory == nil ? .usage : .done
    }
    let inventory = try source.accept(reading)
    let instances = inventory.instances.count
    let hostnames = inventory.hostnames.records.count
    console.show(
      "the inventory is right: \(instances) instance\(instances == 1 ? "" : "s"), "
        + "\(hostnames) hostname\(hostnames == 1 ? "" : "s")\n")
    let references = inventory.references.count
    if references > 0 {
      console.show(
        "\(references) more instance\(references == 1 ? " is" : "s are") read from Azure each time, which check does not ask\n"
      )
    }
    return .done
  }
}
