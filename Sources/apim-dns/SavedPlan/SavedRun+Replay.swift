import FileReplacement
import Reconciliation

extension SavedRun {
  /// Adds the options of the saved run to a command line that applies the plan.
  ///
  /// - Parameters:
  ///   - arguments: the command line, to which options are added.
  ///   - name: the plan's file, for messages.
  /// - Returns: a message for each part of the command line that differs from the saved run.
  /// - Throws: ``Failure`` if the file is not a valid plan, or the inventory was piped and is not given again.
  func replay(into arguments: inout Arguments, of name: String) throws(Failure) -> [String] {
    guard let options = checkedOptions, let kinds else { throw SavedPlan.invalid(name) }
    var differences: [String] = []
    let named = arguments.backends
    if !named.isEmpty, Set(named) != Set(kinds) {
      differences.append(
        "\(name) is a plan for \(Self.list(kinds)), but this command line has \(Self.list(named)). Remove the backends, or "
          + "plan again with --out.")
    }
    arguments.replay(backends: kinds)
    let saved = Dictionary(uniqueKeysWithValues: options.map { ($0.option.name, $0.values) })
    for option in Option.all where option.replay == .same {
      guard let typed = arguments.all(option.name), !Self.isSame(typed, saved[option.name]) else { continue }
      let (planned, given) = (Self.words(option, saved[option.name]), Self.words(option, typed, ""))
      differences.append(
        "\(name) was made \(planned), but this command line has \(given). Remove the option, or plan again with --out.")
    }
    let isElsewhere = try Self.workingFolder() != folder
    for (option, values) in options where !arguments.has(option.name) {
      let isRelative = isElsewhere && option.isPath && values.contains { !$0.hasPrefix("/") }
      if isRelative, !Folder(folder).exists {
        differences.append(
          "\(name) was made in the folder \(folder), which does not exist on this machine. Add "
            + "\(Self.words(option, values, "")), with a path relative to the working folder.")
      }
      arguments.replay(option.name, isRelative ? values.map(absolute) : values)
    }
    if let path = try inventoryPath(arguments, name, &differences) { arguments.replay(.inventory, [path]) }
    return differences
  }

  /// Whether values have the same bytes.
  private static func isSame(_ typed: [String], _ saved: [String]?) -> Bool {
    typed.map { Array($0.utf8) } == saved?.map { Array($0.utf8) }
  }

  /// The path of the inventory; nil if the command line has it or there is none.
  private func inventoryPath(
    _ arguments: Arguments, _ name: String, _ differences: inout [String]
  ) throws(Failure) -> String? {
    if let typed = arguments.value(.inventory) {
      if inventory == nil {
        differences.append(
          "\(name) was made without an inventory, but this command line has --inventory \(typed). Remove the option, or plan "
            + "again with --out.")
      }
      return nil
    }
    guard let inventory else { return nil }
    guard inventory.path != "-" else {
      throw Failure(
        .usage, "\(name) was made from an inventory on stdin. Add --inventory with the same inventory.")
    }
    return try Self.workingFolder() == folder ? inventory.path : absolute(inventory.path)
  }

  /// A path of the run as an absolute path.
  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  /// An option in the words of a message: `with --owner x`, or `without --owner`.
  private static func words(_ option: Option, _ values: [String]?, _ with: String = "with ") -> String {
    guard let values else { return "without \(option.name.flag)" }
    let words = values.isEmpty ? [option.name.flag] : values.map { "\(option.name.flag) \($0)" }
    return with + words.joined(separator: " ")
  }

  private static func list(_ kinds: [BackendKind]) -> String { kinds.map(\.rawValue).joined(separator: ", ") }
}
