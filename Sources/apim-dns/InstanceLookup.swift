import APIManagement
import Diagnostics
import DNSModel
import InstanceDiscovery
import Inventory
import Reconciliation

/// Reads the instances that an inventory names by resource ID from Azure.
struct InstanceLookup {
  private let inventory: Inventory
  private let azure: AzureConnection
  private let console: Console

  init(_ inventory: Inventory, _ azure: AzureConnection, _ console: Console) {
    self.inventory = inventory
    self.azure = azure
    self.console = console
  }

  /// Reads every instance.
  ///
  /// - Throws: ``Failure`` if Azure cannot be read, or an instance is missing or unusable.
  func instances() async throws(Failure) -> [ResourceID: Instance] {
    var instances: [ResourceID: Instance] = [:]
    var problems: [String] = []
    func add(_ failure: Failure, at position: SourcePosition) { problems.append("\(position): \(failure.description)") }
    do throws(BackendError) {
      let directory = try azure.services(of: inventory.references.first?.resource.subscription)
      for reference in inventory.references {
        console.trace("reading \(reference.resource) from Azure")
        switch try await directory.service(reference.resource)?.finding {
        case .usable(let instance): instances[reference.resource] = instance
        case .leftOut(let reason):
          let name = reference.resource.name
          add(Failure(.failed, "cannot read '\(name)' from Azure: \(reason)"), at: reference.position)
        case nil:
          add(
            Failure(
              .failed,
              "Azure has no instance '\(reference.resource)'. Correct the resource ID. To list the instances, run 'apim-dns discover "
                + "--format json'."),
            at: reference.position)
        }
      }
    } catch {
      throw Failure(error)
    }
    guard problems.isEmpty else { throw Failure(.failed, problems.joined(separator: "\n"), startsWithPosition: true) }
    return instances
  }
}
