import CLibcurl
import EndpointProbe
import ResourceManager

/// The settings of all requests of a client.
struct TransferSettings: Sendable {
  /// The most seconds to connect.
  let connectTimeout: Double
  /// The most seconds for a request and its response.
  let totalTimeout: Double
  /// The most bytes in the body of a response.
  let contentLimit: Int
  /// The most bytes in the header of a response.
  var headLimit = 256 << 10
  /// A PEM file of trusted certificates; nil for the system's store.
  let certificateFile: String?
}

/// A validated request in the form that libcurl takes.
struct PreparedRequest: Sendable {
  let address: WebAddress
  private let method: String
  private let url: String
  private let lines: [String]
  private let content: [UInt8]

  /// Validates a request, so that no value can inject a header field.
  ///
  /// Throws ``HTTPClientError`` if the URL is not valid, or the method or a field has an invalid character
  /// ([RFC 9110 §5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)).
  init(_ request: HTTPRequest) throws(HTTPClientError) {
    guard let address = WebAddress(request.url) else {
      throw HTTPClientError(
        code: .badAddress,
        description: "the URL does not start with 'http://' or 'https://' and a host. Correct the address.")
    }
    self.address = address
    guard !request.method.isEmpty, request.method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw HTTPClientError(
        code: .other, description: "the request method is not a word of capital letters. Report this bug.")
    }
    method = request.method
    url = request.url
    content = request.content
    for field in request.fields {
      let isWhole = !field.name.isEmpty && field.name.utf8.allSatisfy(Self.isNameByte)
      guard isWhole, field.value.utf8.allSatisfy(Self.isValueByte) else {
        throw HTTPClientError(
          code: .other, description: "a header field of the request has an invalid character. Report this bug.")
      }
    }
    // "Name;" tells libcurl to send a field without a value; "Name:" removes libcurl's own field.
    var lines = request.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) { lines.append("Content-Type:") }
    self.lines = lines
  }

  /// Creates the transfer for a step of a probe; nil if memory is exhausted.
  func transfer(
    _ library: OpaquePointer, _ settings: TransferSettings, probing target: ProbeTarget, _ step: ProbeStep
  ) -> OpaquePointer? {
    "::\(target.address):\(target.port)".withCString { address in
      var probe = clibcurl_probe(
        connect_to: address, checks_trust: step.checksTrust ? 1 : 0, checks_name: step.checksName ? 1 : 0,
        only_connects: step == .request ? 0 : 1)
      return withUnsafePointer(to: &probe) { transfer(library, settings, $0) }
    }
  }

  /// Creates the transfer; nil if memory is exhausted.
  func transfer(
    _ library: OpaquePointer, _ settings: TransferSettings, _ probe: UnsafePointer<clibcurl_probe>? = nil
  ) -> OpaquePointer? {
    withCStrings(lines[...]) { lines in
      method.withCString { method in
        url.withCString { url in
          content.withUnsafeBytes { content in
            withOptionalCString(settings.certificateFile) { certificateFile in
              var request = clibcurl_request()
              request.method = method
              request.url = url
              request.field_lines = lines
              request.content = content.baseAddress
              request.content_length = content.count
              request.sends_content = self.content.isEmpty && !["PUT", "POST", "PATCH"].contains(self.method) ? 0 : 1
              request.answer_has_no_content = self.method == "HEAD" ? 1 : 0
              // Over plain http, a proxy could read the secrets of Azure's metadata services.
              request.ignores_proxy = address.isLoopback || address.scheme == "http" || probe != nil ? 1 : 0
              request.certificate_file = certificateFile
              request.connect_milliseconds = Self.milliseconds(settings.connectTimeout)
              request.total_milliseconds = Self.milliseconds(settings.totalTimeout)
              request.probe = probe
              request.content_limit = settings.contentLimit
              request.head_limit = settings.headLimit
              return clibcurl_transfer_create(library, &request)
            }
          }
        }
      }
    }
  }

  /// Seconds in libcurl's unit; 0 would mean "no limit".
  private static func milliseconds(_ seconds: Double) -> Int {
    Int(min(max(seconds * 1000, 1), 2_000_000_000))
  }

  /// Whether a byte is valid in a field name ([RFC 9110 §5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  /// Whether a byte is valid in a field value: any but control characters other than tab.
  private static func isValueByte(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }
}

/// Calls a function with a null-terminated array of C strings.
private func withCStrings<Result>(
  _ texts: ArraySlice<String>, _ pointers: [UnsafePointer<CChar>?] = [],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  guard let first = texts.first else {
    // An array always has space for its first element, so the base address exists.
    return (pointers + [nil]).withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
  }
  return first.withCString { withCStrings(texts.dropFirst(), pointers + [$0], body) }
}

/// Calls a function with a C string, or a null pointer for nil.
private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString { body($0) }
}
