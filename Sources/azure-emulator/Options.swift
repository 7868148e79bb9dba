/// What the command line says.
struct Options: Sendable {
  /// The port to listen on; 0 for any free one.
  var port: UInt16 = 0
  /// The file that keeps the state; without one it is kept in memory only.
  var stateFile: String?
  /// The file of API Management instances; without one there are none.
  var servicesFile: String?
  /// The whole seconds that every `Retry-After` says.
  var retryAfter = 1
  /// The most items on a page of a list.
  var pageSize = 100
  /// How many seconds a token is good for.
  var tokenLifetime = 3599
  /// The milliseconds that every answer takes longer.
  var latency = 0
  /// How many requests of a kind a zone takes at once, and how many more each second.
  var throttle: (burst: Int, rate: Double)?
  /// The share of answers that go wrong, and what decides which.
  var faults: (rate: Double, seed: UInt64)?
  /// The PEM file of the certificate with which assertions must be signed; without one, any assertion will do.
  var clientCertificate: String?
  /// The text that is wanted in place of the service: the help, or the version.
  var textToPrint: String?

  /// Reads the arguments of the program, without its name.
  ///
  /// - Parameter arguments: options as `--name value` or `--name=value`.
  /// - Throws: ``ProgramFailure`` with what is wrong with them.
  init(_ arguments: some Sequence<String>) throws(ProgramFailure) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      let parts = argument.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      let name = parts[0]
      func value() throws(ProgramFailure) -> String {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
          throw .usage("\(name) needs a value")
        }
        return value
      }
      func number(_ range: ClosedRange<Int>) throws(ProgramFailure) -> Int {
        let text = try value()
        guard let number = Int(digits: text), range.contains(number) else {
          throw .usage("\(name) needs a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
      }
      func numbers(_ form: String, optional: Int = 0) throws(ProgramFailure) -> [Double] {
        let text = try value()
        let numbers = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
          .map { Double(String(decoding: $0, as: UTF8.self)) ?? -1 }
        let isPlain = text.utf8.allSatisfy {
          (0x30...0x39).contains($0) || [UInt8(ascii: "."), UInt8(ascii: ",")].contains($0)
        }
        guard isPlain, numbers.allSatisfy({ $0 >= 0 && $0 < 1e9 }), (2 - optional...2).contains(numbers.count) else {
          throw .usage("\(name) needs \(form), not '\(text)'")
        }
        return numbers
      }
      switch name {
      case "--latency": latency = try number(0...10000)
      case "--throttle":
        let form = "a burst and a rate above 0, such as 200,10"
        let values = try numbers(form)
        guard values[0] >= 1, values[1] > 0 else { throw .usage("--throttle needs \(form)") }
        throttle = (Int(values[0]), values[1])
      case "--faults":
        let form = "a share from 0 to 1 and, if you like, a whole number as the seed, such as 0.3,7"
        let values = try numbers(form, optional: 1)
        guard values[0] <= 1, values.dropFirst().allSatisfy({ $0.rounded() == $0 }) else {
          throw .usage("--faults needs \(form)")
        }
        faults = (values[0], UInt64(values.count == 2 ? values[1] : 0))
      case "--port": port = UInt16(try number(0...65535))
      case "--state": stateFile = try value()
      case "--services": servicesFile = try value()
      case "--client-certificate": clientCertificate = try value()
      case "--retry-after": retryAfter = try number(0...3600)
      case "--page-size": pageSize = try number(1...1000)
      case "--token-lifetime": tokenLifetime = try number(1...86400)
      case "--help" where parts.count == 1, "-h" where parts.count == 1: textToPrint = Self.help
      case "--version" where parts.count == 1: textToPrint = "azure-emulator \(Self.version)\n"
      default: throw .usage("'\(argument)' is no option of azure-emulator")
      }
    }
  }
}
