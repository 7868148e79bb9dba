import Foundation
import TestSupport
import Testing

@testable import Inventory

@Suite("The JSON Schema for editors")
struct SchemaTests {
  private static let schema = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "zones/inventory.schema.json").path

  /// Says of each line of standard input whether the schema takes it.
  private static let script = """
    import json, sys
    import jsonschema
    schema = json.load(open(sys.argv[1], encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for line in sys.stdin.buffer:
        print("right" if validator.is_valid(json.loads(line)) else "wrong")
    """

  /// Whether Python has the package, or must have it.
  private static func canValidate() async throws -> Bool {
    guard let python = Program(named: "python3") else { return Program.areRequiredOrInstalled(["python3"]) }
    if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
    return try await python.run(["-c", "import jsonschema"]).status == 0
  }

  @Test(
    "The schema accepts the fixtures that the reader accepts", .enabled("needs python3 with jsonschema", canValidate))
  func equality() async throws {
    let fixtures = InventoryFixture.all
    let result = try await Program.required("python3").run(
      ["-c", Self.script, Self.schema], input: fixtures.map { $0.text + "\n" }.joined())
    #expect(result.errors == "")
    let verdicts = result.output.split(separator: "\n")
    try #require(verdicts.count == fixtures.count)
    for (fixture, verdict) in zip(fixtures, verdicts) {
      #expect((verdict == "right") == (fixture.verdict != .wrong), "\(fixture.place)")
    }
  }

  @Test("The schema has exactly the keys of the reader")
  func keys() throws {
    let data = try Data(contentsOf: URL(filePath: Self.schema))
    let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let parts = try #require(root["$defs"] as? [String: [String: Any]])
    func properties(_ object: Any?) -> [String: Any] {
      (object as? [String: Any])?["properties"] as? [String: Any] ?? [:]
    }
    let backends = properties(parts["backends"])
    let instance = properties(parts["instance"])
    func keys(_ object: [String: Any]) -> Set<String> { Set(object.keys) }
    #expect(keys(properties(root)) == Set(InventoryKeys.Root.words))
    #expect(keys(instance) == Set(InventoryKeys.Instance.words))
    #expect(keys(properties(instance["names"])) == Set(InventoryKeys.Names.words))
    #expect(keys(backends) == Set(InventoryKeys.Backends.words))
    #expect(keys(properties(backends["zones"])) == Set(InventoryKeys.Zones.words))
    #expect(keys(properties(backends["hosts"])) == Set(InventoryKeys.Hosts.words))
    #expect(keys(properties(backends["azure"])) == Set(InventoryKeys.Azure.words))
  }
}
