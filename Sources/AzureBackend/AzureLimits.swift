import DNSModel
import Reconciliation

/// The limits of Azure Private DNS, which are checked before anything is written.
enum AzureLimits {
  /// The most addresses in a record set: see "Azure Private DNS limits" in
  /// [Azure subscription and service limits](https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits).
  static let addresses = 20
  /// The most zones in a subscription, from the same document.
  static let zones = 1000
  /// The most record sets in a zone, from the same document.
  static let recordSets = 25_000

  /// The most characters in a zone name, and the allowed number of labels: see "Microsoft.Network" in
  /// [Naming rules](https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork).
  static let zoneCharacters = 63
  static let zoneLabels = 2...34

  /// Zone names that Azure reserves: see "Restrictions" in
  /// [What is a private Azure DNS zone](https://learn.microsoft.com/azure/dns/private-dns-privatednszone#restrictions).
  static let reservedZones: Set<String> = [
    "azclient.ms", "azure.com", "cloudapp.net", "core.windows.net", "microsoft.com", "msidentity.com",
    "trafficmanager.net", "windows.net",
    "azclient.us", "azure.us", "usgovcloudapp.net", "core.usgovcloudapi.net", "microsoft.us", "msidentity.us",
    "usgovtrafficmanager.net", "usgovcloudapi.net",
    "azclient.cn", "azure.cn", "chinacloudapp.cn", "core.chinacloudapi.cn", "microsoft.cn", "msidentity.cn",
    "trafficmanager.cn", "chinacloudapi.cn",
  ]

  /// The conflicts of new zones whose names Azure reserves.
  ///
  /// - Parameters:
  ///   - newZones: the names.
  ///   - root: the path prefix of the provider's resources, for messages.
  /// - Returns: one for each reserved name.
  static func reservedNames(of newZones: Set<DomainName>, root: String) -> [Conflict] {
    newZones.filter { reservedZones.contains($0.text) }.sorted().map { origin in
      Conflict(
        name: origin.text, zone: origin, place: root + ZonePath(origin).zone,
        reason: "Azure reserves the zone name '\(origin)'. Remove the name from the inventory.", yieldsToForce: false)
    }
  }

  /// Checks zones against the limits.
  ///
  /// - Parameter zones: the desired zones.
  /// - Returns: a warning for each value that Azure may reject.
  /// - Throws: ``BackendError`` for the first value that Azure always rejects.
  static func check(_ zones: [Zone]) throws(BackendError) -> [String] {
    var warnings: [String] = []
    if zones.count > Self.zones {
      warnings.append(
        "the inventory needs \(zones.count) zones; Azure allows \(Self.zones) private DNS zones in a subscription")
    }
    for zone in zones {
      let labels = zone.origin.text.utf8.count { $0 == UInt8(ascii: ".") } + 1
      guard zoneLabels.contains(labels) else {
        throw BackendError(
          .badSettings,
          "zone name '\(zone.origin)' has \(labels == 1 ? "1 label" : "\(labels) labels"); Azure allows "
            + "\(zoneLabels.lowerBound)-\(zoneLabels.upperBound). Remove the name from the inventory.")
      }
      guard zone.recordSets.count <= recordSets else {
        throw BackendError(
          .badSettings,
          "zone '\(zone.origin)' would have \(zone.recordSets.count) record sets; Azure allows \(recordSets) in a "
            + "zone. Use the layout perHostname, or another zone in zone: or zones: in the inventory.")
      }
      for set in zone.recordSets where set.addresses.count > addresses {
        throw BackendError(
          .badSettings,
          "'\(set.name)' has \(set.addresses.count) addresses; Azure allows \(addresses) in a record set. Remove some "
            + "of them.")
      }
      if zone.origin.text.utf8.count > zoneCharacters {
        warnings.append(
          "zone name '\(zone.origin)' has \(zone.origin.text.utf8.count) characters; Azure documents a limit of "
            + "\(zoneCharacters) and may reject it")
      }
    }
    return warnings
  }
}
