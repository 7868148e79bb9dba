import DNSClient
import DNSModel

/// The output of `verify --format json`, version 1.
struct VerificationJSON: Encodable {
  /// The answer of one resolver for one hostname.
  struct Answer: Encodable {
    let name: String
    let server: String?
    let state: String
    let expected: [String]
    let found: [String]
    let ttl: UInt32?
    let error: String?
  }

  let version = 1
  let allTrue: Bool
  let answers: [Answer]
  /// The warnings of `--azure`; nil without that option.
  let warnings: [String]?

  /// The signal that interrupted the run; nil if none did.
  let interrupted: String?

  /// The system resolver has no server.
  init(_ results: [Verification], warnings: [String]? = nil, interrupted: String? = nil) {
    self.warnings = warnings
    self.interrupted = interrupted
    allTrue = interrupted == nil && results.allSatisfy { $0.state == .matches }
    answers = results.map { result in
      let error: String? =
        switch result.state {
        case .failed(let reason), .missing(let reason): reason
        default: nil
        }
      return Answer(
        name: result.expected.name.text, server: result.server?.description, state: result.state.word.rawValue,
        expected: result.expected.addresses.map(\.description), found: result.found.map(\.description), ttl: result.ttl,
        error: error)
    }
  }
}
