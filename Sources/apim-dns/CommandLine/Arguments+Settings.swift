import Inventory
import Reconciliation

/// Options that say the same as a setting of the inventory; each value is put through the rule of that setting.
extension Arguments {
  /// The value of an option that may be given once; nil where it was not given.
  ///
  /// - Throws: ``BackendError`` where the rule refuses the value.
  func setting<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value? {
    guard let text = value(name) else { return nil }
    return try Self.checked(text, of: name, rule)
  }

  /// The values of an option that may repeat; nil where it was not given.
  ///
  /// - Throws: ``BackendError`` where the rule refuses a value.
  func settings<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> [Value]? {
    guard let texts = all(name) else { return nil }
    var values: [Value] = []
    for text in texts { values.append(try Self.checked(text, of: name, rule)) }
    return values
  }

  /// The value of an option that takes one of a few words, which say what the noun names.
  ///
  /// - Throws: ``BackendError`` where it is none of them.
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
