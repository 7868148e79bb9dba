/// A block of IPv4 addresses in CIDR notation.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  private let network: UInt32
  private let prefixLength: UInt32
  /// The purpose of the block, in the words of its source.
  package let purpose: String

  private init(_ network: UInt32, _ prefixLength: UInt32, _ purpose: String) {
    self.network = network
    self.prefixLength = prefixLength
    self.purpose = purpose
  }

  /// The CIDR notation, such as `10.0.0.0/8`.
  package var description: String { "\(IPv4Address(number: network))/\(prefixLength)" }

  /// Whether an address is in the block.
  package func contains(_ address: IPv4Address) -> Bool {
    (address.number ^ network) >> (32 - prefixLength) == 0
  }

  /// Ranges that a virtual network cannot use, and so no virtual IP address either.
  ///
  /// Source: [Azure Virtual Network FAQ](https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq) and
  /// [RFC 6890 §2.2.2](https://www.rfc-editor.org/rfc/rfc6890#section-2.2.2).
  package static let unusable = [
    AddressRange(0x0000_0000, 8, "'this network'"),
    AddressRange(0x7F00_0000, 8, "loopback"),
    AddressRange(0xA9FE_0000, 16, "link-local"),
    AddressRange(0xA83F_8110, 32, "Azure's own platform address"),
    AddressRange(0xE000_0000, 4, "multicast"),
    AddressRange(0xF000_0000, 4, "reserved"),
  ]

  /// Ranges for private networks: [RFC 1918 §3](https://www.rfc-editor.org/rfc/rfc1918#section-3) and
  /// [RFC 6598 §7](https://www.rfc-editor.org/rfc/rfc6598#section-7).
  package static let privateUse = [
    AddressRange(0x0A00_0000, 8, "private use"),
    AddressRange(0xAC10_0000, 12, "private use"),
    AddressRange(0xC0A8_0000, 16, "private use"),
    AddressRange(0x6440_0000, 10, "shared address space"),
  ]
}

extension IPv4Address {
  /// The range of ``AddressRange/unusable`` that contains the address; nil if none does.
  package var unusableRange: AddressRange? { AddressRange.unusable.first { $0.contains(self) } }

  /// Whether the address is in a range for private networks.
  package var isPrivate: Bool { AddressRange.privateUse.contains { $0.contains(self) } }
}
