/// How the next serial number of a zone is chosen; whatever is chosen lies above the present one by
/// [RFC 1982](https://www.rfc-editor.org/rfc/rfc1982).
public enum SerialPolicy: String, CaseIterable, Hashable, Sendable {
  /// `YYYYMMDDnn` of the day in UTC ([RFC 1912 §2.2](https://www.rfc-editor.org/rfc/rfc1912#section-2.2)).
  case date
  /// The seconds since 1970.
  case unixtime
  /// The present one and one.
  case increment
}
