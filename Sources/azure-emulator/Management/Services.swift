extension Store {
  /// Lists the API Management instances of a subscription or resource group, or returns one of them.
  func services(
    _ subscription: String, _ resourceGroup: String?, _ name: String?, _ request: ManagementRequest
  ) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let services = services.filter { service in
      service.id.subscription.lowercased() == subscription.lowercased()
        && (resourceGroup == nil || service.id.resourceGroup.lowercased() == resourceGroup?.lowercased())
    }
    guard let name else { return try request.page(services, key: \.id.key, item: \.body) }
    guard let service = services.first(where: { $0.id.name.lowercased() == name.lowercased() }) else {
      throw .resourceManager(
        404, "ResourceNotFound",
        "The Resource 'Microsoft.ApiManagement/service/\(name)' under resource group '\(resourceGroup ?? "")' was not "
          + "found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")
    }
    return .json(200, service.body, etag: service.body[text: "etag"].map { "\"\($0)\"" })
  }
}
