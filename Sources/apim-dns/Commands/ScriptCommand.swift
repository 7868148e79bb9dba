import APIManagement
import HostsBackend
import Inventory
import Reconciliation

/// `apply hosts --print-script` and `remove hosts --print-script`: prints a script instead of changing a file.
struct ScriptCommand {
  let context: RunContext

  func run() throws(Failure) -> ExitCode {
    guard context.saved == nil else {
      throw Failure(.usage, "--print-script and --plan cannot be used together. Use one of them.")
    }
    guard context.arguments.backends == [.hosts] else {
      throw Failure(
        .usage, "--print-script is only for the hosts backend. Use 'apim-dns \(name) hosts --print-script'.")
    }
    guard !context.arguments.has(.machine) else {
      throw Failure(.usage, "--print-script and --machine cannot be used together. Use one of them.")
    }
    guard context.format == .text else {
      throw Failure(.usage, "--print-script has only one format. Remove --format.")
    }
    guard context.metrics == nil else {
      throw Failure(.usage, "--print-script and --metrics-file cannot be used together. Use one of them.")
    }
    if context.arguments.command == .apply, context.inventory.instances.isEmpty {
      throw Failure(
        .usage,
        "the inventory has no instances, so there are no records to write. Add an instance, or use 'apim-dns remove hosts "
          + "--print-script' to remove the block.")
    }
    if let warning = context.wildcardWarning { context.console.printNote("warning: \(warning)") }
    do throws(BackendError) {
      let overridesConflicts = context.arguments.has(.force)
      context.console.emit(
        try context.backends.hostsFile().script(
          for: context.desiredState(of: .hosts), overridesConflicts: overridesConflicts),
        as: .shell)
    } catch {
      throw Failure(error)
    }
    return .done
  }

  private var name: String { context.arguments.command?.rawValue ?? "" }
}
