package import ResourceManager

/// Sends requests with the system's libcurl, which is loaded when the first request is sent.
///
/// One thread runs all requests, over as few connections as possible. Certificates are always verified, and redirects are not
/// followed. libcurl reads the proxy settings from the environment; only https uses a proxy, and loopback addresses never do. See
/// [libcurl's multi interface](https://curl.se/libcurl/c/libcurl-multi.html).
package final class LibcurlClient: HTTPClient {
  /// The file name of libcurl on this system.
  package static let systemLibrary = platformLibrary

  private let transfers: Transfers
  private let settings: TransferSettings

  /// Stores the settings; libcurl is loaded on the first request.
  ///
  /// - Parameters:
  ///   - connectTimeout: the most seconds to connect.
  ///   - totalTimeout: the most seconds from the start of a request to the end of its response.
  ///   - contentLimit: the most bytes in the body of a response.
  ///   - certificateFile: a PEM file of trusted certificates; nil for the file in `SSL_CERT_FILE`, or else the system's store.
  ///   - library: the file name of libcurl.
  package init(
    connectTimeout: Double = 10, totalTimeout: Double = 100, contentLimit: Int = 64 << 20,
    certificateFile: String? = nil, library: String = LibcurlClient.systemLibrary
  ) {
    transfers = Transfers(library: library)
    settings = TransferSettings(
      connectTimeout: connectTimeout, totalTimeout: totalTimeout, contentLimit: contentLimit,
      certificateFile: certificateFile ?? environmentVariable("SSL_CERT_FILE"))
  }

  /// Sends one request and waits for the complete response.
  ///
  /// - Parameter request: the request.
  /// - Returns: the response with any status.
  /// - Throws: ``HTTPClientError`` if no complete response arrives, or the task is cancelled.
  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let prepared = try PreparedRequest(request)
    let settings = settings
    return try await transfers.run(to: prepared.address.server) { library in
      prepared.transfer(library, settings)
    } result: { transfer, library, code in
      HTTPResponse.result(of: transfer, library, code: code, from: prepared.address.server, settings)
    }.get()
  }
}
