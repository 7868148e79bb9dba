import Foundation

// usage: benchmark [WORD ...]
// or:    benchmark zone-file-part PART ...
// Runs every comparison whose name has one of the words in it, all without a word, and prints one table.

let words = Array(CommandLine.arguments.dropFirst())
if words.first == "zone-file-part" {
  try await ZoneFileParts.run(Array(words.dropFirst()))
  exit(0)
}
do {
  let place = try Workplace()
  let groups = [
    Startup.comparisons, InventoryScale.comparisons, Hosts.comparisons, Zones.comparisons, Azure.comparisons,
  ]
  var table = ResultTable()
  var failures: [String] = []
  for group in groups {
    for comparison in try group(place)
    where words.isEmpty || words.contains(where: { comparison.name.contains($0) }) {
      do {
        table.add(try comparison.run())
      } catch {
        failures.append("\(comparison.name): \(error)")
      }
    }
  }
  print(table.text)
  for failure in failures { print("not measured: \(failure)") }
  Azure.stop()
  exit(failures.isEmpty ? 0 : 1)
} catch {
  print("benchmark: \(error)")
  exit(1)
}
