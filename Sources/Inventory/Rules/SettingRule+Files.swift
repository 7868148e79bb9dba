public import Reconciliation

extension SettingRule {
  /// Takes the path of a file or folder.
  ///
  /// - Parameter text: the path as somebody wrote it.
  /// - Returns: the path.
  /// - Throws: ``InvalidSetting`` where nothing is there, or a control character.
  public static func path(_ text: String) throws(InvalidSetting) -> String { try line(text, called: "path") }

  /// Takes the path of a file on another machine, where no folder is ours.
  ///
  /// - Parameter text: the path as somebody wrote it.
  /// - Returns: the path.
  /// - Throws: ``InvalidSetting`` where it is no path, or does not begin with a slash.
  public static func pathOnMachine(_ text: String) throws(InvalidSetting) -> String {
    let path = try path(text)
    guard path.utf8.first == UInt8(ascii: "/") else {
      throw InvalidSetting("\(PrintableText.quoted(text)) is a path on other machines, so it must begin with '/'")
    }
    return path
  }

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
  public static func machine(_ text: String) throws(InvalidSetting) -> Machine {
    guard let machine = Machine(text) else {
      throw InvalidSetting(
        "\(PrintableText.quoted(text)) is no machine: use [USER@]HOST[:PORT] with letters, digits, '.', '-' and '_', not "
          + "beginning with '-', an IPv6 address in brackets, and a port from 1 to 65535")
    }
    return machine
  }
}
