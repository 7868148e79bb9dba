/// Values of the document, each checked for its type and by its rule. What is wrong is reported, and nothing comes back.
extension InventoryReader {
  /// A rule of ``SettingRule``.
  typealias Rule<Value> = (String) throws(InvalidSetting) -> Value

  /// The members of an object.
  mutating func fields<Key: InventoryKey>(of value: JSON5Value, _: Key.Type) -> Fields<Key>? {
    guard value.kind == .object else { return mismatch(value, "an object") }
    return Fields(of: value, &log)
  }

  /// A text that a rule takes.
  mutating func setting<Value>(_ value: JSON5Value?, _ rule: Rule<Value>) -> Value? {
    guard let value else { return nil }
    guard let text = value.text else { return mismatch(value, "a string") }
    return checked(at: .byte(value.offset), hiding: PrintableText.quoted(text)) { () throws(InvalidSetting) in
      try rule(text)
    }
  }

  /// The text of an option that a rule takes.
  mutating func setting<Value>(_ text: String?, of option: String, _ rule: Rule<Value>) -> Value? {
    guard let text else { return nil }
    return checked(at: .option(option)) { () throws(InvalidSetting) in try rule(text) }
  }

  /// A boolean.
  mutating func boolean(_ value: JSON5Value?) -> Bool? {
    guard let value else { return nil }
    return value.boolean ?? mismatch(value, JSON5Value.Kind.boolean.rawValue)
  }

  /// Does something with each value of a list.
  mutating func readEach(_ list: JSON5Value?, _ body: (inout InventoryReader, JSON5Value) -> Void) {
    guard let list else { return }
    guard list.kind == .list else {
      let _: Never? = mismatch(list, "a list")
      return
    }
    for value in list.elements { body(&self, value) }
  }

  /// A list of texts that a rule takes; those that it refuses are left out.
  mutating func settings<Value>(_ list: JSON5Value?, _ rule: Rule<Value>) -> [Value]? {
    guard let list else { return nil }
    var taken: [Value] = []
    readEach(list) { reader, value in
      if let setting = reader.setting(value, rule) { taken.append(setting) }
    }
    return taken
  }

  /// The values of a list, or the one text that stands in its place.
  mutating func oneOrMore(_ value: JSON5Value) -> [JSON5Value] {
    switch value.kind {
    case .text: return [value]
    case .list: return Array(value.elements)
    default: return mismatch(value, "a string or a list of strings") ?? []
    }
  }

  /// Reports that a value has the wrong type.
  ///
  /// - Returns: nothing, whatever was wanted.
  mutating func mismatch<Value>(_ value: JSON5Value, _ expectation: String) -> Value? {
    log.report("expected \(expectation), found \(value.kind.rawValue)", at: .byte(value.offset))
    return nil
  }

  /// Gives what a rule takes, and reports why where it refuses.
  ///
  /// - Parameters:
  ///   - spot: where the value came from.
  ///   - secret: the value as the rule would repeat it, which it may not where the file is no inventory.
  ///   - rule: the rule.
  /// - Returns: what it takes.
  mutating func checked<Value>(
    at spot: ProblemLog.Spot, hiding secret: String? = nil, _ rule: () throws(InvalidSetting) -> Value
  ) -> Value? {
    do throws(InvalidSetting) {
      return try rule()
    } catch {
      var sentence = error.description
      if !log.isInventory, let secret { sentence = sentence.replacing(secret, with: "'…'", maxReplacements: 1) }
      log.report(sentence, at: spot)
      return nil
    }
  }
}
