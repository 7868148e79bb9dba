import APIManagement
import HostsBackend
import Inventory
import Reconciliation

/// `apply hosts --print-script` and `remove hosts --print-script`: prints a script instead of changing a file.
struct ScriptCommand {
  let context: RunContext

  /// Runs the command.
  func run() throws(Failure) -> ExitCode {
    guard context.saved == nil else {
      throw Failure(.usage, "--print-script and --plan exclude each other. Leave one of them out")
    }
    guard context.arguments.backends == [.hosts] else {
      throw Failure(
        .usage, "--print-script is for the hosts backend alone; say 'apim-dns \(name) hosts --print-script'")
    }
    guard !context.arguments.has(.machine) else {
      throw Failure(.usage, "--print-script and --machine exclude each other; use one of the two ways")
    }
    guard context.format == .text else {
      throw Failure(.usage, "--print-script prints a script, which has no other format; leave --format out")
    }
    guard context.metrics == nil else {
      throw Failure(.usage, "--print-script changes nothing here, so there are no metrics; leave --metrics-file out")
    }
    if context.arguments.command == .apply, context.inventory.instances.isEmpty {
      throw Failure(
        .usage,
        "the inventory names no instance, so there is no block to write; use 'apim-dns remove hosts --print-script'")
    }
    do throws(BackendError) {
      let overridesConflicts = context.arguments.has(.force)
      context.console.emit(
        try context.backends.hostsFile().script(for: context.desiredState, overridesConflicts: overridesConflicts),
        as: .shell)
    } catch {
      throw Failure(error)
    }
    return .done
  }

  /// What the command is called.
  private var name: String { context.arguments.command?.rawValue ?? "" }
}
