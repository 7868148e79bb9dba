import FoundationEssentials

/// The file of API Management instances, which Azure calls services: `--services FILE`.
///
/// It is what Azure answers to the list of services, so that `az rest --url` can fill it:
///
/// ```json
/// {"value": [
///   {"id": "/subscriptions/…/resourceGroups/rg/providers/Microsoft.ApiManagement/service/contoso-apim",
///    "name": "contoso-apim", "type": "Microsoft.ApiManagement/service", "location": "West US",
///    "sku": {"name": "Premium", "capacity": 1},
///    "properties": {"virtualNetworkType": "Internal", "privateIPAddresses": ["10.1.0.5"], …}}]}
/// ```
///
/// Nothing that the emulator answers changes them.
struct ServiceFile: Sendable {
  /// Where it is.
  let path: String

  /// The one member of the file.
  private struct Contents: Decodable {
    let value: [JSONValue]
  }

  /// Reads the file.
  ///
  /// - Throws: ``ProgramFailure`` when it cannot be read or is not what it should be.
  func load() throws(ProgramFailure) -> [Service] {
    let bytes = try PlainFile(path: path).bytes()
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(bytes))
    } catch {
      throw ProgramFailure(code: .failed, description: "\(path) is not a list of services: \(jsonErrorDescription(error))")
    }
    var services: [Service] = []
    for body in contents.value {
      guard let service = Service(body) else {
        throw ProgramFailure(
          code: .failed,
          description: "\(path) is not a list of services: '\(body[text: "id"] ?? "")' is not the ID of a service "
            + "(at .value[\(services.count)])")
      }
      services.append(service)
    }
    return services.sorted { $0.id.key < $1.id.key }
  }
}

/// An API Management instance.
struct Service: Sendable {
  /// Which one it is.
  let id: ServiceID
  /// All that is said about it.
  let body: JSONValue

  /// Takes a service; gives nothing where its `id` is none of a service.
  init?(_ body: JSONValue) {
    let parts = (body[text: "id"] ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 9, case .services(let subscription, let group?, let name?)? = Route(Array(parts.dropFirst()))
    else { return nil }
    id = ServiceID(subscription: subscription, resourceGroup: group, name: name)
    self.body = body
  }
}

/// Which service: its subscription, resource group and name, compared without regard to case.
struct ServiceID: Sendable {
  /// The subscription.
  let subscription: String
  /// The resource group.
  let resourceGroup: String
  /// The service's name.
  let name: String

  /// What two identities of the same service have in common.
  var key: String { "\(subscription)/\(resourceGroup)/\(name)".lowercased() }
}
