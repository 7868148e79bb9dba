import Inventory
import Reconciliation

/// Options that override a setting of the inventory, each checked by the rule of that setting.
extension Arguments {
  /// The value of an option that is not repeatable; nil if it is not given.
  ///
  /// - Throws: ``BackendError`` if the value is invalid.
  func setting<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value? {
    guard let text = value(name) else { return nil }
    return try Self.checked(text, of: name, rule)
  }

  /// The values of a repeatable option; nil if it is not given.
  ///
  /// - Throws: ``BackendError`` if a value is invalid.
  func settings<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> [Value]? {
    guard let texts = all(name) else { return nil }
    var values: [Value] = []
    for text in texts { values.append(try Self.checked(text, of: name, rule)) }
    return values
  }

  /// The value of an option that takes one of a few words; messages call it by the noun.
  ///
  /// - Throws: ``BackendError`` if the word is unknown.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: Option.Name, of type: Value.Type, called noun: String
  ) throws(BackendError) -> Value? {
    try setting(name) { text throws(InvalidSetting) in try SettingRule.choice(text, of: type, called: noun) }
  }

  private static func checked<Value>(
    _ text: String, of name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value {
    do throws(InvalidSetting) {
      return try rule(text)
    } catch {
      throw BackendError(.badSettings, "\(name.flag): \(error)")
    }
  }
}
