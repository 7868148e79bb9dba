import FileReplacement
import Reconciliation

extension SavedRun {
  /// Adds how the plan was made to a command line that applies it.
  ///
  /// - Parameters:
  ///   - arguments: the command line; gets the options of the plan.
  ///   - name: the plan's file, for messages.
  /// - Returns: a sentence without a full stop for each word of the command line that says something else than the plan.
  /// - Throws: ``Failure`` when the file holds what no plan holds, or nobody says where the inventory is.
  func replay(into arguments: inout Arguments, of name: String) throws(Failure) -> [String] {
    guard let options = checkedOptions, let kinds else { throw SavedPlan.notOne(name) }
    var differences: [String] = []
    let named = arguments.backends
    if !named.isEmpty, Set(named) != Set(kinds) {
      differences.append(
        "\(name) is a plan for \(Self.list(kinds)), and this command line names \(Self.list(named)). \(Self.advice)")
    }
    arguments.replay(backends: kinds)
    let saved = Dictionary(uniqueKeysWithValues: options.map { ($0.option.name, $0.values) })
    for option in Option.all where option.replay == .same {
      guard let typed = arguments.all(option.name), !Self.isSame(typed, saved[option.name]) else { continue }
      differences.append(
        "\(name) was made \(Self.words(option, saved[option.name])), and this command line says "
          + "\(Self.words(option, typed, "")). \(Self.advice)")
    }
    let isElsewhere = try Self.workingFolder() != folder
    for (option, values) in options where !arguments.has(option.name) {
      let isRelative = isElsewhere && option.isPath && values.contains { !$0.hasPrefix("/") }
      if isRelative, !Folder(folder).exists {
        differences.append(
          "\(name) was made in the folder \(folder), which this machine does not have. Repeat "
            + "\(Self.words(option, values, "")), and it counts from the working folder")
      }
      arguments.replay(option.name, isRelative ? values.map(absolute) : values)
    }
    if let path = try inventoryPath(arguments, name, &differences) { arguments.replay(.inventory, [path]) }
    return differences
  }

  /// Whether values are the same byte by byte.
  private static func isSame(_ typed: [String], _ saved: [String]?) -> Bool {
    typed.map { Array($0.utf8) } == saved?.map { Array($0.utf8) }
  }

  /// The path of the inventory, where the command line does not say it.
  private func inventoryPath(
    _ arguments: Arguments, _ name: String, _ differences: inout [String]
  ) throws(Failure) -> String? {
    if let typed = arguments.value(.inventory) {
      if inventory == nil {
        differences.append(
          "\(name) was made without an inventory, and this command line says --inventory \(typed). \(Self.advice)")
      }
      return nil
    }
    guard let inventory else { return nil }
    guard inventory.path != "-" else {
      throw Failure(
        .usage, "\(name) was made from an inventory on standard input. Give the same inventory with --inventory")
    }
    return try Self.workingFolder() == folder ? inventory.path : absolute(inventory.path)
  }

  /// A path of the run, from the root.
  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// An option as somebody types it, behind `with`, or that it was not there.
  private static func words(_ option: Option, _ values: [String]?, _ with: String = "with ") -> String {
    guard let values else { return "without \(option.name.flag)" }
    let words = values.isEmpty ? [option.name.flag] : values.map { "\(option.name.flag) \($0)" }
    return with + words.joined(separator: " ")
  }

  private static func list(_ kinds: [BackendKind]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }

  private static let advice = "Leave it out, or plan again with --out"
}
