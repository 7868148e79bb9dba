import DNSClient
import DNSModel

/// The comparison of a resolver's answer for one hostname with the inventory.
struct Verification {
  /// The result of a comparison.
  enum State: Hashable {
    /// The answer matches the inventory.
    case matches
    /// The answer has different private addresses.
    case otherAddress
    /// The answer has a public address: another server is authoritative for the name.
    case publicAddress
    /// The name does not exist, or has no address.
    case missing(String)
    /// The answer has a longer TTL than the inventory.
    case longerTTL
    /// The resolver refused or did not answer.
    case failed(String)

    /// A state in JSON and metrics.
    enum Word: String, CaseIterable {
      case matches = "true"
      case otherAddress, publicAddress, missing, longerTTL, failed
    }

    /// The state in JSON and metrics.
    var word: Word {
      switch self {
      case .matches: .matches
      case .otherAddress: .otherAddress
      case .publicAddress: .publicAddress
      case .missing: .missing
      case .longerTTL: .longerTTL
      case .failed: .failed
      }
    }
  }

  /// The resolver; nil for the system resolver.
  let server: NameServer?
  /// The record set of the inventory.
  let expected: RecordSet
  /// The addresses in the answer.
  let found: [IPv4Address]
  /// The TTL of the answer in seconds; nil if it has none.
  let ttl: UInt32?
  let state: State

  /// Whether the resolver does not know the name.
  var isMissing: Bool { if case .missing = state { true } else { false } }

  /// Compares an answer.
  init(_ answer: AddressAnswer, of server: NameServer?, with expected: RecordSet) {
    self.server = server
    self.expected = expected
    switch answer {
    case .none(let reason):
      (found, ttl, state) = ([], nil, .missing(reason))
    case .addresses(let addresses, let answeredTTL):
      (found, ttl) = (addresses, answeredTTL)
      if addresses != expected.addresses {
        // Addresses from block lists, such as 127.0.0.1 and 0.0.0.0, are neither private nor public.
        let local = AddressRange.privateUse + AddressRange.unusable
        let isPublic = addresses.contains { address in !local.contains { $0.contains(address) } }
        state = isPublic ? .publicAddress : .otherAddress
      } else {
        state = answeredTTL ?? 0 > expected.ttl.seconds ? .longerTTL : .matches
      }
    }
  }

  /// Makes the result for a query without an answer.
  init(failure reason: String, of server: NameServer?, for expected: RecordSet) {
    self.server = server
    self.expected = expected
    (found, ttl, state) = ([], nil, .failed(reason))
  }
}
