import APIManagement
import HostsBackend
import Inventory
import Reconciliation

/// `apply hosts --print-script` and `remove hosts --print-script`: prints a script instead of changing a file.
struct ScriptCommand {
  let arguments: Arguments
  let inventory: Inventory
  let backends: Backends
  let console: Console

  /// Runs the command.
  func run() throws(Failure) -> ExitCode {
    guard arguments.backends == [.hosts] else {
      throw Failure(
        .usage, "--print-script is for the hosts backend alone; say 'apim-dns \(name) hosts --print-script'")
    }
    if arguments.command == .apply, inventory.instances.isEmpty {
      throw Failure(
        .usage,
        "the inventory names no instance, so there is no block to write; use 'apim-dns remove hosts --print-script'")
    }
    do throws(BackendError) {
      let goal: Goal = arguments.command == .remove ? .absent : .present(inventory.hostnames.recordSets)
      console.emit(try backends.hosts().script(for: goal, isForced: arguments.has(.force)))
    } catch {
      throw Failure(error)
    }
    return .done
  }

  /// What the command is called.
  private var name: String { arguments.command?.rawValue ?? "" }
}
