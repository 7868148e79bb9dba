/// Decides which requests get a fault.
struct FaultPlan: Sendable {
  /// How many requests a token must have served before it may be revoked, because servers do not refuse new tokens.
  private static let tokenUses = 500

  /// The share of requests with a fault, from 0 to 1.
  private let rate: Double
  private var numbers: RandomNumbers
  private var uses: [String: Int] = [:]

  init(rate: Double, seed: UInt64) {
    self.rate = rate
    numbers = RandomNumbers(seed: seed)
  }

  /// The fault of the next request; nil for none.
  mutating func next(_ request: HTTPRequest) -> Fault? {
    let token = request.fields["Authorization"]
    if let token { uses[token, default: 0] += 1 }
    guard Double.random(in: 0..<1, using: &numbers) < rate else { return nil }
    let possible = Fault.allCases.filter { fault in
      switch fault {
      case .pendingOperation: request.method != "GET" && request.method != "POST"
      case .revokedToken: (token.flatMap { uses[$0] } ?? 0) > Self.tokenUses
      default: true
      }
    }
    let fault = possible.randomElement(using: &numbers)
    if fault == .revokedToken, let token { uses[token] = nil }
    return fault
  }
}
