import DNSClient
import DNSModel

/// Compares what a resolver answers for one name with what the inventory says.
struct Verification {
  /// What came out.
  enum State: Hashable {
    /// The answer is what the inventory says.
    case isTrue
    /// The answer has other addresses.
    case otherAddress
    /// The answer has an address of the Internet: somebody else answers for the name.
    case publicAddress
    /// There is no such name, or it has no address.
    case missing(String)
    /// The answer may be kept for longer than the inventory says.
    case longerTTL
    /// The resolver refused, or did not answer.
    case failed(String)

    /// What came out, in one word for JSON and metrics.
    enum Word: String, CaseIterable {
      case isTrue = "true"
      case otherAddress, publicAddress, missing, longerTTL, failed
    }

    /// The word for it.
    var word: Word {
      switch self {
      case .isTrue: .isTrue
      case .otherAddress: .otherAddress
      case .publicAddress: .publicAddress
      case .missing: .missing
      case .longerTTL: .longerTTL
      case .failed: .failed
      }
    }
  }

  /// The resolver; nothing for that of the system.
  let server: NameServer?
  /// What the inventory says.
  let expected: RecordSet
  /// The addresses of the answer.
  let found: [IPv4Address]
  /// The TTL of the answer, where there is one.
  let ttl: UInt32?
  /// What came out.
  let state: State

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
        // What block lists answer, such as 127.0.0.1 and 0.0.0.0, is neither private nor public.
        let local = AddressRange.privateUse + AddressRange.unusable
        let isPublic = addresses.contains { address in !local.contains { $0.contains(address) } }
        state = isPublic ? .publicAddress : .otherAddress
      } else {
        state = answeredTTL ?? 0 > expected.ttl.seconds ? .longerTTL : .isTrue
      }
    }
  }

  /// Notes that no answer came.
  init(failure reason: String, of server: NameServer?, for expected: RecordSet) {
    self.server = server
    self.expected = expected
    (found, ttl, state) = ([], nil, .failed(reason))
  }
}
