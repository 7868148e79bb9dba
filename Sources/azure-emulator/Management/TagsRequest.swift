/// The tags of a zone or link in a request.
struct TagsRequest: Decodable, Sendable {
  private let given: [String: String]

  init(from decoder: any Decoder) throws { given = try [String: String](from: decoder) }

  /// Rejects tags that are too many or too long.
  ///
  /// - Throws: ``ManagementError`` if there are more than 15, or one is too long.
  func check() throws(ManagementError) {
    guard given.count <= 15, given.allSatisfy({ $0.key.utf16.count <= 512 && $0.value.utf16.count <= 256 }) else {
      throw .resourceManager(
        400, "BadRequest",
        "The resource tags are invalid. A maximum of 15 tags are allowed with keys no longer than 512 and values no "
          + "longer than 256 characters.")
    }
  }

  /// The tags that Azure keeps: it silently drops those with a character in their name that private DNS does not support
  /// ([documented here](https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations)).
  var kept: [String: String] { given.filter { Self.isSupported($0.key) } }

  /// Whether a name has only letters, digits, `-`, `_` and `.`, and does not start with a digit.
  private static func isSupported(_ name: String) -> Bool {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = name.utf8.first, !digits.contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case digits, UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
      default: "-_.".utf8.contains(byte)
      }
    }
  }
}
