/// The resource of a path.
enum Route: Sendable {
  /// The token endpoint of a tenant.
  case token(tenant: String)
  /// The token endpoint of virtual machines, or of App Service.
  case managedIdentity(isVirtualMachine: Bool)
  /// What clients read before they sign in.
  case discovery(DiscoveryDocument)
  case tenants
  /// All subscriptions, or one of them.
  case subscriptions(id: String?)
  /// The resource groups of a subscription, or one of them.
  case resourceGroups(subscription: String, name: String?)
  /// The zones of a subscription or a resource group.
  case zones(subscription: String, resourceGroup: String?)
  case zone(ZoneID)
  /// The links of a zone.
  case links(ZoneID)
  case link(ZoneID, name: String)
  /// The record sets of a zone, all or those of one type.
  case recordSets(ZoneID, type: RecordType?)
  case recordSet(ZoneID, RecordSetKey)
  /// The resources of the file of services: those of one type, or one of them.
  case resources(ResourcePath)
  case operationStatus(id: String)
  case operationResult(id: String)

  /// Finds the resource of a path; Azure's keywords are case-insensitive.
  ///
  /// Nil if this emulator has no such resource.
  ///
  /// - Parameter segments: the segments of the path.
  init?(_ segments: [String]) {
    guard !segments.contains("") else { return nil }
    let words = segments.map { $0.lowercased() }
    if words.count == 4, words[1...] == ["oauth2", "v2.0", "token"] {
      self = .token(tenant: segments[0])
      return
    }
    if words == ["metadata", "identity", "oauth2", "token"] || words == ["msi", "token"] {
      self = .managedIdentity(isVirtualMachine: words.count == 4)
      return
    }
    if let document = DiscoveryDocument(segments) {
      self = .discovery(document)
      return
    }
    if words == ["tenants"] {
      self = .tenants
      return
    }
    guard words[0] == "subscriptions" else { return nil }
    if words.count <= 2 {
      self = .subscriptions(id: words.count == 2 ? segments[1] : nil)
      return
    }
    if words.count <= 4, words[2] == "resourcegroups" {
      self = .resourceGroups(subscription: segments[1], name: words.count == 4 ? segments[3] : nil)
      return
    }
    guard words.count >= 5 else { return nil }
    let inGroup = words[2] == "resourcegroups"
    let start = inGroup ? 4 : 2
    guard words.count >= start + 3, words[start] == "providers" else { return nil }
    let group = inGroup ? segments[3] : nil
    let provider = words[start + 1]
    if let path = ResourcePath(Array(segments[(start + 1)...]), in: segments[1], group) {
      self = .resources(path)
      return
    }
    guard provider == "microsoft.network" else { return nil }
    self.init(
      kind: words[start + 2], rest: Array(segments[(start + 3)...]), subscription: segments[1], resourceGroup: group)
  }

  /// Parses the path after `Microsoft.Network`.
  private init?(kind: String, rest: [String], subscription: String, resourceGroup: String?) {
    switch (kind, rest.count, resourceGroup) {
    case ("privatednszones", 0, _): self = .zones(subscription: subscription, resourceGroup: resourceGroup)
    case ("privatednszones", _, let group?):
      self.init(
        zone: ZoneID(subscription: subscription, resourceGroup: group, name: rest[0]), Array(rest.dropFirst()))
    case ("privatednsoperationstatuses", 1, _?): self = .operationStatus(id: rest[0])
    case ("privatednsoperationresults", 1, _?): self = .operationResult(id: rest[0])
    default: return nil
    }
  }

  /// Parses the path within a zone.
  private init?(zone: ZoneID, _ rest: [String]) {
    switch (rest.first?.lowercased(), rest.count) {
    case (nil, _): self = .zone(zone)
    case ("virtualnetworklinks", 1): self = .links(zone)
    case ("virtualnetworklinks", 2): self = .link(zone, name: rest[1])
    case ("all", 1): self = .recordSets(zone, type: nil)
    case (let text?, 1...2):
      guard let type = RecordType(ignoringCase: text) else { return nil }
      self = rest.count == 1 ? .recordSets(zone, type: type) : .recordSet(zone, RecordSetKey(type: type, name: rest[1]))
    default: return nil
    }
  }
}
