/// Identifies a zone by subscription, resource group and name, case-insensitively.
struct ZoneID: Sendable {
  /// The subscription as written in the request or state file.
  let subscription: String
  /// The resource group as written in the request or state file.
  let resourceGroup: String
  /// The zone name as written in the request or state file.
  let name: String

  /// The same for all spellings of an ID.
  var key: String { "\(subscription)/\(resourceGroup)/\(name)".lowercased() }

  /// The resource ID.
  var path: String {
    "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)/providers/\(type)/\(name)"
  }

  /// The resource type, for messages.
  var type: String { "Microsoft.Network/privateDnsZones" }
}
