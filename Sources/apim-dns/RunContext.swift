import APIManagement
import DNSModel
import Inventory
import Reconciliation

/// The state that all commands with an inventory share.
struct RunContext {
  let arguments: Arguments
  /// The environment variables of the process.
  let environment: [String: String]
  /// The inventory, with the options applied.
  let inventory: Inventory
  /// The source of the inventory.
  let origin: InventorySource.Origin
  /// The saved plan to apply; nil without `--plan`.
  let saved: SavedPlan?
  let format: OutputFormat
  let console: Console
  /// The metrics of the run; nil without `--metrics-file`.
  let metrics: RunMetrics?
  let progress: ProgressBar
  /// The signal that interrupts the run.
  let interruption: Interruption

  /// The backends of the command line and the inventory.
  var backends: Backends { Backends(arguments, inventory, environment: environment, progress: progress) }

  /// The report of plans and results.
  var report: RunReport { RunReport(context: self) }

  /// The record sets of the inventory for a backend, or none for `remove` and `release`.
  func desiredState(of backend: BackendKind) -> DesiredState {
    guard arguments.command?.isForOwnerAlone != true else { return .absent }
    return .present(inventory.recordSets(for: backend, seenFrom: view, layout: backends.layout(of: backend)))
  }

  /// The region of `--view`; nil without it.
  var view: Region? { arguments.value(.view).flatMap(Region.init) }

  /// The warning of names that a hosts file cannot have; nil without such names.
  var wildcardWarning: String? {
    let names = inventory.hostnames.records.map(\.hostname).filter(\.isWildcard).map { "'\($0)'" }
    guard arguments.command?.isForOwnerAlone != true, !names.isEmpty else { return nil }
    return "a hosts file has no wildcards, so hosts leaves out \(names.joined(separator: ", "))"
  }
}
