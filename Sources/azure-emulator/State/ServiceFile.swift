import FoundationEssentials

/// The file of API Management instances (`--services FILE`), which Azure calls services.
///
/// It has the format of Azure's list of services, so that `az rest --url` can create it:
///
/// ```json
/// {"value": [
///   {"id": "/subscriptions/…/resourceGroups/rg/providers/Microsoft.ApiManagement/service/contoso-apim",
///    "name": "contoso-apim", "type": "Microsoft.ApiManagement/service", "location": "West US",
///    "sku": {"name": "Premium", "capacity": 1},
///    "properties": {"virtualNetworkType": "Internal", "privateIPAddresses": ["10.1.0.5"], …}}]}
/// ```
///
/// The emulator never changes it.
struct ServiceFile: Sendable {
  let path: String

  private struct Contents: Decodable {
    let value: [JSONValue]
  }

  /// Reads the file.
  ///
  /// - Throws: ``ProgramFailure`` if it cannot be read or is not valid.
  func load() throws(ProgramFailure) -> [Service] {
    let bytes = try PlainFile(path: path).bytes()
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(bytes))
    } catch {
      throw ProgramFailure(
        code: .failed, description: "\(path) is not a list of services: \(jsonErrorDescription(error))")
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
  let id: ServiceID
  /// The whole resource.
  let body: JSONValue

  /// Reads a service; nil if its `id` is not that of a service.
  init?(_ body: JSONValue) {
    let parts = (body[text: "id"] ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 9, case .services(let subscription, let group?, let name?)? = Route(Array(parts.dropFirst()))
    else { return nil }
    id = ServiceID(subscription: subscription, resourceGroup: group, name: name)
    self.body = body
  }
}

/// Identifies a service by subscription, resource group and name, case-insensitively.
struct ServiceID: Sendable {
  let subscription: String
  let resourceGroup: String
  let name: String

  /// The same for all spellings of an ID.
  var key: String { "\(subscription)/\(resourceGroup)/\(name)".lowercased() }
}
