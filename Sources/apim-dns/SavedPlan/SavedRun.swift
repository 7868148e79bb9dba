import FileReplacement
import Inventory
import Reconciliation

/// How a plan was made: all that `apply --plan` needs to plan again.
struct SavedRun: Codable {
  /// The inventory that a plan was made from.
  struct InventoryFile: Codable {
    /// Its path, relative to the folder of the run or absolute; `-` for standard input and other pipes.
    let path: String
    /// The SHA-256 hash of its bytes, in hexadecimal digits.
    let sha256: String
  }

  /// The backends.
  let backends: [String]
  /// The options by name, each with its values; never an inventory, a command, or where output goes.
  let options: [String: [String]]
  /// The working folder, to which paths among the options are relative.
  let folder: String
  /// The inventory; nil where options named the instance.
  let inventory: InventoryFile?

  /// Notes how a plan is being made.
  ///
  /// - Parameters:
  ///   - arguments: the command line.
  ///   - backends: the backends that plan.
  ///   - settings: what the inventory says of zone files.
  ///   - inventory: the inventory, where there is one.
  /// - Throws: ``Failure`` when the working folder is gone.
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
    // What nobody said is relative to the same folder as what somebody said.
    if backends.contains(.zones), settings?.directory == nil, !arguments.has(.directory) {
      options[Option.Name.directory.rawValue] = [Backends.usualDirectory]
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

  /// Whether a file really lies in the working folder or below it, wherever links lead.
  static func isBelowWorkingFolder(_ path: String) -> Bool {
    guard let folder = Folder(".").realPath, let file = Folder(path).realPath else { return false }
    return file.utf8.starts(with: "\(folder)/".utf8)
  }

  /// The options and their values.
  ///
  /// - Returns: nil where anything here is what no plan saves.
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

  /// The backends; nil where one of them is unknown.
  var kinds: [BackendKind]? {
    let kinds = backends.compactMap(BackendKind.init)
    return kinds.count == backends.count && !kinds.isEmpty && Set(kinds).count == kinds.count ? kinds : nil
  }
}

extension Option {
  /// What becomes of an option of `plan --out` when `apply --plan` plans again.
  enum Replay {
    /// It counts again, and the command line may only repeat it.
    case same
    /// It counts again where the command line says nothing else: nothing that is planned depends on it.
    case free
    /// It is not saved: it says where output goes, or is checked in another way.
    case never
  }

  /// What becomes of the option.
  ///
  /// A saved plan never runs a command by itself, so commands are not saved as options. What the plan shows of them must be
  /// the same again.
  var replay: Replay {
    switch name {
    case .inventory, .check, .reload, .plan, .out, .yes, .printScript, .detailedExitcode: .never
    case .parallel, .timeout, .requestTimeout, .auth: .free
    default: topic == .output ? .never : .same
    }
  }

  /// Whether its value is a path on this machine.
  var isPath: Bool { name == .directory || name == .file }
}
