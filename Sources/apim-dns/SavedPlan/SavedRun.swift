import FileReplacement
import Inventory
import Reconciliation

/// How a plan was made: everything that `apply --plan` needs to plan again.
struct SavedRun: Codable {
  /// The inventory of a saved run.
  struct InventoryFile: Codable {
    /// The path, absolute or relative to the folder of the run; `-` for a pipe.
    let path: String
    /// The SHA-256 hash of its bytes, in hexadecimal digits.
    let sha256: String
  }

  /// The backends.
  let backends: [String]
  /// The values of options by name; without inventory, commands and output options.
  let options: [String: [String]]
  /// The working folder, which relative paths in the options start at.
  let folder: String
  /// The inventory; nil if options describe the instance.
  let inventory: InventoryFile?

  /// Makes the record of a run.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - backends: the backends.
  ///   - settings: the inventory's settings of zone files.
  ///   - inventory: the inventory; nil if options describe the instance.
  /// - Throws: ``Failure`` if the working folder does not exist.
  init(
    _ arguments: Arguments, _ backends: [BackendKind], _ settings: ZoneFileSettings?, _ inventory: InventoryFile?
  ) throws(Failure) {
    self.backends = backends.map(\.rawValue)
    self.inventory = inventory
    folder = try Self.workingFolder()
    var options: [String: [String]] = [:]
    for option in Option.all where option.replay != .never && option.isTaken(by: .apply) {
      options[option.name.rawValue] = arguments.all(option.name)
    }
    // The default is saved too, because it is relative to the same folder.
    if backends.contains(.zones), settings?.directory == nil, !arguments.has(.directory) {
      options[Option.Name.directory.rawValue] = [Backends.defaultDirectory]
    }
    self.options = options
  }

  /// The absolute path of the working folder.
  static func workingFolder() throws(Failure) -> String {
    do throws(FileError) {
      return try Folder(".").absolutePath()
    } catch {
      throw Failure(.failed, "\(error)")
    }
  }

  /// Whether a file is in the working folder or below it, with all symbolic links resolved.
  static func isBelowWorkingFolder(_ path: String) -> Bool {
    guard let folder = Folder(".").realPath, let file = Folder(path).realPath else { return false }
    return file.utf8.starts(with: "\(folder)/".utf8)
  }

  /// The options and their values.
  ///
  /// - Returns: nil if the record is not valid.
  var checkedOptions: [(option: Option, values: [String])]? {
    func isPath(_ text: String) -> Bool { (try? SettingRule.path(text)) != nil }
    guard folder.hasPrefix("/"), isPath(folder), inventory.map({ isPath($0.path) }) ?? true else { return nil }
    var checked: [(Option, [String])] = []
    for (text, values) in options.sorted(by: { $0.key < $1.key }) {
      guard let option = Option.Name(rawValue: text).flatMap(Option.named), option.replay != .never,
        option.isTaken(by: .apply), values.isEmpty == (option.value == nil), values.count <= 1 || option.isRepeatable,
        values.allSatisfy({ value in (try? option.value?.check(value)) != nil })
      else { return nil }
      checked.append((option, values))
    }
    return checked
  }

  /// The backends; nil if one of them is unknown.
  var kinds: [BackendKind]? {
    let kinds = backends.compactMap(BackendKind.init)
    return kinds.count == backends.count && !kinds.isEmpty && Set(kinds).count == kinds.count ? kinds : nil
  }
}

extension Option {
  /// How `apply --plan` uses an option of `plan --out`.
  enum Replay {
    /// It is used again; the command line can only repeat it.
    case same
    /// It is used again, but the command line can override it, because it does not affect the plan.
    case free
    /// It is not saved: it only affects output, or is checked in another way.
    case never
  }

  /// How `apply --plan` uses the option.
  ///
  /// A saved plan never runs a command by itself, so commands are not saved as options. They are compared as side effects.
  var replay: Replay {
    switch name {
    case .inventory, .check, .checkConfig, .reload, .plan, .out, .yes, .printScript, .detailedExitcode: .never
    case .parallel, .timeout, .requestTimeout, .auth: .free
    default: topic == .output ? .never : .same
    }
  }

  /// Whether its value is a path on this machine.
  var isPath: Bool { name == .directory || name == .file }
}
