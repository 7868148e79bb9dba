import APIManagement
import Diagnostics
import DNSModel
import Inventory

/// What `check --format json` prints, version 1.
struct CheckJSON: Encodable {
  /// One error or warning; it stands in a file or came from an option.
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
  /// How many there are; nothing where the inventory cannot be used.
  let instances: Int?
  let hostnames: Int?
  /// How many more instances are read from Azure each time; nothing for none.
  let instancesInAzure: Int?
  let problems: [Problem]
  /// How many more problems there are.
  let omitted: Int

  /// Takes what came out of reading.
  init(_ reading: InventoryReading) {
    valid = reading.inventory != nil
    instances = reading.inventory?.instances.count
    hostnames = reading.inventory?.hostnames.records.count
    let references = reading.inventory?.references.count ?? 0
    instancesInAzure = references > 0 ? references : nil
    problems = reading.problems.map(Problem.init)
    omitted = reading.omitted
  }
}

extension CheckJSON.Problem {
  /// Takes a problem apart.
  init(_ problem: InventoryProblem) {
    severity = problem.severity == .error ? "error" : "warning"
    message = problem.message
    switch problem.place {
    case .position(let position): (file, line, column, option) = (position.file, position.line, position.column, nil)
    case .option(let name): (file, line, column, option) = (nil, nil, nil, name)
    }
  }
}
