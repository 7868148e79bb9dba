import APIManagement
import Diagnostics
import DNSModel
import Inventory

/// The output of `check --format json`, version 1.
struct CheckJSON: Encodable {
  /// An error or warning; it has either a position in a file or an option.
  struct Problem: Encodable {
    let severity: String
    let file: String?
    let line: Int?
    let column: Int?
    let option: String?
    let message: String
  }

  let version = 1
  /// Whether the inventory can be used.
  let valid: Bool
  /// The number of instances; nil if the inventory cannot be used.
  let instances: Int?
  let hostnames: Int?
  /// The number of instances that are read from Azure; nil for none.
  let instancesInAzure: Int?
  let problems: [Problem]
  /// The number of problems left out.
  let omitted: Int
  /// Whether a syntax error hides other problems; nil if not.
  let endsEarly: Bool?

  init(_ reading: InventoryReading) {
    valid = reading.inventory != nil
    instances = reading.inventory?.instances.count
    hostnames = reading.inventory?.hostnames.records.count
    let references = reading.inventory?.references.count ?? 0
    instancesInAzure = references > 0 ? references : nil
    problems = reading.problems.map(Problem.init)
    omitted = reading.omitted
    endsEarly = reading.endsEarly ? true : nil
  }
}

extension CheckJSON.Problem {
  init(_ problem: InventoryProblem) {
    severity = problem.severity == .error ? "error" : "warning"
    message = problem.message
    switch problem.origin {
    case .position(let position): (file, line, column, option) = (position.file, position.line, position.column, nil)
    case .option(let name): (file, line, column, option) = (nil, nil, nil, name)
    }
  }
}
