/// The RCODE of an answer ([RFC 1035 §4.1.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1)).
struct ResponseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number in the header.
  let rawValue: UInt16

  /// NOERROR: no error.
  static let noError = Self(rawValue: 0)
  /// FORMERR: the server could not parse the query.
  static let formatError = Self(rawValue: 1)
  /// SERVFAIL: the server failed to find the answer.
  static let serverFailure = Self(rawValue: 2)
  /// NXDOMAIN: the name does not exist.
  static let nameError = Self(rawValue: 3)
  /// NOTIMP: the server does not support the query.
  static let notImplemented = Self(rawValue: 4)
  /// REFUSED: the server's policy forbids an answer.
  static let refused = Self(rawValue: 5)

  /// The names of the codes from 0 up, as `dig` prints them.
  private static let names = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"]

  /// The name of the code, such as `SERVFAIL`, or its number if it has no name here.
  var description: String {
    Self.names.indices.contains(Int(rawValue)) ? Self.names[Int(rawValue)] : "RCODE \(rawValue)"
  }
}
