/// Why the hostnames of an instance cannot be derived.
package struct DerivationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of the error.
  package enum Code: Hashable, Sendable {
    /// The instance name is so long that Azure abbreviates the region in regional names.
    case regionAbbreviated
    /// The derived text is not a valid domain name.
    case badName
  }

  /// The kind of the error.
  package let code: Code
  private let text: String

  init(code: Code, text: String) {
    self.code = code
    self.text = text
  }

  /// What is wrong, and how to fix it.
  package var description: String {
    switch code {
    case .regionAbbreviated:
      "cannot derive the regional hostnames of '\(text)': Azure abbreviates the region if the instance name has more than "
        + "\(Instance.maxNameLengthWithRegion) characters. Run 'apim-dns discover' to read the hostnames from Azure, and set "
        + "names: { regionalGateway: [...] } for the instance."
    case .badName: text
    }
  }
}
