/// The words of a server as they may stand in one of our sentences: the first line, without a full stop at its end.
///
/// The text is cut as bytes, because to Swift CR and LF together are one Character that is neither of them. Bytes that
/// would steer a terminal end the line too.
///
/// - Parameters:
///   - text: the words of the server.
///   - end: a text at which the words end as well.
/// - Returns: the line.
package func singleLine(_ text: String, before end: String = "\n") -> String {
  let bytes = Array(text.utf8)
  let marker = Array(end.utf8)
  let stop = bytes.indices.first { index in
    bytes[index] < 0x20 || bytes[index] == 0x7F || bytes[index...].starts(with: marker)
  }
  var line = bytes[..<(stop ?? bytes.endIndex)]
  while let last = line.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") { line.removeLast() }
  return String(decoding: line, as: UTF8.self)
}
