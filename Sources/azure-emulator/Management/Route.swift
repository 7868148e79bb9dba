/// What a path names.
enum Route: Sendable {
  /// The endpoint of a tenant that gives tokens.
  case token(tenant: String)
  /// What gives tokens to virtual machines, else to apps of App Service.
  case managedIdentity(isVirtualMachine: Bool)
  /// The zones of a subscription, or of one resource group in it.
  case zones(subscription: String, resourceGroup: String?)
  /// A zone.
  case zone(ZoneID)
  /// The links of a zone.
  case links(ZoneID)
  /// A link.
  case link(ZoneID, name: String)
  /// The record sets of a zone, or those of one type in it.
  case recordSets(ZoneID, type: RecordType?)
  /// A record set.
  case recordSet(ZoneID, RecordSetKey)
  /// The API Management instances of a subscription or of one resource group in it, or one of them.
  case services(subscription: String, resourceGroup: String?, name: String?)
  /// The status of an operation.
  case operationStatus(id: String)
  /// The result of an operation.
  case operationResult(id: String)

  /// Finds what a path names; the words that Azure gave it are read without regard to case.
  ///
  /// Gives nothing when it names nothing that this emulator has.
  ///
  /// - Parameter segments: the parts of the path between slashes.
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
    guard words.count >= 5, words[0] == "subscriptions" else { return nil }
    let inGroup = words[2] == "resourcegroups"
    let start = inGroup ? 4 : 2
    guard words.count >= start + 3, words[start] == "providers" else { return nil }
    let group = inGroup ? segments[3] : nil
    let provider = words[start + 1]
    if provider == "microsoft.apimanagement", words[start + 2] == "service" {
      // A single one is known within its resource group only.
      guard words.count == start + 3 || (words.count == start + 4 && inGroup) else { return nil }
      let name = words.count == start + 4 ? segments[start + 3] : nil
      self = .services(subscription: segments[1], resourceGroup: group, name: name)
      return
    }
    guard provider == "microsoft.network" else { return nil }
    self.init(
      kind: words[start + 2], rest: Array(segments[(start + 3)...]), subscription: segments[1], resourceGroup: group)
  }

  /// Finds what the path names after `Microsoft.Network`.
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

  /// Finds what the path names in a zone.
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
