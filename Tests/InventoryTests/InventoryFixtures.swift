import Foundation
import Testing

/// One line of a fixture: an inventory, what becomes of it, and why.
///
/// The files `Fixtures/NN-topic.txt` have a line for each inventory: a verdict, a text that replaces `%` in
/// the last line that begins with `in: `, and behind `//` the reason. The problems follow, each in a line of its own.
struct InventoryFixture: Sendable, CustomTestStringConvertible {
  /// What becomes of an inventory.
  enum Verdict: String {
    /// Nothing is said about it.
    case right = "OK"
    /// It can be used, and something is said about it.
    case warned = "WARN"
    /// It is wrong, and the schema says so too.
    case wrong = "KO"
    /// It is wrong by a rule that no schema can say.
    case wrongForTheReaderAlone = "ko"
  }

  let verdict: Verdict
  /// The inventory, in JSON, so that other programs can read it too.
  let text: String
  let problems: [String]
  let reason: String
  /// The file and the line of the fixture.
  let place: String

  var testDescription: String { "\(place) \(reason)" }

  /// The fixtures of all files.
  static let all: [InventoryFixture] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().flatMap { name in
      let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return read(text ?? "", file: name)
    }
  }()

  /// Reads one file; a line that cannot be understood becomes a fixture that fails.
  private static func read(_ text: String, file: String) -> [InventoryFixture] {
    var fixtures: [InventoryFixture] = []
    var frame = "%"
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0 + 1, $1) }[...]
    while let (number, line) = lines.popFirst() {
      if line.isEmpty || line.hasPrefix("#") { continue }
      if line.hasPrefix("in: ") {
        frame = String(line.dropFirst(4))
        continue
      }
      let parts = line.split(separator: " ", maxSplits: 1)
      let halves = parts.last?.ranges(of: " // ").last.map { (parts[1][..<$0.lowerBound], parts[1][$0.upperBound...]) }
      var problems: [String] = []
      while let next = lines.first?.1, next.hasPrefix("   ") {
        problems.append(next.trimmingCharacters(in: .whitespaces))
        lines.removeFirst()
      }
      let (value, reason) = halves ?? ("", "this line cannot be understood")
      fixtures.append(
        InventoryFixture(
          verdict: Verdict(rawValue: String(parts[0])) ?? .wrong,
          text: frame.replacing("%", with: value.trimmingCharacters(in: .whitespaces)), problems: problems,
          reason: reason.trimmingCharacters(in: .whitespaces), place: "\(file):\(number)"))
    }
    return fixtures
  }
}
