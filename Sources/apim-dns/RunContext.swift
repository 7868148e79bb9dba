import APIManagement
import Inventory
import Reconciliation

/// What every command that reads an inventory works with.
struct RunContext {
  /// The command line.
  let arguments: Arguments
  /// The variables of the process.
  let environment: [String: String]
  /// The inventory, with what the command line says on top of it.
  let inventory: Inventory
  /// What the inventory was read from.
  let origin: InventorySource.Origin
  /// The plan that is applied, where there is one.
  let saved: SavedPlan?
  /// How the result is printed.
  let format: OutputFormat
  /// Where it is printed.
  let console: Console
  /// What is noted for whoever watches over the run; nothing where nobody asked.
  let metrics: RunMetrics?
  /// Where is shown how far long work has come.
  let progress: ProgressBar

  /// The backends that the command line and the inventory stand for.
  var backends: Backends { Backends(arguments, inventory, environment: environment, progress: progress) }

  /// What prints plans and what became of them.
  var report: RunReport { RunReport(context: self) }

  /// What the command asks the backends for: that our records are there, or that none is.
  var desiredState: DesiredState { arguments.command == .remove ? .absent : .present(inventory.hostnames.recordSets) }
}
