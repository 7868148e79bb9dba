public import DNSModel

extension SettingRule {
  /// How many addresses one name can have: Azure's
  /// [limit of records in a record set](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#private-dns).
  public static let mostAddresses = 20

  /// Takes the virtual IP of an instance.
  ///
  /// - Parameters:
  ///   - text: a strict dotted quad.
  ///   - publicAllowed: whether the virtual network is known to use public ranges.
  /// - Returns: the address.
  /// - Throws: ``InvalidSetting`` for what is no address, for one that no virtual network can use, and for one that is not
  ///   private where that was not asked for.
  public static func virtualIP(_ text: String, publicAllowed: Bool) throws(InvalidSetting) -> IPv4Address {
    guard let address = IPv4Address(text) else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no IPv4 address: use four numbers from 0 to 255 without leading zeros, such as "
          + "10.1.0.5")
    }
    if let range = AddressRange.unusable.first(where: { $0.contains(address) }) {
      throw InvalidSetting("\(address) cannot be a VIP: \(range) is \(range.purpose)")
    }
    guard publicAllowed || address.isPrivate else {
      let ranges = AddressRange.privateUse.map(\.description).joined(separator: ", ")
      throw InvalidSetting(
        "\(address) is not a private address (\(ranges)); if the virtual network uses it all the same, say "
          + "publicVip: true for the instance in the inventory")
    }
    return address
  }
}
