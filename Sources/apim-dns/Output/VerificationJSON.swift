import DNSClient
import DNSModel
import EndpointProbe

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
    /// The connections to the addresses of the name; nil without `--connect`.
    let connections: [ConnectionJSON]?
  }

  let version = 1
  let allTrue: Bool
  /// Whether all connections are ok; nil without `--connect`.
  let allConnected: Bool?
  let answers: [Answer]
  /// The warnings of `--azure` and `--connect`; nil without these options.
  let warnings: [String]?

  /// The signal that interrupted the run; nil if none did.
  let interrupted: String?

  /// The system resolver has no server.
  init(
    _ results: [Verification], _ connections: [ProbedConnection]? = nil, warnings: [String]? = nil,
    interrupted: String? = nil
  ) {
    self.warnings = warnings
    self.interrupted = interrupted
    allTrue = interrupted == nil && results.allSatisfy { $0.state == .matches }
    allConnected = connections?.allSatisfy { $0.state == .ok }
    let byName = connections.map { Dictionary(grouping: $0) { $0.target.hostname } }
    answers = results.map { result in
      let error: String? =
        switch result.state {
        case .failed(let reason), .missing(let reason): reason
        default: nil
        }
      return Answer(
        name: result.expected.name.text, server: result.server?.description, state: result.state.word.rawValue,
        expected: result.expected.addresses.map(\.description), found: result.found.map(\.description), ttl: result.ttl,
        error: error, connections: byName.map { $0[result.expected.name, default: []].map(ConnectionJSON.init) })
    }
  }
}
