import DNSClient
import DNSModel

/// What `verify --format json` prints, version 1.
struct VerificationJSON: Encodable {
  /// The answer of one resolver for one name.
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

  /// Takes the results in their order; the resolver of the machine has no server.
  init(_ results: [Verification]) {
    allTrue = results.allSatisfy { $0.state == .isTrue }
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
