import CLibcurl
import ResourceManager

extension HTTPResponse {
  /// The response of an ended transfer, or why there is none.
  static func result(
    of transfer: OpaquePointer, _ library: LoadedLibrary, code: Int32, from server: String, _ settings: TransferSettings
  ) -> Result<HTTPResponse, HTTPClientError> {
    guard code == 0 else {
      return .failure(
        HTTPClientError(
          curlCode: code, words: String(cString: clibcurl_describe(library.functions, code)),
          isTooLarge: clibcurl_transfer_is_too_large(transfer) != 0, server: server, settings))
    }
    guard let response = HTTPResponse(ended: transfer) else {
      return .failure(HTTPClientError(code: .connectionLost, description: HTTPClientError.connectionLost(to: server)))
    }
    return .success(response)
  }

  /// Copies the response of a successful transfer; nil if the connection closed within the header, which libcurl treats as a
  /// complete response without a body.
  private init?(ended transfer: OpaquePointer) {
    var length = 0
    let head = bytes(clibcurl_transfer_head(transfer, &length), length)
    // The header ends with an empty line; trailer fields may follow.
    let lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard lines.dropLast().contains(where: { $0.isEmpty || $0.elementsEqual([0x0D]) }) else { return nil }
    let content = bytes(clibcurl_transfer_content(transfer, &length), length)
    self.init(status: clibcurl_transfer_status(transfer), fields: HTTPField.list(head), content: content)
  }
}

/// Copies bytes that C code owns.
private func bytes(_ pointer: UnsafePointer<CChar>?, _ count: Int) -> [UInt8] {
  guard let pointer else { return [] }
  return Array(UnsafeRawBufferPointer(start: pointer, count: count))
}

extension HTTPField {
  /// Reads the fields of a header, one on each line; other lines are ignored.
  ///
  /// - Parameter head: the lines, ending with CRLF or LF
  ///   ([RFC 9112 §2.2](https://www.rfc-editor.org/rfc/rfc9112#section-2.2)).
  /// - Returns: the fields in order, with values without surrounding white space.
  static func list(_ head: [UInt8]) -> [HTTPField] {
    head.split(separator: UInt8(ascii: "\n")).compactMap { line in
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { return nil }
      let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      var value = line[(colon + 1)...].drop(while: isSpace)
      while let last = value.last, isSpace(last) { value.removeLast() }
      return HTTPField(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
  }
}

extension HTTPClientError {
  /// The message for a connection that closed early.
  fileprivate static func connectionLost(to server: String) -> String {
    "the connection to '\(server)' closed before the response was complete"
  }

  /// The message for one of [libcurl's error codes](https://curl.se/libcurl/c/libcurl-errors.html).
  fileprivate init(curlCode code: Int32, words: String, isTooLarge: Bool, server: String, _ settings: TransferSettings)
  {
    let trustStore =
      settings.certificateFile.map { "'\($0)'" } ?? "the system's trust store, or to a file that SSL_CERT_FILE names"
    let (code, description): (Code, String) =
      switch code {
      case 1, 3: (.badAddress, "libcurl does not accept an address at '\(server)': \(words)")
      case 5: (.cannotConnect, "cannot resolve the proxy for '\(server)'. Check https_proxy.")
      case 6: (.cannotConnect, "cannot resolve the host of '\(server)'. Check its spelling and your DNS.")
      case 7: (.cannotConnect, "cannot connect to '\(server)': nothing listens there, or a firewall blocks it")
      case 35: (.cannotConnect, "cannot establish a TLS connection to '\(server)': \(words)")
      case 97: (.cannotConnect, "the proxy for '\(server)' does not connect to it: \(words)")
      case 28:
        (
          .timedOut,
          "no complete response from '\(server)' in time (\(seconds(settings.connectTimeout)) to connect, "
            + "\(seconds(settings.totalTimeout)) in total)"
        )
      case 16, 18, 52, 55, 56, 92, 95:
        (.connectionLost, Self.connectionLost(to: server))
      case 58, 59, 60, 66, 77, 82, 83, 90, 91:
        (
          .untrustedCertificate,
          "the certificate of '\(server)' is not trusted: \(words). Add its CA certificate to \(trustStore)."
        )
      case _ where isTooLarge:
        (
          .other,
          "the response of '\(server)' is larger than \(settings.contentLimit) bytes, or its header is larger than "
            + "\(settings.headLimit) bytes. Check the address of the server."
        )
      default: (.other, "the request to '\(server)' failed: \(words) (libcurl error \(code))")
      }
    self.init(code: code, description: description)
  }
}

/// Seconds for a message; whole numbers have no fraction.
private func seconds(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e9 ? "\(Int(number)) s" : "\(number) s"
}
