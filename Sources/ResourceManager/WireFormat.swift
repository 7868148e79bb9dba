/// A page of a list.
///
/// Source of all types here: `Microsoft.Network/stable/2024-06-01/privatedns.json` in
/// [azure-rest-api-specs](https://github.com/Azure/azure-rest-api-specs).
struct WirePage<Item: Decodable & Sendable>: Decodable, Sendable {
  var value: [Item]
  /// The URL of the next page; nil on the last page.
  var nextLink: String?
}

/// The status of a long-running operation.
struct WireOperation: Decodable, Sendable {
  var status: String?
  var error: WireError.Detail?
}

/// The provisioning state of a resource.
struct WireProvisioning: Decodable, Sendable {
  struct Properties: Decodable, Sendable {
    var provisioningState: String?
  }

  var properties: Properties?
}

/// An error in one of two forms: wrapped in `error` by Resource Manager, or bare by private DNS.
struct WireError: Decodable, Sendable {
  struct Detail: Decodable, Hashable, Sendable {
    var code: String?
    var message: String?
  }

  var error: Detail?
  var code: String?
  var message: String?

  /// Code and message, whichever form they have.
  var detail: Detail { error ?? Detail(code: code, message: message) }
}
