import Foundation

/// What Azure costs as it grows: the time and memory of our side, and how many requests it sends.
enum AzureScale {
  /// One run of our program.
  private struct Row {
    let name: String
    let arguments: [String]
    let state: String
    let command: String
    let inventory: String
    /// The most requests beside the one for a token; nothing where nothing is asked.
    let mostRequests: Int?
    var layout = "parent --force"
  }

  /// Measures everything, and gives a table.
  static func table(_ place: Workplace) throws -> String {
    var table = ResultTable(["what", "time", "memory", "requests", "at most"])
    for row in try rows(place) {
      let log = place.path("azure-log")
      try Azure.emulator.restart(row.arguments, row.state, place, log: log)
      let measurement = try Measurement(
        running: Azure.ours(row.command, row.inventory, place, layout: row.layout))
      let requests = try RequestLog(log).count
      table.add([
        row.name, String(format: "%.2f s", measurement.seconds), "\(Int(measurement.peakMemory)) MiB", "\(requests)",
        row.mostRequests.map { "\($0)\(requests <= $0 ? "" : " NO")" } ?? "-",
      ])
    }
    return table.text
  }

  private static func rows(_ place: Workplace) throws -> [Row] {
    var rows: [Row] = []
    let pages = ["--page-size", "1000"]
    for instances in [500, 2500, 12_000] {
      let sets = instances * 2
      let inventory = try Azure.inventory(instances, place)
      rows.append(
        Row(
          name: "create \(sets) record sets in a zone", arguments: pages, state: Azure.zone(0), command: "apply",
          inventory: inventory, mostRequests: sets + 3))
      // The zones, its record sets with the SOA, its links.
      rows.append(
        Row(
          name: "plan \(sets) record sets in sync", arguments: pages, state: Azure.zone(instances), command: "plan",
          inventory: inventory, mostRequests: 1 + (sets + 1000) / 1000 + 1))
    }
    for instances in [100, 500] {
      let zones = instances * 2
      let inventory = try Azure.inventory(instances, place)
      // A zone is one write, two polls as the emulator counts, and one write for its record set.
      rows.append(
        Row(
          name: "create \(zones) zones", arguments: pages, state: Azure.noZones, command: "apply", inventory: inventory,
          mostRequests: nil, layout: "perHostname"))
      rows.append(
        Row(
          name: "plan \(zones) zones in sync", arguments: pages, state: Azure.zones(instances), command: "plan",
          inventory: inventory, mostRequests: (zones + 999) / 1000 + 2 * zones, layout: "perHostname"))
    }
    for others in [0, 300, 1200] {
      let zones = 15 * 2
      // The default pages of 100 zones, and two lists of each zone of ours.
      rows.append(
        Row(
          name: "plan \(zones) zones in sync beside \(others) of others", arguments: [],
          state: Azure.zones(15, besides: others), command: "plan", inventory: try Azure.inventory(15, place),
          mostRequests: (zones + others + 99) / 100 + 2 * zones, layout: "perHostname"))
    }
    return rows
  }
}
