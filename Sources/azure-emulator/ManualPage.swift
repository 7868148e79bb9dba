/// The manual page, built from the descriptions of the options, in the language
/// [mdoc(7)](https://mandoc.bsd.lv/man/mdoc.7.html).
enum ManualPage {
  /// The source of the page.
  static var text: String {
    """
    .\\" made by 'azure-emulator --man'
    .Dd \(Options.date)
    .Dt AZURE-EMULATOR 1
    .Os
    .Sh NAME
    .Nm azure-emulator
    .Nd Azure Resource Manager for private DNS, emulated on this machine
    .Sh SYNOPSIS
    .Nm
    .Op Ar options
    .Sh DESCRIPTION
    The
    .Nm
    program responds like Azure Resource Manager for private DNS zones and API
    Management instances, and like Microsoft Entra ID.
    With it, you can try
    .Xr apim-dns 1
    without an Azure account.
    .Pp
    \(lines(Options.notes))
    .Pp
    The options are:
    .Bl -tag -width Ds
    \(Options.descriptions.map(item).joined(separator: "\n"))
    .El
    .Sh EXIT STATUS
    .Bl -tag -width Ds
    .It 0
    A signal ended the program.
    .It 1
    A file or the port cannot be used.
    .It 64
    Invalid usage.
    .El
    .Sh EXAMPLES
    .Dl \(escaped(Options.example))
    .Sh SEE ALSO
    .Xr apim-dns 1

    """
  }

  private static func item(_ option: Options.Description) -> String {
    let letter = option.letter.map { "Fl \($0) , " } ?? ""
    let value = option.value.map { " Ar \($0)" } ?? ""
    let sentence = option.text.prefix(1).uppercased() + option.text.dropFirst() + "."
    return ".It \(letter)Fl \\-\(option.name)\(value)\n\(lines(sentence))"
  }

  /// A text in the lines of a source, each sentence on lines of its own.
  private static func lines(_ text: String) -> String {
    let sentences = text.replacing(". ", with: ".\n").split(separator: "\n")
    return sentences.flatMap { Options.wrapped(String($0), to: 75) }.map(escaped).joined(separator: "\n")
  }

  /// A text without anything that mdoc takes for a command.
  private static func escaped(_ text: String) -> String {
    let plain = text.replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
    return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&\(plain)" : plain
  }
}
