/// The request line and header fields of a request ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112)).
struct HTTPRequestHead: Sendable {
  /// How the length of the body is determined.
  enum Framing: Hashable, Sendable {
    /// By `Content-Length`.
    case length(Int)
    /// By chunks.
    case chunked
  }

  /// The method as sent.
  let method: String
  /// The path and query.
  let target: RequestTarget
  let fields: HTTPFields
  let framing: Framing
  /// Whether the connection stays open after the response.
  let keepAlive: Bool

  /// Parses a header strictly.
  ///
  /// - Parameter lines: the lines, without line endings.
  /// - Throws: ``HTTPError`` if a line is not valid.
  init(lines: [ArraySlice<UInt8>]) throws(HTTPError) {
    let parts = (lines.first ?? []).split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(Self.isTokenByte),
      parts[1].allSatisfy({ (0x21...0x7E).contains($0) }), let target = RequestTarget(parts[1])
    else { throw HTTPError(code: .malformed, description: "the first line is not a valid request line") }
    let version = String(decoding: parts[2], as: UTF8.self)
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
      throw HTTPError(code: .version, description: "only HTTP/1.1 and HTTP/1.0 are supported")
    }
    method = String(decoding: parts[0], as: UTF8.self)
    self.target = target
    fields = try Self.fields(lines.dropFirst())
    if version == "HTTP/1.1", fields.values("Host").count != 1 {
      throw HTTPError(code: .malformed, description: "exactly one Host field is required")
    }
    framing = try Self.framing(fields)
    let options = (fields["Connection"] ?? "").lowercased().utf8.split(separator: UInt8(ascii: ","))
      .map { String(decoding: Self.trimmed(Array($0)[...]), as: UTF8.self) }
    keepAlive = version == "HTTP/1.1" ? !options.contains("close") : options.contains("keep-alive")
  }

  /// Parses the lines after the request line.
  private static func fields(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(HTTPError) -> HTTPFields {
    var fields = HTTPFields()
    for line in lines {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy(isTokenByte)
      else { throw HTTPError(code: .malformed, description: "a line is not a valid header field") }
      let value = trimmed(line[(colon + 1)...])
      guard value.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
        throw HTTPError(code: .malformed, description: "a header field contains a control character")
      }
      fields.append(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
    return fields
  }

  /// Determines the framing of the body.
  ///
  /// Two framings or two lengths are an error or a request smuggling attack
  /// ([RFC 9112 §6.3](https://www.rfc-editor.org/rfc/rfc9112#section-6.3)).
  private static func framing(_ fields: HTTPFields) throws(HTTPError) -> Framing {
    let lengths = Set(fields.values("Content-Length"))
    let codings = fields.values("Transfer-Encoding")
    guard lengths.count <= 1, lengths.isEmpty || codings.isEmpty else {
      throw HTTPError(code: .malformed, description: "the length of the body is given twice")
    }
    if !codings.isEmpty {
      guard codings.count == 1, codings[0].lowercased() == "chunked" else {
        throw HTTPError(code: .transferCoding, description: "the only supported transfer coding is chunked")
      }
      return .chunked
    }
    guard let text = lengths.first else { return .length(0) }
    guard text.utf8.count <= 15, let length = Int(digits: text) else {
      throw HTTPError(code: .malformed, description: "Content-Length is not a valid number")
    }
    return .length(length)
  }

  /// Removes spaces and tabs at both ends.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
    while bytes.last == 0x20 || bytes.last == 0x09 { bytes.removeLast() }
    return bytes
  }

  /// Whether a byte is valid in a token ([RFC 9110 §5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
