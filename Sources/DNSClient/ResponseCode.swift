/// How a name server says that it went ([RFC 1035 §4.1.1](https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1)).
struct ResponseCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The number in the message.
  let rawValue: UInt16

  /// It went well.
  static let noError = Self(rawValue: 0)
  /// The server could not read the question.
  static let formatError = Self(rawValue: 1)
  /// There is no such name.
  static let nameError = Self(rawValue: 3)
  /// The server does not do what was asked for.
  static let notImplemented = Self(rawValue: 4)
  /// The server does not want to answer.
  static let refused = Self(rawValue: 5)

  /// The names of the first codes, as `dig` writes them.
  private static let names = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"]

  /// The code's name, such as `SERVFAIL`; the number of one that no server should send.
  var description: String {
    Self.names.indices.contains(Int(rawValue)) ? Self.names[Int(rawValue)] : "the response code \(rawValue)"
  }
}
