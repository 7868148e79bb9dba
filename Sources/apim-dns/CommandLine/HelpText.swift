import CBuildInfo

/// The help screens, built from the tables of commands and options.
enum HelpText {
  /// The version of the program.
  static let version = "0.1.0"
  /// The version, and the commit if the build knows it.
  static var versionLine: String {
    let commit = String(cString: cbuildinfo_commit())
    return "apim-dns \(version)\(commit.isEmpty ? "" : " (\(commit))")\n"
  }
  /// The date of the last change of the help, in the format of manual pages.
  static let date = "December 1, 2026"

  /// The help of the whole program.
  static var overview: String {
    let built = Command.allCases.map { row($0.rawValue, $0.summary, width: 14) }
    return """
      apim-dns keeps the DNS records of Azure API Management instances in private
      networks in sync: in BIND zone files, hosts files and Azure Private DNS.

      Usage: apim-dns COMMAND [OPTIONS]

      \(built.joined(separator: "\n"))

      Exit codes: 0 success, 1 failure, 2 differences (plan --detailed-exitcode,
      verify, discover --compare), 3 refused before any change, 64 invalid usage
      or inventory.

      Example: \(Command.records.example)
      Run 'apim-dns help COMMAND' to list the options of a command. More topics:
      \(Guide.allCases.map { "'apim-dns help \($0.rawValue)'" }.joined(separator: ", ")).

      """
  }

  /// The help of a command or another topic.
  static func screen(of topic: Arguments.Topic) -> String {
    switch topic {
    case .command(let command): screen(of: command)
    case .guide(let guide): guide.text
    }
  }

  /// The help of one command.
  static func screen(of command: Command) -> String {
    let operands = command.operandPlaceholders.map { " [\($0)]" }.joined()
    var lines = [
      "Usage: apim-dns \(command.rawValue)\(operands) [OPTIONS]", "", "\(capitalized(command.summary)).",
    ]
    for topic in Option.Topic.allCases {
      let options = Option.shown(at: command).filter { $0.topic == topic }
      guard !options.isEmpty else { continue }
      lines += ["", "\(topic.rawValue):"] + options.map { row(synopsis(of: $0), $0.summary(at: command), width: 26) }
    }
    return (lines + ["", "Example:", "  \(command.example)", ""]).joined(separator: "\n")
  }

  /// An option with its letter and its value: `-i, --inventory FILE`.
  private static func synopsis(of option: Option) -> String {
    let letter = option.letter.map { "-\($0), " } ?? ""
    return "\(letter)\(option.name.flag)\(option.value.map { " \($0.placeholder)" } ?? "")"
  }

  private static func row(_ left: String, _ right: String, width: Int) -> String {
    let gap = String(repeating: " ", count: max(1, width - left.utf8.count))
    return "  \(left)\(gap)\(right)"
  }

  private static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
