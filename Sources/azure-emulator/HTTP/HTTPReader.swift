/// Reads requests from a stream of bytes.
struct HTTPReader {
  /// The most bytes in the request line and header fields.
  static let headLimit = 32_768
  /// The most bytes in a body.
  static let bodyLimit = 1_048_576

  /// Received bytes that are not read yet.
  private var buffer: [UInt8] = []
  /// Waits for more bytes; nil if the connection ended.
  private let receive: () -> [UInt8]?
  /// Sends bytes; false if that failed.
  private let send: ([UInt8]) -> Bool

  /// Connects the reader to a stream.
  ///
  /// - Parameters:
  ///   - receive: waits for more bytes; nil if the connection ended.
  ///   - send: sends bytes, for `100 Continue`; false if that failed.
  init(receive: @escaping () -> [UInt8]?, send: @escaping ([UInt8]) -> Bool) {
    self.receive = receive
    self.send = send
  }

  /// Waits for the next request and reads all of it.
  ///
  /// - Returns: the request, and whether the connection stays open after its response.
  /// - Throws: ``HTTPError``; the connection must then be closed.
  mutating func next() throws(HTTPError) -> (request: HTTPRequest, keepAlive: Bool) {
    let head = try HTTPRequestHead(lines: headLines())
    if head.framing != .length(0), head.fields["Expect"]?.lowercased() == "100-continue", buffer.isEmpty {
      guard send(HTTPResponse.continueResponse) else { throw Self.lost }
    }
    let body =
      switch head.framing {
      case .length(let length): try bytes(length, already: 0)
      case .chunked: try chunks()
      }
    return (
      HTTPRequest(method: head.method, target: head.target, fields: head.fields, body: body), head.keepAlive
    )
  }

  /// The header lines up to the empty line.
  private mutating func headLines() throws(HTTPError) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var size = 0
    while true {
      let line = try line(limit: Self.headLimit - size)
      size += line.count + 2
      // RFC 9112 §2.2: ignore empty lines before the request line.
      if !line.isEmpty { lines.append(line[...]) } else if !lines.isEmpty { return lines }
    }
  }

  /// Reads a chunked body.
  private mutating func chunks() throws(HTTPError) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let digits = try line(limit: 1024).prefix { $0 != UInt8(ascii: ";") }
      guard digits.count <= 8, let size = Int(digits: String(decoding: digits, as: UTF8.self), radix: 16) else {
        throw HTTPError(code: .malformed, description: "a chunk has no valid size")
      }
      guard size > 0 else { break }
      body += try bytes(size, already: body.count)
      guard try bytes(2, already: 0) == Array("\r\n".utf8) else {
        throw HTTPError(code: .malformed, description: "a chunk is longer than its size")
      }
    }
    // RFC 9112 §7.1.2: trailer fields may follow; they are ignored.
    for _ in 0..<16 where try line(limit: 1024).isEmpty { return body }
    throw HTTPError(code: .headTooLarge, description: "more than 16 trailer fields")
  }

  /// The next line, without its line ending.
  private mutating func line(limit: Int) throws(HTTPError) -> [UInt8] {
    var searched = 0
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        guard end <= limit else { throw Self.headTooLarge }
        var line = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
      }
      searched = buffer.count
      guard searched <= limit else { throw Self.headTooLarge }
      try receiveMore()
    }
  }

  /// The next bytes of a body that already has some.
  private mutating func bytes(_ count: Int, already: Int) throws(HTTPError) -> [UInt8] {
    guard count <= Self.bodyLimit - already else {
      throw HTTPError(code: .bodyTooLarge, description: "the body has more than \(Self.bodyLimit) bytes")
    }
    while buffer.count < count { try receiveMore() }
    let bytes = Array(buffer[..<count])
    buffer.removeFirst(count)
    return bytes
  }

  /// Waits for more bytes.
  private mutating func receiveMore() throws(HTTPError) {
    guard let more = receive() else { throw Self.lost }
    buffer += more
  }

  private static let lost = HTTPError(code: .connectionLost, description: "the connection ended")
  private static let headTooLarge = HTTPError(
    code: .headTooLarge, description: "the request line and header fields have more than \(headLimit) bytes")
}
