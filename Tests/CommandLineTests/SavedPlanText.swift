import Foundation

/// The file of a saved plan as the program writes it, made by the tests.
enum SavedPlanText {
  /// Writes an object.
  static func of(_ plan: [String: Any]) throws -> String {
    let data = try JSONSerialization.data(withJSONObject: plan, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// Sets an option of a plan.
  static func setting(_ option: String, _ values: [String], in text: String) throws -> String {
    var plan = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    var run = plan["run"] as? [String: Any] ?? [:]
    var options = run["options"] as? [String: Any] ?? [:]
    options[option] = values
    run["options"] = options
    plan["run"] = run
    return try of(plan)
  }
}
