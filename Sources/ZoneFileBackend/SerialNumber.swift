import DNSModel

/// The serial number of a zone, compared in the circular arithmetic of
/// [RFC 1982 §3](https://www.rfc-editor.org/rfc/rfc1982#section-3).
struct SerialNumber: Hashable, Sendable, CustomStringConvertible {
  /// The number in the SOA record.
  let number: UInt32

  /// The decimal digits.
  var description: String { "\(number)" }

  /// Whether a secondary with this serial would transfer a zone with the other one.
  func isLess(than other: SerialNumber) -> Bool {
    (1..<1 << 31).contains(other.number &- number)
  }

  /// Chooses the next serial number of a zone.
  ///
  /// The next number is the policy's if that is greater than the current one. It is the current number plus 1 if it is not,
  /// because the clock was set back, the policy changed, or a day had more than 100 versions. It is never 0, which some
  /// servers read as "no serial".
  ///
  /// - Parameters:
  ///   - present: the current number; nil for a new zone.
  ///   - policy: how the number is chosen.
  ///   - seconds: the time now, in seconds since 1970.
  /// - Returns: a number greater than the current one.
  static func next(after present: SerialNumber?, by policy: SerialPolicy, at seconds: Int) -> SerialNumber {
    let wanted = policy.number(at: seconds).map { SerialNumber(number: $0) }
    guard let present else { return wanted ?? SerialNumber(number: 1) }
    if let wanted, present.isLess(than: wanted) { return wanted }
    let following = present.number &+ 1
    return SerialNumber(number: following == 0 ? 1 : following)
  }
}

extension SerialPolicy {
  /// The number for a time; nil if the policy does not depend on the time, or the time is not usable.
  fileprivate func number(at seconds: Int) -> UInt32? {
    guard seconds > 0 else { return nil }
    let number: UInt32? =
      switch self {
      case .date: UInt32(exactly: calendarDay(at: seconds) * 100)
      case .unixtime: UInt32(truncatingIfNeeded: seconds)
      case .increment: nil
      }
    return number == 0 ? nil : number
  }
}

/// The day in UTC as the decimal number `YYYYMMDD`.
///
/// The calculation uses years that begin in March, so the leap day is the last day of its year
/// ([Hinnant, `civil_from_days`](https://howardhinnant.github.io/date_algorithms.html#civil_from_days)).
///
/// - Parameter seconds: the time in seconds since 1970, not negative.
/// - Returns: the eight digits.
private func calendarDay(at seconds: Int) -> Int {
  let daysPerEra = 146_097
  let days = seconds / 86_400 + 719_468
  let era = days / daysPerEra
  let dayOfEra = days % daysPerEra
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let monthFromMarch = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
  let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return (year * 100 + month) * 100 + day
}
