package import APIManagement

/// What came out of reading an inventory.
public struct InventoryReading: Sendable {
  /// The inventory; nothing where any problem is an error.
  public let inventory: Inventory?
  /// The first problems in the order of the file; where there are more, errors come before warnings.
  public let problems: [InventoryProblem]
  /// How many more problems there are.
  package let omitted: Int

  /// Takes an inventory unless there are errors.
  init(_ inventory: Inventory?, _ log: ProblemLog) {
    self.inventory = log.hasErrors ? nil : inventory
    problems = log.problems()
    omitted = log.count - problems.count
  }

  /// Every problem with its line of the file, and how many more there are.
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
  ///   - file: the file as the user named it; relative paths in it become relative to its folder.
  /// - Returns: the inventory, or all that is wrong with it.
  public static func read(bytes: [UInt8], file: String) -> InventoryReading {
    read(bytes: bytes, file: file, options: InventoryOptions())
  }

  /// Reads the text of an inventory, with options in the place of what it says, and with what Azure answers about the instances
  /// that it names by their resource IDs; those without an answer are left in ``references``.
  package static func read(
    bytes: [UInt8], file: String, options: InventoryOptions, answers: [ResourceID: Instance] = [:]
  ) -> InventoryReading {
    let log = ProblemLog(bytes: bytes, file: file)
    let document = JSON5Document(bytes)
    log.isInventory = InventoryDetection.areThere(in: document)
    guard let error = document.error else {
      return InventoryReader(document, file: file, log, options, answers: answers).read()
    }
    if InventoryDetection.isObject(document) {
      log.report(log.isInventory ? error.description : error.redactedDescription, at: .byte(error.offset))
    } else {
      log.report(InventoryDetection.objection, at: .byte(0))
    }
    return InventoryReading(nil, log)
  }

  /// Makes an inventory of one instance that the command line names without any file; each problem names its option.
  package static func of(
    _ instance: InstanceOptions, options: InventoryOptions = InventoryOptions()
  ) -> InventoryReading {
    InventoryReader(JSON5Document([]), file: "", ProblemLog(), options).read(instance)
  }
}
