import Foundation
import Synchronization

/// How close to what a throttled Azure lets through our program comes, and how often it is refused on the way.
///
/// Almost all of a run is waiting, so several run beside each other, each with an emulator of its own.
enum AzureThrottle {
  private static let runs = 5
  private static let sets = 1000
  private static let burst = 200
  private static let perSecond = 10
  /// What no client can do better, in seconds.
  private static let bound = Double(sets - burst) / Double(perSecond)

  /// Measures everything, and gives a table.
  static func table(_ place: Workplace) throws -> String {
    let inventory = try Azure.inventory(sets / 2, place)
    let outcomes = Mutex<[Result<(ratio: Double, log: RequestLog), any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: runs) { number in
      let outcome = Result { try run(inventory, place, number) }
      outcomes.withLock { $0.append(outcome) }
    }
    let results = try outcomes.withLock { try $0.map { try $0.get() } }
    let shares = results.map(\.log.refusedShare)
    let ratio = median(results.map(\.ratio))
    var table = ResultTable([
      "\(sets) creates, \(burst) at once, then \(perSecond) a second", "median", "worst", "target", "met",
    ])
    table.add([
      "time beside the bound of \(Int(bound)) s", String(format: "%.3f times", ratio),
      String(format: "%.3f times", results.map(\.ratio).max() ?? .nan), "at most 1.05 times",
      ratio <= 1.05 ? "yes" : "NO",
    ])
    table.add([
      "requests answered 429", String(format: "%.2f %%", 100 * median(shares)),
      String(format: "%.2f %%", 100 * (shares.max() ?? .nan)), "under 1 %", median(shares) < 0.01 ? "yes" : "NO",
    ])
    return table.text
  }

  /// One run, with an emulator of its own.
  private static func run(_ inventory: String, _ place: Workplace, _ number: Int) throws -> (
    ratio: Double, log: RequestLog
  ) {
    let emulator = Emulator(port: Azure.emulator.port + 1 + number)
    defer { emulator.stop() }
    let log = place.path("azure-throttle-\(number).log")
    try emulator.restart(["--throttle", "\(burst),\(perSecond)"], Azure.zone(0), place, log: log)
    let measurement = try Measurement(running: Azure.ours("apply", inventory, place, at: emulator))
    return (measurement.seconds / bound, try RequestLog(log))
  }
}
