import ProgramExecution
import Reconciliation

extension Arguments {
  /// The command line that applies the plan of this one.
  ///
  /// - Parameters:
  ///   - path: the file of the saved plan.
  ///   - inventory: the inventory; nil if options describe the instance.
  /// - Returns: `apim-dns apply --plan`, with the options that a saved plan does not restore: commands, the server that gets a
  ///   token, and an inventory outside the working folder.
  func applyCommandLine(_ path: String, _ inventory: SavedRun.InventoryFile?) -> String {
    var words = ["apim-dns", Command.apply.rawValue, Option.Name.plan.flag, Self.shellWord(path)]
    if let file = inventory?.path {
      if file == "-" || !SavedRun.isBelowWorkingFolder(file) {
        words += [Option.Name.inventory.flag, Self.shellWord(file)]
      }
    }
    for name in [Option.Name.check, .checkConfig, .reload, .endpoint, .cloud] {
      words += (all(name) ?? []).flatMap { [name.flag, Self.shellWord($0)] }
    }
    return words.joined(separator: " ")
  }

  /// A text as one word of a shell, quoted if necessary.
  static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_./:,@+".utf8.contains(byte)
      }
    }
    return isPlain ? text : ShellCommand.quoted(text)
  }
}
