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
  /// Whether only the help is wanted.
  var wantsHelp = false

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
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number)
        else {
          throw .usage("\(name) needs a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
      }
      func numbers(_ form: String, optional: Int = 0) throws(ProgramFailure) -> [Double] {
        let text = try value()
        let numbers = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
          .map { Double(String(decoding: $0, as: UTF8.self)) ?? -1 }
        guard numbers.allSatisfy({ $0 >= 0 && $0 < 1e9 }), (2 - optional...2).contains(numbers.count) else {
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
        guard values[0] <= 1 else { throw .usage("--faults needs \(form)") }
        faults = (values[0], UInt64(values.count == 2 ? values[1] : 0))
      case "--port": port = UInt16(try number(0...65535))
      case "--state": stateFile = try value()
      case "--services": servicesFile = try value()
      case "--retry-after": retryAfter = try number(0...3600)
      case "--page-size": pageSize = try number(1...1000)
      case "--token-lifetime": tokenLifetime = try number(1...86400)
      case "--help" where parts.count == 1, "-h" where parts.count == 1: wantsHelp = true
      default: throw .usage("'\(argument)' is no option of azure-emulator")
      }
    }
  }

  /// What `--help` prints.
  static let help = """
    azure-emulator: a Resource Manager for Azure Private DNS on this machine

    usage: azure-emulator [--port N] [--state FILE] [--services FILE] [--retry-after SECONDS]
                          [--page-size N] [--token-lifetime SECONDS] [--latency MS]
                          [--throttle BURST,RATE] [--faults RATE[,SEED]] [--help]

      --port N                  the port of 127.0.0.1 to listen on; 0, the default, takes any free one
      --state FILE              keeps zones, links and record sets in this JSON file; without it, in memory
      --services FILE           answers with the API Management instances in this file, which is what Azure
                                answers to their list: {"value": [{"id": "/subscriptions/...", ...}]}
      --retry-after SECONDS     what Retry-After says (default 1)
      --page-size N             the most items on a page of a list (default 100)
      --token-lifetime SECONDS  how long a token is good for (default 3599)
      --latency MS              how many milliseconds longer every answer takes (default 0)
      --throttle BURST,RATE     429 for reads, writes or deletions of a zone that come faster than this
      --faults RATE[,SEED]      lets this share of the answers, 0 to 1, go wrong: 401, 409, 429, 500, 503, resets
                                before and after the deed, truncated, HTML instead of JSON, no answer at all

    The first line on standard output is the port number. Tokens are given at
    http://127.0.0.1:PORT/{tenant}/oauth2/v2.0/token for any client and any secret but 'wrong-secret'.
    Any subscription will do; one that is called 'forbidden' may not be read nor written.
    A change of a zone or a link ends at the second poll of its operation, or by itself some time later.
    SIGTERM and SIGINT finish what was accepted, save the state and end the program.

    """
}
