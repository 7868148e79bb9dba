import APIManagement
import AzureBackend
import Inventory
import Reconciliation

/// What Azure says about the instances that an inventory names by their resource IDs.
struct InstanceAnswers {
  private let backends: Backends
  private let console: Console

  /// Takes an inventory with such instances, and the way to Azure.
  init(_ backends: Backends, _ console: Console) {
    self.backends = backends
    self.console = console
  }

  /// Asks Azure for every instance.
  ///
  /// - Throws: ``Failure`` where it cannot be asked, or any instance is not there or not as it must be.
  func all() async throws(Failure) -> [ResourceID: Instance] {
    var answers: [ResourceID: Instance] = [:]
    var problems: [String] = []
    do throws(BackendError) {
      let directory = try backends.services()
      for reference in backends.inventory.references {
        console.trace("reading \(reference.resource) from Azure")
        switch try await directory.service(reference.resource)?.finding {
        case .usable(let instance): answers[reference.resource] = instance
        case .leftOut(let reason):
          problems.append("\(reference.position): '\(reference.resource.name)' cannot be read from Azure: \(reason)")
        case nil:
          problems.append(
            "\(reference.position): Azure has no instance '\(reference.resource)'; correct the resource ID: 'apim-dns discover "
              + "--format json' lists those that there are")
        }
      }
    } catch {
      throw Failure(error)
    }
    guard problems.isEmpty else { throw Failure(.failed, problems.joined(separator: "\n"), namesItsPlace: true) }
    return answers
  }
}
