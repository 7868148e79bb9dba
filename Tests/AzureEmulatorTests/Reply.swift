import Foundation

/// An answer of the emulator, taken apart.
struct Reply: Sendable {
  /// The status code; 0 where the bytes are no answer.
  let status: Int
  /// The header fields, names in lower case.
  let fields: [String: String]
  /// The body.
  let body: String

  /// Reads the bytes of one answer, sent until the connection ended.
  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = text.range(of: "\r\n\r\n")
    let lines = text[..<(end?.lowerBound ?? text.endIndex)].components(separatedBy: "\r\n")
    status = lines[0].hasPrefix("HTTP/1.1 ") ? Int(lines[0].dropFirst(9).prefix(3)) ?? 0 : 0
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.range(of: ": ") else { continue }
      fields[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    self.fields = fields
    body = end.map { String(text[$0.upperBound...]) } ?? ""
  }

  /// The body as JSON; null where it is none.
  var json: JSON { JSON(body) ?? .null }

  /// The code of an error that has Resource Manager's wrapper.
  var wrappedCode: String? { json["error"]["code"].text }

  /// The code of an error that has no wrapper.
  var flatCode: String? { json["code"].text }
}
