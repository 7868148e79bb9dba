/// A type of resource in the file of services (`--services FILE`).
enum FileResourceType: CaseIterable, Sendable {
  /// An API Management instance.
  case service
  /// A workspace gateway.
  case gateways
  /// The connection of a workspace gateway to a workspace.
  case configConnections
  case privateEndpoints
  case networkInterfaces

  /// The resource provider.
  var provider: ResourceProvider {
    switch self {
    case .service, .gateways, .configConnections: .apiManagement
    case .privateEndpoints, .networkInterfaces: .virtualNetworks
    }
  }

  /// The type as resource IDs write it.
  var fullName: String {
    switch self {
    case .service: "Microsoft.ApiManagement/service"
    case .gateways: "Microsoft.ApiManagement/gateways"
    case .configConnections: "Microsoft.ApiManagement/gateways/configConnections"
    case .privateEndpoints: "Microsoft.Network/privateEndpoints"
    case .networkInterfaces: "Microsoft.Network/networkInterfaces"
    }
  }

  /// The last part of the type.
  var name: String { String(fullName.split(separator: "/").last ?? "") }

  /// Finds a type by its last part, case-insensitively.
  init?(_ name: String) {
    guard let type = Self.allCases.first(where: { $0.name.lowercased() == name.lowercased() }) else { return nil }
    self = type
  }
}

/// The path of one resource of a type, or of all in a subscription, a resource group or another resource.
struct ResourcePath: Sendable {
  let type: FileResourceType
  let subscription: String
  let resourceGroup: String?
  /// The resource that it belongs to; nil for resources directly in a resource group.
  let parent: String?
  /// The name of the resource; nil for all.
  let name: String?

  /// Parses a path after `providers`; nil if it is not that of a resource in the file.
  ///
  /// - Parameters:
  ///   - segments: the namespace of the provider and what follows it.
  ///   - subscription: the subscription.
  ///   - resourceGroup: the resource group; nil if the path has none.
  init?(_ segments: [String], in subscription: String, _ resourceGroup: String?) {
    let words = segments.map { $0.lowercased() }
    let types = ([words.first ?? ""] + stride(from: 1, to: words.count, by: 2).map { words[$0] }).joined(separator: "/")
    guard let type = FileResourceType.allCases.first(where: { $0.fullName.lowercased() == types }) else { return nil }
    let isList = segments.count.isMultiple(of: 2)
    let isChild = segments.count > 3
    // A single resource, and what belongs to it, has a path only within its resource group.
    guard resourceGroup != nil || isList && !isChild else { return nil }
    self.type = type
    self.subscription = subscription
    self.resourceGroup = resourceGroup
    parent = isChild ? segments[2] : nil
    name = isList ? nil : segments.last
  }

  /// Whether it is, or contains, the resource at another path.
  func includes(_ other: ResourcePath) -> Bool {
    func isSame(_ own: String?, _ value: String?) -> Bool { own == nil || own?.lowercased() == value?.lowercased() }
    return type == other.type && isSame(subscription, other.subscription)
      && isSame(resourceGroup, other.resourceGroup) && isSame(parent, other.parent) && isSame(name, other.name)
  }

  /// The same for all spellings of a path.
  var key: String {
    [subscription, resourceGroup ?? "", parent ?? "", name ?? "", type.fullName].joined(separator: "/").lowercased()
  }
}

extension Store {
  /// Lists the resources of a path, or returns one of them.
  func resources(_ path: ResourcePath, _ request: ManagementRequest) throws(ManagementError) -> HTTPResponse {
    guard request.method == "GET" else { throw .method(request.method) }
    let found = services.filter { path.includes($0.path) }
    guard let name = path.name else { return try request.page(found, key: \.path.key, item: \.body) }
    guard let resource = found.first else {
      let parts = path.parent.map { [$0, name] } ?? [name]
      let type = path.type.fullName.split(separator: "/")
      let place = zip(type.dropFirst(), parts).map { "\($0)/\($1)" }.joined(separator: "/")
      throw .resourceManager(
        404, "ResourceNotFound",
        "The Resource '\(type[0])/\(place)' under resource group '\(path.resourceGroup ?? "")' was not "
          + "found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")
    }
    return .json(200, resource.body, etag: resource.body[text: "etag"].map { "\"\($0)\"" })
  }
}
