/// How to choose the next serial number of a zone.
///
/// The number is always greater than the current one by [RFC 1982](https://www.rfc-editor.org/rfc/rfc1982).
public enum SerialPolicy: String, CaseIterable, Hashable, Sendable {
  /// `YYYYMMDDnn` with the day in UTC ([RFC 1912 §2.2](https://www.rfc-editor.org/rfc/rfc1912#section-2.2)).
  case date
  /// The seconds since 1970.
  case unixtime
  /// The current number plus 1.
  case increment
}
