import Diagnostics

/// Takes values of a document, or of options, by their kind and their rule: what is wrong is reported, and nothing comes back.
struct ValueReader {
  /// A rule of ``SettingRule``.
  typealias Rule<Value> = (String) throws(InvalidSetting) -> Value

  /// What the values stand in.
  let document: JSON5Document
  /// Where problems go.
  let log: ProblemLog

  /// The members of an object.
  func fields<Key: InventoryKey>(of value: JSON5Value, _: Key.Type) -> Fields<Key>? {
    guard value.kind == .object else { return mismatch(value, "an object") }
    return Fields(of: value, in: document, log)
  }

  /// A text that a rule takes.
  func setting<Value>(_ value: JSON5Value?, _ rule: Rule<Value>) -> Value? {
    guard let value else { return nil }
    guard let text = document.text(of: value) else { return mismatch(value, "a string") }
    return checked(at: .byte(value.offset), hiding: PrintableText.quoted(text)) { () throws(InvalidSetting) in
      try rule(text)
    }
  }

  /// The text of an option that a rule takes.
  func setting<Value>(_ text: String?, of option: String, _ rule: Rule<Value>) -> Value? {
    guard let text else { return nil }
    return checked(at: .option(option)) { () throws(InvalidSetting) in try rule(text) }
  }

  /// A boolean.
  func boolean(_ value: JSON5Value?) -> Bool? {
    guard let value else { return nil }
    return value.boolean ?? mismatch(value, "true or false")
  }

  /// The values of a list, which must have one where a noun says of what.
  func elements(of list: JSON5Value, atLeastOne noun: String? = nil) -> [JSON5Value]? {
    guard list.kind == .list else { return mismatch(list, "a list") }
    let elements = Array(document.children(of: list))
    if let noun, elements.isEmpty {
      log.report("expected at least one \(noun), found an empty list", at: .byte(list.offset))
    }
    return elements
  }

  /// The values of a list, or the one text that stands in its place.
  func oneOrMore(_ value: JSON5Value, atLeastOne noun: String? = nil) -> [JSON5Value] {
    if value.isText { return [value] }
    guard value.kind == .list else { return mismatch(value, "a string or a list of strings") ?? [] }
    return elements(of: value, atLeastOne: noun) ?? []
  }

  /// What each value of a list says by its reader, in its order; what says it again is reported with where it stands first.
  func distinct<Value: Hashable>(
    _ list: JSON5Value, _ repetition: (String) -> String,
    _ read: (JSON5Value) -> (setting: Value, spot: JSON5Value)?
  ) -> [Value] {
    var (inOrder, offsets) = ([Value](), [Value: Int]())
    for (setting, spot) in (elements(of: list) ?? []).compactMap(read) {
      if let first = offsets[setting] {
        log.report(repetition(log.name(of: .byte(first))), at: .byte(spot.offset))
      } else {
        offsets[setting] = spot.offset
        inOrder.append(setting)
      }
    }
    return inOrder
  }

  /// Reports that a value has the wrong kind.
  ///
  /// - Returns: nothing, whatever was wanted.
  func mismatch<Value>(_ value: JSON5Value, _ expectation: String) -> Value? {
    log.report("expected \(expectation), found \(value.noun)", at: .byte(value.offset))
    return nil
  }

  /// Gives what a rule takes, and reports why where it refuses; a file that is no inventory can hold a secret there, which the
  /// report does not repeat.
  @discardableResult
  func checked<Value>(
    at spot: ProblemLog.Spot, hiding secret: @autoclosure () -> String? = nil,
    _ rule: () throws(InvalidSetting) -> Value
  ) -> Value? {
    do throws(InvalidSetting) {
      return try rule()
    } catch {
      var sentence = error.description
      if !log.isInventory, let secret = secret() {
        sentence = sentence.replacing(secret, with: "'…'", maxReplacements: 1)
      }
      log.report(sentence, at: spot)
      return nil
    }
  }
}
