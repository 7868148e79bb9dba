/// One header field of a request or an answer ([RFC 9110 §5](https://www.rfc-editor.org/rfc/rfc9110#section-5)).
public struct HTTPField: Hashable, Sendable {
  /// The field's name; compared without regard to case.
  public let name: String
  /// The field's value without surrounding white space.
  public let value: String

  /// Makes a field.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request to an HTTP server.
public struct HTTPRequest: Hashable, Sendable {
  /// The method, such as `PUT`.
  public var method: String
  /// The absolute address, sent as it is.
  public var url: String
  /// The header fields in the order in which they are sent.
  public var fields: [HTTPField]
  /// The content; empty means that none is sent.
  public var content: [UInt8]

  /// Makes a request.
  public init(method: String, url: String, fields: [HTTPField] = [], content: [UInt8] = []) {
    self.method = method
    self.url = url
    self.fields = fields
    self.content = content
  }
}

/// What an HTTP server answered.
public struct HTTPResponse: Hashable, Sendable {
  /// The status code, such as 201.
  public var status: Int
  /// The header fields in the order in which they came.
  public var fields: [HTTPField]
  /// The content.
  public var content: [UInt8]

  /// Makes an answer.
  public init(status: Int, fields: [HTTPField] = [], content: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.content = content
  }

  /// The first field of a name, in any case.
  public func value(of name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }
}

/// Why no whole answer came.
public struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong.
  public enum Code: Hashable, Sendable {
    /// The machine has no HTTP library to use.
    case libraryMissing
    /// The address is none, or not one that may be asked.
    case badAddress
    /// No connection: the name is unknown, or the port refuses.
    case cannotConnect
    /// The server's certificate is not trusted.
    case untrustedCertificate
    /// The answer did not come in time.
    case timedOut
    /// The connection closed before the response was complete.
    case connectionLost
    /// The caller gave the request up.
    case cancelled
    /// Anything else.
    case other
  }

  /// What went wrong.
  public let code: Code
  /// One sentence without a full stop; never has a header field or a content in it.
  public let description: String

  /// Makes an error.
  public init(code: Code, description: String) {
    self.code = code
    self.description = description
  }
}

/// Something that sends requests over HTTP; the one door through which this module reaches a network.
public protocol HTTPClient: Sendable {
  /// Sends one request and waits for the whole answer.
  ///
  /// - Parameter request: what to send.
  /// - Returns: the answer, whatever its status: an error status is no thrown error, and redirects are not followed.
  /// - Throws: ``HTTPClientError`` when no whole answer came.
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse
}
