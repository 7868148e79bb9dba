/// The ID of an Azure resource:
/// `/subscriptions/S/resourceGroups/G/providers/NAMESPACE/TYPE/NAME`.
///
/// Source: "Resource ID" in
/// [Azure Resource Manager template functions](https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid).
/// IDs are compared without regard to case.
public struct ResourceID: Hashable, Sendable, CustomStringConvertible {
  /// The ID as it was written.
  public let path: String
  /// The subscription ID.
  package let subscription: String
  /// The name of the resource group.
  package let resourceGroup: String
  /// The namespace and type, such as `Microsoft.Network/virtualNetworks`.
  package let type: String
  /// The name of the resource.
  package let name: String

  /// Parses the ID of a resource directly in a resource group; nil if the text is not such an ID.
  ///
  /// Its parts may only contain letters, digits, and `-_.()`, so that the ID needs no escaping in a URL.
  ///
  /// - Parameter path: the ID, beginning with `/subscriptions/`.
  public init?(_ path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 9, parts[0].isEmpty else { return nil }
    guard parts.dropFirst().allSatisfy(Self.isPlain) else { return nil }
    let keywords = [parts[1], parts[3], parts[5]].map { $0.lowercased() }
    guard keywords == ["subscriptions", "resourcegroups", "providers"] else { return nil }
    self.path = path
    subscription = parts[2]
    resourceGroup = parts[4]
    type = "\(parts[6])/\(parts[7])"
    name = parts[8]
  }

  /// Whether a text can be one part of an ID: 1-90 letters, digits, and `-_.()`, and not only dots.
  package static func isPlain(_ text: String) -> Bool {
    guard (1...90).contains(text.utf8.count) else { return false }
    guard text.utf8.contains(where: { $0 != UInt8(ascii: ".") }) else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "("), UInt8(ascii: ")"):
        true
      default: false
      }
    }
  }

  /// Whether both IDs name the same resource.
  public static func == (left: ResourceID, right: ResourceID) -> Bool {
    left.path.lowercased() == right.path.lowercased()
  }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(path.lowercased()) }

  /// The same as ``path``.
  public var description: String { path }
}
