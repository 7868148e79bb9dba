import DNSModel
import Diagnostics

/// Reads values of a document or of options; reports a value that is wrong, and returns nil for it.
struct ValueReader {
  /// A rule of ``SettingRule``.
  typealias Rule<Value> = (String) throws(InvalidSetting) -> Value

  let document: JSON5Document
  let log: ProblemLog

  func fields<Key: InventoryKey>(of value: JSON5Value, _: Key.Type) -> Fields<Key>? {
    guard value.kind == .object else { return mismatch(value, "an object") }
    return Fields(of: value, in: document, log)
  }

  /// The value that a rule makes from a text.
  func setting<Value>(_ value: JSON5Value?, _ rule: Rule<Value>) -> Value? {
    guard let value else { return nil }
    guard let text = document.text(of: value) else { return mismatch(value, "a string") }
    return checked(at: .byte(value.offset), hiding: PrintableText.quoted(text)) { () throws(InvalidSetting) in
      try rule(text)
    }
  }

  /// The value that a rule makes from the text of an option.
  func setting<Value>(_ text: String?, of option: String, _ rule: Rule<Value>) -> Value? {
    guard let text else { return nil }
    return checked(at: .option(option)) { () throws(InvalidSetting) in try rule(text) }
  }

  func boolean(_ value: JSON5Value?) -> Bool? {
    guard let value else { return nil }
    return value.boolean ?? mismatch(value, "true or false")
  }

  /// A TTL: a number of seconds, or a text.
  func timeToLive(_ value: JSON5Value?) -> TimeToLive? {
    guard let value else { return nil }
    guard let number = document.number(of: value) else {
      guard value.isText else { return mismatch(value, "a number of seconds or a string such as \"5m\"") }
      return setting(value, SettingRule.ttl)
    }
    return checked(at: .byte(value.offset), hiding: SettingRule.written(number)) { () throws(InvalidSetting) in
      try SettingRule.ttl(number)
    }
  }

  /// The elements of a list; with a noun, the list must not be empty.
  func elements(of list: JSON5Value, atLeastOne noun: String? = nil) -> [JSON5Value]? {
    guard list.kind == .list else { return mismatch(list, "a list") }
    let elements = Array(document.children(of: list))
    if let noun, elements.isEmpty {
      log.report("expected at least one \(noun), found an empty list. Add one.", at: .byte(list.offset))
    }
    return elements
  }

  /// The elements of a list, or a single text.
  func oneOrMore(_ value: JSON5Value, atLeastOne noun: String? = nil) -> [JSON5Value] {
    if value.isText { return [value] }
    guard value.kind == .list else { return mismatch(value, "a string or a list of strings") ?? [] }
    return elements(of: value, atLeastOne: noun) ?? []
  }

  /// The values that a reader makes from a list, in order; duplicates are reported.
  func distinct<Value: Hashable>(
    _ list: JSON5Value, _ repetition: (String) -> String,
    _ read: (JSON5Value) -> (setting: Value, origin: JSON5Value)?
  ) -> [Value] {
    var (inOrder, offsets) = ([Value](), [Value: Int]())
    for (setting, origin) in (elements(of: list) ?? []).compactMap(read) {
      if let first = offsets[setting] {
        log.report(repetition(log.name(of: .byte(first))), at: .byte(origin.offset))
      } else {
        offsets[setting] = origin.offset
        inOrder.append(setting)
      }
    }
    return inOrder
  }

  /// Reports that a value has the wrong type.
  ///
  /// - Returns: always nil.
  func mismatch<Value>(_ value: JSON5Value, _ expectation: String) -> Value? {
    log.report("expected \(expectation), found \(value.noun)", at: .byte(value.offset))
    return nil
  }

  /// Returns the value of a rule, or reports its error; the message does not repeat the text of a file that is not an
  /// inventory.
  @discardableResult
  func checked<Value>(
    at origin: ProblemLog.Origin, hiding secret: @autoclosure () -> String? = nil,
    _ rule: () throws(InvalidSetting) -> Value
  ) -> Value? {
    do throws(InvalidSetting) {
      return try rule()
    } catch {
      var message = error.description
      if !log.isInventory, let secret = secret() {
        message = message.replacing(secret, with: "'…'", maxReplacements: 1)
      }
      log.report(message, at: origin)
      return nil
    }
  }
}
