public import APIManagement
import DNSModel

extension SettingRule {
  /// Takes the identifier of a subscription.
  ///
  /// - Parameter text: the identifier as somebody wrote it.
  /// - Returns: the identifier.
  /// - Throws: ``InvalidSetting`` unless it has letters, digits and hyphens only, 1 to 64 of them.
  public static func subscription(_ text: String) throws(InvalidSetting) -> String {
    let isPlain = text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
    guard isPlain, (1...64).contains(text.utf8.count) else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no subscription: use its identifier, such as "
          + "00000000-0000-0000-0000-000000000000; 'az account show' prints it as id")
    }
    return text
  }

  /// Takes the name of a resource group.
  ///
  /// - Parameter text: the name as somebody wrote it.
  /// - Returns: the name.
  /// - Throws: ``InvalidSetting``.
  public static func resourceGroup(_ text: String) throws(InvalidSetting) -> String {
    if ResourceID.isPlain(text) { return text }
    throw InvalidSetting(
      "\(PrintableText.quoted(text)) is no resource group: use 1 to 90 letters, digits, '-', '_', '.', '(' and ')'")
  }

  /// Takes the path of a virtual network.
  ///
  /// - Parameter text: the path as somebody wrote it.
  /// - Returns: the path.
  /// - Throws: ``InvalidSetting`` where it is no path of a resource, or that of another kind of resource.
  public static func virtualNetwork(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.Network/virtualNetworks", called: "virtual network")
  }

  /// Takes the path of an API Management instance.
  ///
  /// - Parameter text: the path as somebody wrote it.
  /// - Returns: the path.
  /// - Throws: ``InvalidSetting`` where it is no path of a resource, or that of another kind of resource.
  public static func service(_ text: String) throws(InvalidSetting) -> ResourceID {
    try resource(text, of: "Microsoft.ApiManagement/service", called: "API Management instance")
  }

  /// Takes the path of a resource of one type.
  private static func resource(
    _ text: String, of type: String, called noun: String
  ) throws(InvalidSetting) -> ResourceID {
    guard let resource = ResourceID(text), resource.type.lowercased() == type.lowercased() else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no \(noun): use its resource ID, such as /subscriptions/SUBSCRIPTION"
          + "/resourceGroups/GROUP/providers/\(type)/NAME")
    }
    return resource
  }

  /// Takes the address of a Resource Manager.
  ///
  /// - Parameter text: the address as somebody wrote it.
  /// - Returns: the address.
  /// - Throws: ``InvalidSetting`` unless it begins with `https://`, or with `http://` and a host on this machine, and has
  ///   nothing but host, port and path behind it.
  public static func endpoint(_ text: String) throws(InvalidSetting) -> String {
    let refused = InvalidSetting(
      "\(PrintableText.quoted(text)) is no address of a Resource Manager: use https://HOST[:PORT], or http:// on "
        + "this machine only")
    let isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://") else { throw refused }
    let rest = text.utf8.dropFirst(isSecure ? 8 : 7)
    guard rest.allSatisfy({ $0.isLetterOrDigit || "-._~:[]/%".utf8.contains($0) }) else { throw refused }
    let authority = String(Substring(rest.prefix { $0 != UInt8(ascii: "/") }))
    guard let host = host(of: authority), isSecure || isLoopback(host) else {
      throw refused
    }
    return text
  }

  /// Whether a host is this machine.
  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "[::1]" || IPv4Address(host).map { $0.number >> 24 == 127 } ?? false
  }

  /// The host of `HOST[:PORT]` in lower case; nothing where a part is wrong.
  private static func host(of authority: String) -> String? {
    var host = authority.utf8[...]
    if let colon = host.lastIndex(of: UInt8(ascii: ":")), !host[colon...].contains(UInt8(ascii: "]")) {
      let port = host[host.index(after: colon)...]
      guard port.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt16(Substring(port)), number > 0 else {
        return nil
      }
      host = host[..<colon]
    }
    let isBracketed = host.first == UInt8(ascii: "[") && host.last == UInt8(ascii: "]") && host.count > 2
    guard isBracketed || (!host.isEmpty && !host.contains(where: { "[]:%".utf8.contains($0) })) else { return nil }
    return Substring(host).lowercased()
  }
}
