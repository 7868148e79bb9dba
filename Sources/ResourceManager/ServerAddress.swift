import Reconciliation

/// Reads the address of a server that is trusted with tokens or secrets: https, or plain http on this machine itself.
///
/// - Parameters:
///   - text: the address, with or without slashes at its end.
///   - name: where the address was given, for messages.
/// - Returns: the address without slashes at its end, and where it leads.
/// - Throws: ``BackendError`` when it is no address, or anybody on the way could read what is sent to it.
func serverAddress(
  _ text: String, named name: String
) throws(BackendError) -> (text: String, address: WebAddress) {
  guard let address = WebAddress(text), !text.utf8.contains(where: { "?#".utf8.contains($0) }) else {
    throw BackendError(.badSettings, "\(name) is not a valid server address. Use 'https://' and a host.")
  }
  guard address.isSafeForSecrets else {
    throw BackendError(
      .badSettings,
      "\(name) '\(text)' uses plain http, which exposes secrets on the network. Use https, or a loopback address "
        + "(127.0.0.0/8, ::1, localhost).")
  }
  var bytes = Array(text.utf8)
  while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
  return (String(decoding: bytes, as: UTF8.self), address)
}

/// A text as it may stand in a form or as one part of a path: all but letters, digits and `-._~` as `%XX`
/// ([RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
///
/// - Parameters:
///   - text: the text.
///   - also: further characters that stay as they are.
/// - Returns: the encoded text.
package func percentEncoded(_ text: String, keeping also: String = "") -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      encoded.append(byte)
    case _ where also.utf8.contains(byte): encoded.append(byte)
    default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
