/// The path by which Resource Manager knows a resource:
/// `/subscriptions/S/resourceGroups/G/providers/NAMESPACE/TYPE/NAME`.
///
/// Source: "Resource ID" in
/// [Azure Resource Manager template functions](https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resourceid).
/// Two paths that differ only in case name the same resource.
public struct ResourceID: Hashable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String
  /// The subscription's identifier.
  package let subscription: String
  /// The name of the resource group.
  package let resourceGroup: String
  /// Namespace and type, such as `Microsoft.Network/virtualNetworks`.
  package let type: String
  /// The name of the resource.
  package let name: String

  /// Reads a path of a resource that lies in a resource group and in no other resource.
  ///
  /// Gives nothing when the text is no such path. Only letters, digits, and `-_.()` are taken within its parts, so that a
  /// path can stand in an address as it is.
  ///
  /// - Parameter path: the path, beginning with `/subscriptions/`.
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

  /// Whether a text may stand as one part of a path: 1 to 90 letters, digits, and `-_.()`, and not only dots.
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

  /// Whether both paths name the same resource.
  public static func == (left: ResourceID, right: ResourceID) -> Bool {
    left.path.lowercased() == right.path.lowercased()
  }

  /// Hashes what ``==(_:_:)`` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(path.lowercased()) }

  /// The same as ``path``.
  public var description: String { path }
}
