import APIManagement
import Diagnostics
import DNSModel
import InstanceDiscovery
import Inventory
import Reconciliation

/// What Azure says about the instances that an inventory names by their resource IDs.
struct InstanceAnswers {
  private let inventory: Inventory
  private let azure: AzureConnection
  private let console: Console

  /// Takes an inventory with such instances, and the way to Azure.
  init(_ inventory: Inventory, _ azure: AzureConnection, _ console: Console) {
    self.inventory = inventory
    self.azure = azure
    self.console = console
  }

  /// Asks Azure for every instance.
  ///
  /// - Throws: ``Failure`` where it cannot be asked, or any instance is not there or not as it must be.
  func all() async throws(Failure) -> [ResourceID: Instance] {
    var answers: [ResourceID: Instance] = [:]
    var problems: [String] = []
    func add(_ failure: Failure, at position: SourcePosition) { problems.append("\(position): \(failure.message)") }
    do throws(BackendError) {
      let directory = try azure.services()
      for reference in inventory.references {
        console.trace("reading \(reference.resource) from Azure")
        switch try await directory.service(reference.resource)?.finding {
        case .usable(let instance): answers[reference.resource] = instance
        case .leftOut(let reason):
          let name = reference.resource.name
          add(Failure(.failed, "'\(name)' cannot be read from Azure: \(reason)"), at: reference.position)
        case nil:
          add(
            Failure(
              .failed,
              "Azure has no instance '\(reference.resource)'; correct the resource ID: 'apim-dns discover --format json' "
                + "lists those that there are"),
            at: reference.position)
        }
      }
    } catch {
      throw Failure(error)
    }
    guard problems.isEmpty else { throw Failure(.failed, problems.joined(separator: "\n"), namesItsPlace: true) }
    return answers
  }
}
