import DNSModel
import Reconciliation

/// The rules for a zone so that its file can exist and named loads it.
enum ZoneRules {
  /// Checks a zone.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - nameServers: the names of its name servers.
  ///   - catalog: the name of the catalog zone; nil for none.
  /// - Throws: ``BackendError`` with the code `badSettings` for the first rule that the zone violates.
  static func check(_ zone: Zone, nameServers: [DomainName], catalog: DomainName?) throws(BackendError) {
    guard zone.origin != catalog else {
      throw BackendError(
        .badSettings,
        "the catalog zone cannot have the name \(zone.origin), which is the name of a managed zone. Use another name.")
    }
    let longest = ZoneFileName.longestZoneName
    guard zone.origin.text.utf8.count <= longest else {
      throw BackendError(
        .badSettings,
        "'\(zone.origin)' is longer than \(longest) characters, the limit for a zone file's name. Use the layout parent or "
          + "responsePolicy.")
    }
    for server in nameServers where server.isAtOrBelow(zone.origin) {
      // named rejects a zone with an in-domain name server that has no address record.
      guard !zone.isPolicy, zone.recordSets.contains(where: { $0.name == server }) else {
        throw BackendError(
          .badSettings,
          "the name server \(server) is in the zone \(zone.origin), which has no A record for it, so named would reject the "
            + "zone. Use a name server outside the zone.")
      }
    }
    guard zone.isPolicy else { return }
    let limit = 253 - zone.origin.text.utf8.count - 1
    if let set = zone.recordSets.first(where: { $0.name.text.utf8.count > limit }) {
      throw BackendError(
        .badSettings,
        "'\(set.name)' is longer than \(limit) characters, the limit in the response policy zone \(zone.origin). Use the "
          + "layout perHostname.")
    }
  }
}
