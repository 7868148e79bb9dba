import Reconciliation

extension Arguments {
  /// The line to type that carries out the plan of this one.
  ///
  /// - Parameter path: the file in which the plan is saved.
  /// - Returns: `apim-dns apply` with all that a run must be given once more to be about the same places.
  func lineThatApplies(_ path: String) -> String {
    var words = ["apim-dns", Command.apply.rawValue] + backends.map(\.rawValue)
    for option in Option.all where option.topic != .output && option.commands.contains(.apply) {
      guard let values = all(option.name) else { continue }
      words += option.value == nil ? [option.name.flag] : values.flatMap { [option.name.flag, Self.shellWord($0)] }
    }
    return (words + [Option.Name.plan.flag, Self.shellWord(path)]).joined(separator: " ")
  }

  /// A text as one word of a shell, in quotes only where it needs them.
  private static func shellWord(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "-_./:,@+".utf8.contains(byte)
      }
    }
    return isPlain ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
  }
}
