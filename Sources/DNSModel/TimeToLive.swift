/// How long a resolver may cache a record: 1 to 2147483647 seconds.
///
/// The upper limit is that of [RFC 2181 §8](https://www.rfc-editor.org/rfc/rfc2181#section-8). Zero, which means "do not
/// cache", makes no sense for an address that moves once in years, and Azure's documents exclude it.
public struct TimeToLive: Hashable, Sendable, CustomStringConvertible {
  /// The time in seconds.
  public let seconds: UInt32

  /// The default: five minutes.
  public static let standard = TimeToLive(unchecked: 300)

  private init(unchecked seconds: UInt32) {
    self.seconds = seconds
  }

  /// Makes a TTL from a number of seconds.
  ///
  /// - Returns: nil if the number is not in 1…2147483647.
  public init?(seconds: Int) {
    guard (1...2_147_483_647).contains(seconds) else { return nil }
    self.seconds = UInt32(seconds)
  }

  /// Reads seconds, or a number with one unit: `30s`, `5m`, `2h`, `1d`.
  ///
  /// - Returns: nil if the text has another form or the time is out of range.
  public init?(_ text: String) {
    var digits = text[...]
    var scale = 1
    if let unit = digits.last, let factor = ["s": 1, "m": 60, "h": 3600, "d": 86400][unit] {
      scale = factor
      digits.removeLast()
    }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let count = Int(digits)
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: scale)
    guard !overflow else { return nil }
    self.init(seconds: seconds)
  }

  /// The seconds as a number.
  public var description: String { "\(seconds)" }
}
