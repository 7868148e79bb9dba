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
    /// What else there is to say about the error.
    var additionalInfo: AdditionalInfo?
  }

  /// The policies that forbid a request, in the list of
  /// [ErrorAdditionalInfo](https://github.com/Azure/azure-rest-api-specs/blob/main/specification/common-types/resource-management/v5/types.json).
  ///
  /// Everything else is ignored, so that the error itself is always decoded.
  struct AdditionalInfo: Decodable, Hashable, Sendable {
    let policies: [Policy]

    struct Policy: Decodable, Hashable, Sendable {
      var policyDefinitionDisplayName: String?
      var policyDefinitionName: String?
      var policyAssignmentDisplayName: String?
      var policyAssignmentName: String?
    }

    init(from decoder: any Decoder) {
      policies = ((try? [Item](from: decoder)) ?? []).compactMap(\.policy)
    }

    /// One item; nil if it is not about a policy.
    private struct Item: Decodable {
      let policy: Policy?

      private enum CodingKeys: CodingKey {
        case type, info
      }

      init(from decoder: any Decoder) {
        let fields = try? decoder.container(keyedBy: CodingKeys.self)
        let isPolicy = (try? fields?.decode(String.self, forKey: .type)) == "PolicyViolation"
        policy = isPolicy ? try? fields?.decode(Policy.self, forKey: .info) : nil
      }
    }
  }

  var error: Detail?
  var code: String?
  var message: String?

  /// Code and message, whichever form they have.
  var detail: Detail { error ?? Detail(code: code, message: message) }
}
