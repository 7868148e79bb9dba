/// The command-line options.
struct Options: Sendable {
  /// The port; 0 for any free one.
  var port: UInt16 = 0
  /// The file that keeps the state; nil to keep it in memory.
  var stateFile: String?
  /// The file of API Management instances and what belongs to them; nil for none.
  var servicesFile: String?
  /// The types of its resources to which access is denied.
  var forbiddenTypes: Set<FileResourceType> = []
  /// The value of `Retry-After`, in seconds.
  var retryAfter = 1
  /// The most items on a page.
  var pageSize = 100
  /// The lifetime of tokens in seconds.
  var tokenLifetime = 3599
  /// The delay of each response in milliseconds.
  var latency = 0
  /// The rate limit; nil for none.
  var throttle: RateLimitOption?
  /// The share of requests with a fault, and the seed that selects them.
  var faults: (rate: Double, seed: UInt64)?
  /// The PEM file of the certificate of client assertions; nil to accept any assertion.
  var clientCertificate: String?
  /// Whether new zones with the names of API Management's domains are refused.
  var reservesZones = false
  /// Whether connections are encrypted.
  var usesTLS = false
  /// The help, the manual page or the version, if it is to be printed instead of serving.
  var textToPrint: String?

  /// Parses the command line.
  ///
  /// - Parameter arguments: the arguments without the program name; options are `--name value` or `--name=value`.
  /// - Throws: ``ProgramFailure`` if an option or its value is not valid.
  init(_ arguments: some Sequence<String>) throws(ProgramFailure) {
    var rest = Array(arguments)[...]
    while let argument = rest.popFirst() {
      let parts = argument.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      let name = parts[0]
      func value() throws(ProgramFailure) -> String {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
          throw .usage("\(name) requires a value")
        }
        return value
      }
      func number(_ range: ClosedRange<Int>) throws(ProgramFailure) -> Int {
        let text = try value()
        guard let number = Int(digits: text), range.contains(number) else {
          throw .usage(
            "'\(text)' is not a valid \(name). Use a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
      }
      func numbers(_ text: String, _ form: String, optional: Int = 0) throws(ProgramFailure) -> [Double] {
        let numbers = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
          .map { Double(String(decoding: $0, as: UTF8.self)) ?? -1 }
        let isPlain = text.utf8.allSatisfy {
          (0x30...0x39).contains($0) || [UInt8(ascii: "."), UInt8(ascii: ",")].contains($0)
        }
        guard isPlain, numbers.allSatisfy({ $0 >= 0 && $0 < 1e9 }), (2 - optional...2).contains(numbers.count) else {
          throw .usage("'\(text)' is not a valid \(name). Use \(form).")
        }
        return numbers
      }
      switch name {
      case "--latency": latency = try number(0...10000)
      case "--throttle":
        let form = "'documented', or a burst and a rate, both above 0, such as 200,10"
        let text = try value()
        guard text != "documented" else {
          throttle = .documented
          continue
        }
        let values = try numbers(text, form)
        guard values[0] >= 1, values[1] > 0 else { throw .usage("--throttle is out of range. Use \(form).") }
        throttle = .buckets(burst: Int(values[0]), rate: values[1])
      case "--faults":
        let form = "a share from 0 to 1 and optionally a whole number as the seed, such as 0.3,7"
        let values = try numbers(try value(), form, optional: 1)
        guard values[0] <= 1, values.dropFirst().allSatisfy({ $0.rounded() == $0 }) else {
          throw .usage("--faults is out of range. Use \(form).")
        }
        faults = (values[0], UInt64(values.count == 2 ? values[1] : 0))
      case "--port": port = UInt16(try number(0...65535))
      case "--state": stateFile = try value()
      case "--services": servicesFile = try value()
      case "--forbid":
        let text = try value()
        guard let type = FileResourceType(text) else {
          let types = FileResourceType.allCases.map(\.name).joined(separator: ", ")
          throw .usage("'\(text)' is not a valid --forbid. Use one of \(types).")
        }
        forbiddenTypes.insert(type)
      case "--client-certificate": clientCertificate = try value()
      case "--retry-after": retryAfter = try number(0...3600)
      case "--page-size": pageSize = try number(1...1000)
      case "--token-lifetime": tokenLifetime = try number(1...86400)
      case "--reserved-zones" where parts.count == 1: reservesZones = true
      case "--tls" where parts.count == 1: usesTLS = true
      case "--help" where parts.count == 1, "-h" where parts.count == 1: textToPrint = Self.help
      case "--man" where parts.count == 1: textToPrint = ManualPage.text
      case "--version" where parts.count == 1: textToPrint = "azure-emulator \(Self.version)\n"
      default: throw .usage("unknown option '\(argument)'")
      }
    }
  }
}

/// A rate limit on the command line.
enum RateLimitOption: Sendable {
  /// A token bucket for each zone and kind of request, with its size and the tokens that are added per second.
  case buckets(burst: Int, rate: Double)
  /// The documented limits of private DNS.
  case documented

  /// The rate limit, before the first request.
  var rateLimit: any RateLimit {
    switch self {
    case .buckets(let burst, let rate): Throttle(burst: burst, rate: rate)
    case .documented: DocumentedRates()
    }
  }
}
