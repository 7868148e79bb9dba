/// How long a resolver may keep an answer: 1 to 2147483647 seconds.
///
/// [RFC 2181 §8](https://www.rfc-editor.org/rfc/rfc2181#section-8) has the upper end. Zero, which means "do not cache", is
/// no sensible wish for an address that moves once in years, and Azure's documents exclude it.
public struct TimeToLive: Hashable, Sendable, CustomStringConvertible {
  /// The time in seconds.
  public let seconds: UInt32

  /// Five minutes: what is used where nobody says otherwise.
  public static let standard = TimeToLive(unchecked: 300)

  private init(unchecked seconds: UInt32) {
    self.seconds = seconds
  }

  /// Takes a number of seconds.
  ///
  /// - Returns: nothing when it is not within 1…2147483647.
  public init?(seconds: Int) {
    guard (1...2_147_483_647).contains(seconds) else { return nil }
    self.seconds = UInt32(seconds)
  }

  /// Reads seconds, or a number with one unit: `30s`, `5m`, `2h`, `1d`.
  ///
  /// - Returns: nothing when the text is none of these or the time is out of range.
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
