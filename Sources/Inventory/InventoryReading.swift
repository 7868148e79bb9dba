package import APIManagement

/// The result of reading an inventory: the inventory, or the problems in it.
public struct InventoryReading: Sendable {
  /// The inventory; nil if any problem is an error.
  public let inventory: Inventory?
  /// The problems in the order of the file: at most 100, errors first if there are more.
  public let problems: [InventoryProblem]
  /// The number of problems left out of ``problems``.
  package let omitted: Int
  /// Whether a syntax error ended the reading, so that there can be more problems.
  package let endsEarly: Bool

  init(_ inventory: Inventory?, _ log: ProblemLog, endsEarly: Bool = false) {
    self.endsEarly = endsEarly
    self.inventory = log.hasErrors ? nil : inventory
    problems = log.problems()
    omitted = log.count - problems.count
  }

  /// All problems, each with its line of the file, and the number of those left out.
  public var report: String {
    let more = omitted == 0 ? [] : ["and \(omitted) more \(omitted == 1 ? "problem" : "problems")"]
    return (problems.map(\.rendering) + more).joined(separator: "\n")
  }
}

extension Inventory {
  /// Reads the text of an inventory and derives its hostnames.
  ///
  /// - Parameters:
  ///   - bytes: the text as UTF-8.
  ///   - file: the path as the user wrote it; relative paths in the text start at its folder.
  /// - Returns: the inventory, or the problems in it.
  public static func read(bytes: [UInt8], file: String) -> InventoryReading {
    read(bytes: bytes, file: file, options: InventoryOptions())
  }

  /// Reads the text of an inventory with options that override it.
  ///
  /// `answers` has the instances that Azure reports for resource IDs; a resource ID without an answer stays in
  /// ``Inventory/references``.
  package static func read(
    bytes: [UInt8], file: String, options: InventoryOptions, answers: [ResourceID: Instance] = [:]
  ) -> InventoryReading {
    let log = ProblemLog(bytes: bytes, file: file)
    let document = JSON5Document(bytes)
    log.isInventory = InventoryDetection.isInventory(document)
    guard let error = document.error else {
      return InventoryReader(document, file: file, log, options, answers: answers).read()
    }
    let isObject = InventoryDetection.isObject(document)
    if isObject {
      log.report(log.isInventory ? error.description : error.redactedDescription, at: .byte(error.offset))
    } else {
      log.report(InventoryDetection.notAnObject, at: .byte(0))
    }
    return InventoryReading(nil, log, endsEarly: isObject)
  }

  /// Makes an inventory of one instance from the command line; each problem names its option.
  package static func of(
    _ instance: InstanceOptions, options: InventoryOptions = InventoryOptions()
  ) -> InventoryReading {
    InventoryReader(JSON5Document([]), file: "", ProblemLog(), options).read(instance)
  }
}
