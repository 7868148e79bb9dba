import DNSModel

/// The version number of a zone, in the circular arithmetic of
/// [RFC 1982 §3](https://www.rfc-editor.org/rfc/rfc1982#section-3).
struct SerialNumber: Hashable, Sendable, CustomStringConvertible {
  /// The number as it stands in the SOA record.
  let number: UInt32

  /// The decimal digits.
  var description: String { "\(number)" }

  /// Whether a secondary that has this version would fetch the other one.
  func isBelow(_ other: SerialNumber) -> Bool {
    (1..<1 << 31).contains(other.number &- number)
  }

  /// Chooses the number of the next version of a zone.
  ///
  /// The policy's number is taken where it lies above the present one. Where it does not, because the clock was set back,
  /// the policy was switched or a day had more than 100 versions, it is the present one and one. It is never 0, which some
  /// servers take for "no serial".
  ///
  /// - Parameters:
  ///   - present: the number of the present version, or nothing for a new zone.
  ///   - policy: how the number is chosen.
  ///   - seconds: the time now, in seconds since 1970.
  /// - Returns: a number above the present one.
  static func next(after present: SerialNumber?, by policy: SerialPolicy, at seconds: Int) -> SerialNumber {
    let wanted = policy.number(at: seconds).map { SerialNumber(number: $0) }
    guard let present else { return wanted ?? SerialNumber(number: 1) }
    if let wanted, present.isBelow(wanted) { return wanted }
    let following = present.number &+ 1
    return SerialNumber(number: following == 0 ? 1 : following)
  }
}

extension SerialPolicy {
  /// What the clock says, or nothing where the policy does not ask it or it shows no usable time.
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
/// Years begin in March here, so that the leap day is the last of its year
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
