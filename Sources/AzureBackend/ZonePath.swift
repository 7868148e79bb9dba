import APIManagement
import DNSModel
import ResourceManager

/// The paths of a zone and its child resources, relative to the provider's root.
struct ZonePath: Hashable, Sendable {
  let zone: String

  init(_ origin: DomainName) { zone = "privateDnsZones/\(origin)" }

  var allRecordSets: String { "\(zone)/ALL" }
  var links: String { "\(zone)/virtualNetworkLinks" }

  /// The path of an A record set.
  ///
  /// `@` and `*` are not encoded.
  func recordSet(_ name: String) -> String { "\(zone)/A/\(percentEncoded(name, keeping: "@*"))" }

  func link(_ name: String) -> String { "\(links)/\(percentEncoded(name))" }

  /// The name of the link to a virtual network: the name of the network and a hash of its resource ID, because two resource groups
  /// may have networks of the same name.
  ///
  /// Azure allows 1-80 letters, digits and `-_.`, starting with a letter or digit: see
  /// [Naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  static func linkName(_ network: ResourceID) -> String {
    let kept = network.name.lowercased().utf8.prefix(60).map { byte -> UInt8 in
      byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") ? UInt8(ascii: "-") : byte
    }
    // FNV-1a, 64 bits: https://www.rfc-editor.org/rfc/rfc9923
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in network.path.lowercased().utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let number = String(hash, radix: 16)
    let padded = String(repeating: "0", count: 16 - number.utf8.count) + number
    let isPlainStart = kept.first.map { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) } ?? false
    return "\(isPlainStart ? "" : "vnet")\(String(decoding: kept, as: UTF8.self))-\(padded)"
  }
}
