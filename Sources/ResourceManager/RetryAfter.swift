/// The delay that a server requests: whole seconds or a date
/// ([RFC 9110 §10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
struct RetryAfter: Hashable, Sendable {
  /// The delay in seconds, never negative.
  let seconds: Double

  /// Reads the field `Retry-After` of a response; nil if it is missing or not valid.
  ///
  /// - Parameters:
  ///   - response: the response.
  ///   - now: the current time in seconds since the Unix epoch, to which a date is relative.
  init?(_ response: HTTPResponse, now: Double) {
    guard let text = response.value(of: "Retry-After") else { return nil }
    self.init(text, now: now)
  }

  init?(_ text: String, now: Double) {
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let seconds = Double(text) else { return nil }
      self.seconds = seconds
      return
    }
    guard let date = Self.secondsSince1970(text) else { return nil }
    seconds = max(0, date - now)
  }

  /// Reads a date such as `Sun, 06 Nov 1994 08:49:37 GMT`
  /// ([RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)).
  private static func secondsSince1970(_ text: String) -> Double? {
    let parts = text.utf8.split { $0 == 0x20 || $0 == UInt8(ascii: ":") }.map { String(decoding: $0, as: UTF8.self) }
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 8, parts[7] == "GMT", let month = months.firstIndex(of: parts[2]) else { return nil }
    let numbers = [parts[1], parts[3], parts[4], parts[5], parts[6]].compactMap { UInt16($0) }.map(Int.init)
    guard numbers.count == 5 else { return nil }
    // Years begin in March here, so that a leap day is the last day of the year.
    let year = month < 2 ? numbers[1] - 1 : numbers[1]
    let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + numbers[0] - 1
    let days = year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    return Double(((days * 24 + numbers[2]) * 60 + numbers[3]) * 60 + numbers[4])
  }
}
