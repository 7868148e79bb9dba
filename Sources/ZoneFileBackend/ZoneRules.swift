import DNSModel
import Reconciliation

/// What must hold of a zone so that there can be a file for it and named loads the file.
enum ZoneRules {
  /// Checks one zone.
  ///
  /// - Parameters:
  ///   - zone: the zone.
  ///   - nameServers: the names of its name servers.
  ///   - catalog: the name of the catalog zone.
  /// - Throws: ``BackendError`` with the code `badSettings` for the first rule that the zone breaks.
  static func check(_ zone: Zone, nameServers: [DomainName], catalog: DomainName?) throws(BackendError) {
    guard zone.origin != catalog else {
      throw BackendError(
        .badSettings,
        "the catalog zone cannot be called \(zone.origin), which is a zone of its own: give it another name")
    }
    let longest = ZoneFileName.longestZoneName
    guard zone.origin.text.utf8.count <= longest else {
      throw BackendError(
        .badSettings,
        "the zone '\(zone.origin)' cannot have a file: its name is longer than \(longest) characters; use the layout "
          + "parent or responsePolicy")
    }
    for server in nameServers where server.isAtOrBelow(zone.origin) {
      // named refuses a zone whose name server lies in it and has no address there.
      guard !zone.origin.isPolicyZone, zone.recordSets.contains(where: { $0.name == server }) else {
        throw BackendError(
          .badSettings,
          "the name server \(server) lies in the zone \(zone.origin), which has no address for it, so named would refuse "
            + "the zone: give a name server outside of it")
      }
    }
    guard zone.origin.isPolicyZone else { return }
    let room = 253 - zone.origin.text.utf8.count - 1
    if let set = zone.recordSets.first(where: { $0.name.text.utf8.count > room }) {
      throw BackendError(
        .badSettings,
        "'\(set.name)' is longer than the \(room) characters that the response policy zone \(zone.origin) has room for: "
          + "use the layout perHostname")
    }
  }
}
