import Inventory

/// What follows an option: how a help screen calls it, what a shell offers for it, and what it must be.
struct OptionValue: Sendable {
  /// What stands for it in a help screen.
  let placeholder: String
  /// What a shell offers for it behind a command; before any command where there is none.
  let completion: @Sendable (Command?) -> Completion
  /// Refuses what it cannot be, in a sentence that fits behind the name of the option.
  let check: @Sendable (String) throws(UsageError) -> Void

  /// A value that may be any text, or that is checked where all that belongs to it is known: what describes an instance is
  /// checked with its inventory, so that everything wrong with both is said at once.
  init(_ placeholder: String, _ completion: Completion = .nothing) {
    self.init(placeholder, { _ in completion })
  }

  /// A value for which each command has its own words.
  init(_ placeholder: String, _ completion: @escaping @Sendable (Command?) -> Completion) {
    self.placeholder = placeholder
    self.completion = completion
    check = { _ in }
  }

  /// A value for which there is a rule.
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

  /// A value that is one of a few words.
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
  /// How many changes there may be.
  static let limit = OptionValue("N", .nothing, OptionRule.limit)
}
