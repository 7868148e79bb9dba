import Foundation

// usage: benchmark [WORD ...]
// Runs every comparison whose name has one of the words in it, all without a word, and prints one table;
// "azure-scale" and "azure-throttle" have tables of their own.
// With the word "thorough", what takes minutes is run five times.

let arguments = Array(CommandLine.arguments.dropFirst())
let words = arguments.filter { $0 != "thorough" }
if words.first == "measure", words.count == 3 {
  print(Measurement.report(words[1], words[2]), terminator: "")
  exit(0)
}
do {
  let place = try Workplace(isThorough: arguments.contains("thorough"))
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
  if table.rows.count > 1 { print(table.text) }
  for (name, make) in [("azure-scale", AzureScale.table), ("azure-throttle", AzureThrottle.table)]
  where words.isEmpty || words.contains(where: name.contains) {
    print("\n\(try make(place))")
  }
  for failure in failures { print("not measured: \(failure)") }
  Azure.stop()
  exit(failures.isEmpty ? 0 : 1)
} catch {
  print("benchmark: \(error)")
  exit(1)
}
