import ProgramExecution
import Reconciliation

extension Arguments {
  /// The line to type that applies the plan of this one.
  ///
  /// - Parameters:
  ///   - path: the file in which the plan is saved.
  ///   - inventory: the inventory, where there is one.
  /// - Returns: `apim-dns apply --plan`, with what a saved plan does not do by itself: run commands, send a token somewhere, and
  ///   name an inventory outside of the working folder.
  func lineThatApplies(_ path: String, _ inventory: SavedRun.InventoryFile?) -> String {
    var words = ["apim-dns", Command.apply.rawValue, Option.Name.plan.flag, Self.shellWord(path)]
    if let file = inventory?.path {
      if file == "-" || !SavedRun.isBelowWorkingFolder(file) {
        words += [Option.Name.inventory.flag, Self.shellWord(file)]
      }
    }
    for name in [Option.Name.check, .reload, .endpoint, .cloud] {
      words += (all(name) ?? []).flatMap { [name.flag, Self.shellWord($0)] }
    }
    return words.joined(separator: " ")
  }

  /// A text as one word of a shell, in quotes only where it needs them.
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
