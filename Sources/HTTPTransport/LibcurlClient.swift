package import ResourceManager
import Synchronization

/// Sends requests with the system's libcurl, which is loaded when the first request is sent.
///
/// One thread runs all requests, over as few connections as possible. Certificates are always verified, and redirects are not
/// followed. libcurl reads the proxy settings from the environment; only https uses a proxy, and loopback addresses never do. See
/// [libcurl's multi interface](https://curl.se/libcurl/c/libcurl-multi.html).
package final class LibcurlClient: HTTPClient {
  /// The file name of libcurl on this system.
  package static let systemLibrary = platformLibrary

  /// The file descriptors that 64 concurrent requests need.
  ///
  /// If there are fewer, libcurl and Swift's threads hang or crash.
  private static let openFiles: UInt64 = 256

  private let library: String
  private let settings: TransferSettings
  private let loop = Mutex<TransferLoop?>(nil)

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
    self.library = library
    settings = TransferSettings(
      connectTimeout: connectTimeout, totalTimeout: totalTimeout, contentLimit: contentLimit,
      certificateFile: certificateFile ?? environmentVariable("SSL_CERT_FILE"))
  }

  deinit { loop.withLock { $0?.stop() } }

  /// Sends one request and waits for the complete response.
  ///
  /// - Parameter request: the request.
  /// - Returns: the response with any status.
  /// - Throws: ``HTTPClientError`` if no complete response arrives, or the task is cancelled.
  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let prepared = try PreparedRequest(request)
    let loop = try startedLoop()
    let token = CancellationToken()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.add(TransferJob(request: prepared, token: token, continuation: continuation))
      }
    } onCancel: {
      loop.cancel(token)
    }
    return try result.get()
  }

  /// The running loop, which the first request starts.
  private func startedLoop() throws(HTTPClientError) -> TransferLoop {
    let result: Result<TransferLoop, HTTPClientError> = loop.withLock { loop in
      if let loop { return .success(loop) }
      if let limit = raiseOpenFileLimit(to: Self.openFiles) {
        return .failure(
          HTTPClientError(
            code: .other,
            description: "only \(limit) files may be open at once, and HTTP requests need up to \(Self.openFiles). "
              + "Raise the limit (ulimit -n)."))
      }
      guard let curl = LoadedLibrary(library) else {
        return .failure(
          HTTPClientError(
            code: .libraryMissing,
            description: "cannot load '\(library)' (version 7.68 or newer), which HTTP requests need. Install the "
              + "package libcurl4 (Debian, Ubuntu) or libcurl (Fedora, RHEL, Alpine)."))
      }
      guard let started = TransferLoop(curl, settings) else {
        return .failure(
          HTTPClientError(
            code: .other,
            description:
              "cannot start a thread for HTTP requests. Raise the limit of processes (ulimit -u)."))
      }
      loop = started
      return .success(started)
    }
    return try result.get()
  }
}
