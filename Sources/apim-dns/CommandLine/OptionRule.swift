import DNSClient
import DNSModel

/// The rules for values of options that no setting of the inventory corresponds to.
enum OptionRule {
  /// Parses a time.
  ///
  /// - Returns: the whole seconds, 1 or more.
  static func time(_ text: String) throws(UsageError) -> Double {
    guard let time = TimeToLive(text) else {
      throw UsageError("'\(text)' is not a valid time. Use seconds, or 30s, 5m or 2h.")
    }
    return Double(time.seconds)
  }

  /// Parses the address of a name server.
  static func server(_ text: String) throws(UsageError) -> NameServer {
    if let server = NameServer(text) { return server }
    throw UsageError(
      "'\(text)' is not a valid name server. Use IP[:PORT], such as 10.0.0.4, 127.0.0.1:5353 or [2001:db8::4]:53.")
  }

  /// Checks the path of an output file; `-` (stdout) is not allowed.
  static func newFile(_ text: String) throws(UsageError) -> String {
    if text != "-" { return text }
    throw UsageError("'-' is not a valid output file. Use the name of a file.")
  }

  /// Parses a number of changes.
  static func limit(_ text: String) throws(UsageError) -> Int {
    if isDigits(text), let number = Int(text) { return number }
    throw UsageError("'\(text)' is not a valid number. Use 0 or more.")
  }

  /// Parses a TCP port.
  static func port(_ text: String) throws(UsageError) -> UInt16 {
    if isDigits(text), let number = UInt16(text), number > 0 { return number }
    throw UsageError("'\(text)' is not a valid port. Use 1-65535.")
  }

  /// Parses the number of machines or connections to work on in parallel.
  static func parallelism(_ text: String) throws(UsageError) -> Int {
    if isDigits(text), let number = Int(text), (1...256).contains(number) { return number }
    throw UsageError("'\(text)' is not a valid number of machines or connections. Use 1-256.")
  }

  /// Whether a text has only digits; `Int` would also accept a sign.
  private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}

extension Arguments {
  /// The value of an option, parsed by the rule that has checked it already; nil if it is not given.
  func value<Value>(_ name: Option.Name, _ rule: (String) throws(UsageError) -> Value) -> Value? {
    value(name).flatMap { try? rule($0) }
  }
}
