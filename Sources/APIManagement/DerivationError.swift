/// Why the hostnames of an instance cannot be derived.
package struct DerivationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  package enum Code: Hashable, Sendable {
    /// The instance's name is so long that Azure abbreviates the region in regional names.
    case regionAbbreviated
    /// The derived text is no domain name.
    case badName
  }

  /// What stands in the way.
  package let code: Code
  private let text: String

  init(code: Code, text: String) {
    self.code = code
    self.text = text
  }

  /// One sentence without a full stop.
  package var description: String {
    switch code {
    case .regionAbbreviated:
      "the regional names of '\(text)' cannot be derived: Azure abbreviates the region where the instance name is "
        + "longer than \(Instance.longestNameWithRegion) characters; read gatewayRegionalUrl of the instance in "
        + "Azure, as 'apim-dns discover' does, and give the names under names: { regionalGateway: [...] }"
    case .badName: text
    }
  }
}
