/// One page of a list.
///
/// Source of all shapes here: `Microsoft.Network/stable/2024-06-01/privatedns.json` in
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WirePage<Item: Decodable & Sendable>: Decodable, Sendable {
  /// The items.
  var value: [Item]
  /// The address of the next page, where there is one.
  var nextLink: String?
}

/// What the status of a long-running operation says.
struct WireOperation: Decodable, Sendable {
  /// How far it is.
  var status: String?
  /// Why it failed.
  var error: WireError.Detail?
}

/// Only how far Azure is with a resource.
struct WireProvisioning: Decodable, Sendable {
  /// The one property of interest.
  struct Properties: Decodable, Sendable {
    /// How far it is.
    var provisioningState: String?
  }

  /// What it says.
  var properties: Properties?
}

/// An error in either of its two shapes: wrapped in `error` by Resource Manager, bare by private DNS itself.
struct WireError: Decodable, Sendable {
  /// Code and message.
  struct Detail: Decodable, Hashable, Sendable {
    /// A word for programs.
    var code: String?
    /// A sentence for people.
    var message: String?
  }

  /// Why it failed.
  var error: Detail?
  /// A word for programs.
  var code: String?
  /// A sentence for people.
  var message: String?

  /// Code and message, from wherever they stand.
  var detail: Detail { error ?? Detail(code: code, message: message) }
}
