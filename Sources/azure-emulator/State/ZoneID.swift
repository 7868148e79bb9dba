/// Which zone: its subscription, resource group and name, compared without regard to case.
struct ZoneID: Sendable {
  /// The subscription, as the request or the stored zone writes it.
  let subscription: String
  /// The resource group, as the request or the stored zone writes it.
  let resourceGroup: String
  /// The zone's name, as the request or the stored zone writes it.
  let name: String

  /// What two identities of the same zone have in common.
  var key: String { "\(subscription)/\(resourceGroup)/\(name)".lowercased() }

  /// The identity in Resource Manager's form.
  var path: String {
    "/subscriptions/\(subscription)/resourceGroups/\(resourceGroup)/providers/\(type)/\(name)"
  }

  /// The type that the name belongs to, for messages.
  var type: String { "Microsoft.Network/privateDnsZones" }
}
