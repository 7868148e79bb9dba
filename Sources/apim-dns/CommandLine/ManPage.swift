/// The manual page, built from the tables of commands and options, in the language
/// [mdoc(7)](https://mandoc.bsd.lv/man/mdoc.7.html).
enum ManPage {
  /// The source of the page.
  static var text: String {
    """
    .\\" made by 'apim-dns help --man'
    .Dd \(HelpText.date)
    .Dt APIM-DNS 1
    .Os
    .Sh NAME
    .Nm apim-dns
    .Nd DNS records of Azure API Management in private networks
    .Sh SYNOPSIS
    \(Command.allCases.map(synopsis).joined(separator: "\n"))
    .Sh DESCRIPTION
    An Azure API Management instance inside a virtual network answers only at a
    private virtual IP, and Azure does not publish DNS records for it.
    .Nm
    derives the default hostnames of instances from their names and regions, and
    keeps A records for them in sync in BIND zone files, hosts files and Azure
    Private DNS.
    It plans before it writes, and changes only records with its owner mark.
    .Pp
    The commands are:
    .Bl -tag -width rename-owner
    \(Command.allCases.map(item).joined(separator: "\n"))
    .El
    \(Option.Topic.allCases.map(options).joined(separator: "\n"))
    \(ManPage.environment)
    \(ManPage.files)
    .Sh EXIT STATUS
    .Bl -tag -width Ds
    .It 0
    Success;
    .Cm plan Fl \\-detailed-exitcode :
    nothing to change.
    .It 1
    Failure of the run, or of some changes; each failure is reported, and the
    other changes are made.
    .It 2
    .Cm plan Fl \\-detailed-exitcode :
    there are changes;
    .Cm verify
    and
    .Cm discover Fl \\-compare :
    there are differences.
    .It 3
    Refused before any change.
    .It 64
    Invalid usage or inventory; nothing was written.
    .El
    .Sh EXAMPLES
    \(Command.allCases.map { ".Dl \(escaped($0.example))" }.joined(separator: "\n"))
    .Sh SEE ALSO
    .Xr dig 1 ,
    .Xr hosts 5 ,
    .Xr named.conf 5 ,
    .Xr named 8

    """
  }

  private static func synopsis(_ command: Command) -> String {
    let words = command.operandPlaceholders.map { "\n.Op Ar \($0)" }.joined()
    return ".Nm\n.Cm \(command.rawValue)\(words)\n.Op Ar options"
  }

  private static func item(_ command: Command) -> String {
    ".It Cm \(command.rawValue)\n\(sentence(command.summary))"
  }

  /// The options of one topic, each with its commands.
  private static func options(_ topic: Option.Topic) -> String {
    let items = Option.all.filter { $0.topic == topic }.map { option in
      let letter = option.letter.map { "Fl \($0) , " } ?? ""
      let value = option.value.map { " Ar \($0.placeholder)" } ?? ""
      let commands = Command.allCases.filter(option.commands.contains)
      let special = Dictionary(grouping: commands) { option.summary(at: $0) }
        .filter { $0.key != option.summary }.sorted { $0.key < $1.key }
        .map { "\n\(list($0.value)) :\n\(escaped($0.key))." }
      return """
        .It \(letter)Fl \\-\(option.name.rawValue)\(value)
        \(sentence(option.summary))
        .Pq \(list(commands).dropFirst())\(special.joined())
        """
    }
    return ".Ss \(topic.rawValue)\n.Bl -tag -width Ds\n\(items.joined(separator: "\n"))\n.El"
  }

  /// The names of commands as a line of their own.
  private static func list(_ commands: [Command]) -> String {
    "." + commands.map { "Cm \($0.rawValue)" }.joined(separator: " , ")
  }

  private static func sentence(_ text: String) -> String {
    escaped(text.prefix(1).uppercased() + text.dropFirst()) + "."
  }

  /// A text without anything that mdoc takes for a command.
  static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&\(plain)" : plain
  }
}
