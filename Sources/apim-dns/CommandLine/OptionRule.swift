import DNSClient
import DNSModel

/// What the values of options must be for which no inventory has a setting.
enum OptionRule {
  /// Takes a time.
  ///
  /// - Returns: the whole seconds, 1 or more.
  static func time(_ text: String) throws(UsageError) -> Double {
    guard let time = TimeToLive(text) else { throw UsageError("'\(text)' is no time; use seconds, or 30s 5m 2h") }
    return Double(time.seconds)
  }

  /// Takes the address of a name server.
  static func server(_ text: String) throws(UsageError) -> NameServer {
    if let server = NameServer(text) { return server }
    throw UsageError("'\(text)' is no name server; use IP[:PORT], such as 10.0.0.4, 127.0.0.1:5353 or [2001:db8::4]:53")
  }

  /// Takes the path of a file to write, which stdout is not.
  static func newFile(_ text: String) throws(UsageError) -> String {
    if text != "-" { return text }
    throw UsageError("'-' is no file to write; name one")
  }

  /// Takes a number of changes.
  static func limit(_ text: String) throws(UsageError) -> Int {
    if isDigits(text), let number = Int(text) { return number }
    throw UsageError("'\(text)' is no number; use 0 or more")
  }

  /// Takes how many machines are worked on at the same time.
  static func parallelism(_ text: String) throws(UsageError) -> Int {
    if isDigits(text), let number = Int(text), (1...256).contains(number) { return number }
    throw UsageError("'\(text)' is no number of machines; use 1 to 256")
  }

  /// Whether a text is a number without a sign, which `Int` itself takes.
  private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

extension Arguments {
  /// The value of an option, put through the rule by which it was checked already; nothing where it was not given.
  func value<Value>(_ name: Option.Name, _ rule: (String) throws(UsageError) -> Value) -> Value? {
    value(name).flatMap { try? rule($0) }
  }
}
