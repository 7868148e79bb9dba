import FoundationEssentials

/// The file of API Management instances (`--services FILE`), which Azure calls services, and of what belongs to them.
///
/// It has the format of Azure's lists, so that `az rest --url` can create it. It can also have workspace gateways with their
/// `configConnections`, private endpoints and network interfaces:
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
  func load() throws(ProgramFailure) -> [FileResource] {
    let bytes = try PlainFile(path: path).bytes()
    let contents: Contents
    do {
      contents = try JSONDecoder().decode(Contents.self, from: Data(bytes))
    } catch {
      throw ProgramFailure(
        code: .failed, description: "\(path) is not a list of services: \(jsonErrorDescription(error))")
    }
    var services: [FileResource] = []
    for body in contents.value {
      guard let service = FileResource(body) else {
        throw ProgramFailure(
          code: .failed,
          description: "\(path) is not a list of services: '\(body[text: "id"] ?? "")' is not the ID of a service, "
            + "gateway, private endpoint or network interface (at .value[\(services.count)])")
      }
      services.append(service)
    }
    return services.sorted { $0.path.key < $1.path.key }
  }
}

/// A resource of the file.
struct FileResource: Sendable {
  let path: ResourcePath
  /// The whole resource.
  let body: JSONValue

  /// Reads a resource; nil if its `id` is not that of a resource that the file can have.
  init?(_ body: JSONValue) {
    let parts = (body[text: "id"] ?? "").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, parts[0].isEmpty, case .resources(let path)? = Route(Array(parts.dropFirst())),
      path.name != nil
    else {
      return nil
    }
    self.path = path
    self.body = body
  }
}
