import Inventory

/// The value of an option: its placeholder, its completions, and its rule.
struct OptionValue: Sendable {
  /// Its name in help screens.
  let placeholder: String
  /// The completions for a command, or for no command yet.
  let completion: @Sendable (Command?) -> Completion
  /// Throws if a text is not valid; the message follows the name of the option.
  let check: @Sendable (String) throws(UsageError) -> Void

  /// Makes a value without a rule.
  ///
  /// Options that describe an instance are checked together with the inventory, so that all problems are reported at once.
  init(_ placeholder: String, _ completion: Completion = .nothing) {
    self.init(placeholder, { _ in completion })
  }

  /// Makes a value with different completions for each command.
  init(_ placeholder: String, _ completion: @escaping @Sendable (Command?) -> Completion) {
    self.placeholder = placeholder
    self.completion = completion
    check = { _ in }
  }

  /// Makes a value with a rule.
  init<Value, Problem: Error & CustomStringConvertible>(
    _ placeholder: String, _ completion: Completion = .nothing,
    _ rule: @escaping @Sendable (String) throws(Problem) -> Value
  ) {
    self.placeholder = placeholder
    self.completion = { _ in completion }
    check = { text throws(UsageError) in
      do throws(Problem) {
        _ = try rule(text)
      } catch {
        throw UsageError(error.description)
      }
    }
  }

  /// Makes a value that is one of a few words.
  static func word<Value: RawRepresentable<String> & CaseIterable & Sendable>(
    _ placeholder: String, of type: Value.Type, called noun: String
  ) -> OptionValue {
    OptionValue(placeholder, .words(of: type)) { text throws(InvalidSetting) in
      try SettingRule.choice(text, of: type, called: noun)
    }
  }

  /// A file to read.
  static let file = OptionValue("FILE", .files)
  /// A file to write.
  static let newFile = OptionValue("FILE", .files, OptionRule.newFile)
  /// A time.
  static let time = OptionValue("TIME", .nothing, OptionRule.time)
  /// A name server.
  static let server = OptionValue("IP[:PORT]", .nothing, OptionRule.server)
  /// A limit of changes.
  static let limit = OptionValue("N", .nothing, OptionRule.limit)
}
