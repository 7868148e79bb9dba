/// Why a value is refused: one sentence without a full stop, fit to follow `file:line:column: ` or the name of an option.
public struct InvalidSetting: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong and what would be right.
  public let description: String

  /// Makes the error.
  init(_ description: String) {
    self.description = description
  }
}

/// What the values of an inventory must be, wherever they come from: the file and the command line ask here.
///
/// Every rule takes what somebody wrote and gives the value that it stands for. None knows the place of the text.
public enum SettingRule {
  /// Takes one of a few words.
  ///
  /// - Parameters:
  ///   - text: the word as somebody wrote it.
  ///   - type: the values that it can stand for.
  ///   - noun: what the word says, such as "cloud".
  /// - Returns: the value.
  /// - Throws: ``InvalidSetting`` with the nearest right word, or all of them.
  public static func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ text: String, of type: Value.Type, called noun: String
  ) throws(InvalidSetting) -> Value {
    if let value = Value(rawValue: text) { return value }
    throw InvalidSetting(unknown(noun, text, among: Value.allCases.map(\.rawValue), advice: "use", conjunction: "or"))
  }

  /// The sentence about a word that is none of the right ones.
  ///
  /// - Parameters:
  ///   - noun: what the word says.
  ///   - word: the word.
  ///   - isShown: whether the sentence repeats it.
  ///   - words: the right ones.
  ///   - advice: what stands before the list of the right ones.
  ///   - conjunction: what stands before the last of them.
  /// - Returns: the sentence.
  static func unknown(
    _ noun: String, _ word: String, isShown: Bool = true, among words: [String], advice: String, conjunction: String
  ) -> String {
    let beginning = "unknown \(noun) \(PrintableText.quoted(isShown ? word : "…"))"
    if let nearest = NearestWord.find(for: word, among: words) { return "\(beginning); did you mean '\(nearest)'?" }
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return "\(beginning); \(advice) \(quoted.joined())" }
    return "\(beginning); \(advice) \(quoted.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }

  /// Refuses a text with characters of the ASCII control block in it, or with nothing.
  ///
  /// - Parameters:
  ///   - text: the text.
  ///   - noun: what it is, such as "path".
  /// - Returns: the text.
  /// - Throws: ``InvalidSetting``.
  static func line(_ text: String, called noun: String) throws(InvalidSetting) -> String {
    guard text.utf8.contains(where: { $0 != UInt8(ascii: " ") }) else { throw InvalidSetting("a \(noun) is not empty") }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw InvalidSetting("\(PrintableText.quoted(text)) is no \(noun): it has a control character in it")
    }
    return text
  }
}

extension UInt8 {
  /// Whether the byte is an ASCII letter or digit.
  var isLetterOrDigit: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
