/// One header field of a request or a response ([RFC 9110 §5](https://www.rfc-editor.org/rfc/rfc9110#section-5)).
package struct HTTPField: Hashable, Sendable {
  /// The name, which is compared case-insensitively.
  package let name: String
  /// The value without surrounding white space.
  package let value: String

  /// Stores name and value without checks; the client validates them when it sends them.
  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request to an HTTP server.
package struct HTTPRequest: Hashable, Sendable {
  /// The method, such as `PUT`.
  package var method: String
  /// The absolute URL, sent as it is.
  package var url: String
  /// The header fields in the order of sending.
  package var fields: [HTTPField]
  /// The body; empty for none.
  package var content: [UInt8]

  /// Describes a request; nothing is sent yet.
  package init(method: String, url: String, fields: [HTTPField] = [], content: [UInt8] = []) {
    self.method = method
    self.url = url
    self.fields = fields
    self.content = content
  }
}

/// The response of an HTTP server.
package struct HTTPResponse: Hashable, Sendable {
  /// The status code, such as 201.
  package var status: Int
  /// The header fields in the order of arrival.
  package var fields: [HTTPField]
  /// The body.
  package var content: [UInt8]

  /// Describes a response, such as one that a test returns.
  package init(status: Int, fields: [HTTPField] = [], content: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.content = content
  }

  /// The value of the first field with a name, in any case.
  package func value(of name: String) -> String? {
    let wanted = name.lowercased()
    return fields.first { $0.name.lowercased() == wanted }?.value
  }
}

/// Why no complete response arrived.
public struct HTTPClientError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Hashable, Sendable {
    /// The system has no usable HTTP library.
    case libraryMissing
    /// The URL is not valid, or its scheme is not supported.
    case badAddress
    /// The host name cannot be resolved, or the connection is refused.
    case cannotConnect
    /// The server's certificate is not trusted.
    case untrustedCertificate
    /// The response did not arrive in time.
    case timedOut
    /// The connection closed before the response was complete.
    case connectionLost
    /// The caller cancelled the request.
    case cancelled
    /// The request was not sent: the run was interrupted first, or its time was over.
    case notSent
    /// Anything else.
    case other
  }

  /// The kind of failure.
  public let code: Code
  /// The message; never contains a header field or a body.
  public let description: String

  /// The failure of a request that its caller cancelled.
  package static let cancelled = HTTPClientError(
    code: .cancelled, description: "the request was cancelled before the response arrived. Run the command again.")

  /// The failure of a write that an interrupted run did not send.
  package static let notSent = HTTPClientError(
    code: .notSent, description: "the run was interrupted before the request was sent. Run the command again.")

  /// Whether the server may have received the whole request, so that a write may be done.
  var mayHaveArrived: Bool {
    switch code {
    case .timedOut, .connectionLost, .cancelled, .other: true
    case .libraryMissing, .badAddress, .cannotConnect, .untrustedCertificate, .notSent: false
    }
  }

  /// Pairs a kind of failure with its message.
  package init(code: Code, description: String) {
    self.code = code
    self.description = description
  }
}

/// Sends HTTP requests.
///
/// This module reaches the network only through it.
package protocol HTTPClient: Sendable {
  /// Sends one request and waits for the complete response.
  ///
  /// - Parameter request: the request.
  /// - Returns: the response with any status: error statuses do not throw, and redirects are not followed.
  /// - Throws: ``HTTPClientError`` if no complete response arrives.
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse
}
