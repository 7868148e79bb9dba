extension SettingRule {
  /// Takes the path of a file or folder.
  ///
  /// - Parameter text: the path as somebody wrote it.
  /// - Returns: the path.
  /// - Throws: ``InvalidSetting`` where nothing is there, or a control character.
  public static func path(_ text: String) throws(InvalidSetting) -> String { try line(text, called: "path") }

  /// Takes a command for the shell.
  ///
  /// - Parameter text: the command as somebody wrote it.
  /// - Returns: the command.
  /// - Throws: ``InvalidSetting`` where nothing is there, or a zero byte.
  public static func command(_ text: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 > 0x20 }) else { throw InvalidSetting("a command is not empty") }
    guard !text.utf8.contains(0) else {
      throw InvalidSetting("\(PrintableText.quoted(text)) is no command: it has a zero byte in it")
    }
    return text
  }

  /// Takes the mail address of whoever is responsible for a zone.
  ///
  /// - Parameter text: the address as somebody wrote it.
  /// - Returns: the address.
  /// - Throws: ``InvalidSetting`` unless exactly one `@` stands between two parts without white space or control characters.
  public static func contact(_ text: String) throws(InvalidSetting) -> String {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !PrintableText.isHarmful($0) }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no mail address: use one such as hostmaster@corp.example, without spaces")
    }
    return text
  }

  /// Takes a machine to reach over ssh: `[USER@]HOST[:PORT]`.
  ///
  /// A text that begins with a hyphen would be an option of ssh, so no part may.
  ///
  /// - Parameter text: the machine as somebody wrote it.
  /// - Returns: the machine.
  /// - Throws: ``InvalidSetting``.
  public static func machine(_ text: String) throws(InvalidSetting) -> String {
    func split(_ text: Substring, at separator: UInt8) -> [Substring] {
      text.utf8.split(separator: separator, omittingEmptySubsequences: false).map { Substring($0) }
    }
    let halves = split(text[...], at: UInt8(ascii: "@"))
    let hostAndPort = split(halves[halves.count - 1], at: UInt8(ascii: ":"))
    let port = hostAndPort.count == 2 ? UInt16(hostAndPort[1]) : 22
    guard halves.count <= 2, hostAndPort.count <= 2, let port, port > 0,
      hostAndPort.last?.utf8.first != UInt8(ascii: "+"),
      halves.count == 1 || isMachinePart(halves[0]), isMachinePart(hostAndPort[0])
    else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no machine: use [USER@]HOST[:PORT] with letters, digits, '.', '-' and '_', not "
          + "beginning with '-'")
    }
    return text
  }

  /// Whether a text may be the user or the host of a machine.
  private static func isMachinePart(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy { byte in
      byte.isLetterOrDigit || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }
  }
}
