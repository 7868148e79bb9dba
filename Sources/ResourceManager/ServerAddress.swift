import Reconciliation

/// Validates the address of a server that receives tokens or secrets: https, or http on a loopback address.
///
/// - Parameters:
///   - text: the address, with or without trailing slashes.
///   - name: the setting that contains the address, for messages.
///   - isSecret: whether the address has a path and a query that messages must not show.
/// - Returns: the address without trailing slashes, and its scheme, host and port.
/// - Throws: ``BackendError`` if the address is not valid, or would expose secrets on the network.
func serverAddress(
  _ text: String, named name: String, isSecret: Bool = false
) throws(BackendError) -> (text: String, address: WebAddress) {
  let excluded = isSecret ? "#" : "?#"
  guard let address = WebAddress(text), !text.utf8.contains(where: { excluded.utf8.contains($0) }) else {
    throw BackendError(.badSettings, "\(name) is not a valid server address. Use 'https://' and a host.")
  }
  guard address.isSafeForSecrets else {
    throw BackendError(
      .badSettings,
      "\(isSecret ? name : "\(name) '\(text)'") uses plain http, which exposes secrets on the network. Use https, or a loopback address "
        + "(127.0.0.0/8, ::1, localhost).")
  }
  var bytes = Array(text.utf8)
  while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
  return (String(decoding: bytes, as: UTF8.self), address)
}

/// Percent-encodes a text for a form or a path segment: all bytes but letters, digits and `-._~` become `%XX`
/// ([RFC 3986 §2.1](https://www.rfc-editor.org/rfc/rfc3986#section-2.1)).
///
/// - Parameters:
///   - text: the text.
///   - also: more characters that are not encoded.
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
