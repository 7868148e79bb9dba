public import APIManagement

/// What came out of reading an inventory.
public struct InventoryReading: Sendable {
  /// The inventory; nothing where any problem is an error.
  public let inventory: Inventory?
  /// The first problems in the order of the file; where there are more, errors come before warnings.
  public let problems: [InventoryProblem]
  /// How many more problems there are.
  public let omitted: Int

  /// The line that says how many problems are not shown; nothing where all are.
  public var omission: String? {
    guard omitted > 0 else { return nil }
    return "and \(omitted) more \(omitted == 1 ? "problem" : "problems")"
  }

  /// Every problem with its line of the file, and how many more there are.
  public var report: String {
    (problems.map(\.rendering) + (omission.map { [$0] } ?? [])).joined(separator: "\n")
  }
}

extension Inventory {
  /// Reads the text of an inventory and derives its hostnames.
  ///
  /// - Parameters:
  ///   - bytes: the text as UTF-8.
  ///   - file: the file as the user named it; relative paths in it become relative to its folder.
  ///   - options: what the command line says in place of the inventory.
  ///   - answers: what Azure says about the instances that the inventory names by their resource IDs; those without an
  ///     answer are left in ``references``.
  /// - Returns: the inventory, or all that is wrong with it.
  public static func read(
    bytes: [UInt8], file: String, options: InventoryOptions = InventoryOptions(), answers: [ResourceID: Instance] = [:]
  ) -> InventoryReading {
    var log = ProblemLog(bytes: bytes, file: file)
    let document: JSON5Document
    do throws(JSON5SyntaxError) {
      document = try JSON5Document(bytes)
    } catch {
      let beginning = JSON5Document(asFarAsReadable: bytes)
      log.isInventory = InventorySigns.areThere(in: beginning)
      if InventorySigns.isObject(beginning) {
        let message = log.isInventory ? error.message : error.discreetMessage
        log.report(message, at: .byte(error.offset))
      } else {
        log.report(InventorySigns.objection, at: .byte(0))
      }
      return InventoryReading(inventory: nil, problems: log.problems(), omitted: 0)
    }
    log.isInventory = InventorySigns.areThere(in: document)
    var reader = InventoryReader(log: log, folder: SourceFolder(ofFile: file), options: options)
    reader.answers = answers
    return reader.read(document.root)
  }

  /// Makes an inventory of one instance that the command line names without any file.
  ///
  /// - Parameters:
  ///   - instance: the instance.
  ///   - options: what holds for all of its records.
  /// - Returns: the inventory, or all that is wrong with it, each problem with the name of its option.
  public static func of(
    _ instance: InstanceOptions, options: InventoryOptions = InventoryOptions()
  ) -> InventoryReading {
    var reader = InventoryReader(log: ProblemLog(), folder: SourceFolder(ofFile: ""), options: options)
    return reader.read(instance)
  }
}
