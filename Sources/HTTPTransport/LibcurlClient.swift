public import ResourceManager
import Synchronization

/// Sends requests with the system's libcurl, which is loaded when the first request is sent.
///
/// One thread moves all requests on, over as few connections as the servers allow. Certificates are always verified;
/// redirects are not followed; proxies come from the environment as libcurl reads it, but only https goes through one,
/// and nothing that is on this machine. See [libcurl's multi interface](https://curl.se/libcurl/c/libcurl-multi.html).
public final class LibcurlClient: HTTPClient {
  /// The file under which this system knows libcurl.
  public static let systemLibrary = platformLibrary

  /// The most files that are open for 64 requests at once, which libcurl and Swift's own threads do not bear to be missing.
  private static let openFiles: UInt64 = 256

  private let library: String
  private let settings: TransferSettings
  private let loop = Mutex<TransferLoop?>(nil)

  /// Makes a client; nothing is loaded or connected yet.
  ///
  /// - Parameters:
  ///   - connectTimeout: the most seconds until a connection stands.
  ///   - totalTimeout: the most seconds from the beginning of a request to the end of its answer.
  ///   - contentLimit: the most bytes that an answer's content may have.
  ///   - certificateFile: a PEM file of trusted certificates; without one, the file that `SSL_CERT_FILE` names, and
  ///     without that, what libcurl trusts on this system.
  ///   - library: the file name of libcurl.
  public init(
    connectTimeout: Double = 10, totalTimeout: Double = 100, contentLimit: Int = 64 << 20,
    certificateFile: String? = nil, library: String = LibcurlClient.systemLibrary
  ) {
    self.library = library
    settings = TransferSettings(
      connectTimeout: connectTimeout, totalTimeout: totalTimeout, contentLimit: contentLimit,
      certificateFile: certificateFile ?? environmentVariable("SSL_CERT_FILE"))
  }

  deinit { loop.withLock { $0?.stop() } }

  /// Sends one request and waits for the whole answer.
  ///
  /// - Parameter request: what to send; its address is sent as it is.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``HTTPClientError`` when no whole answer came, or the task was cancelled before it came.
  public func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
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

  /// The running thread, which the first request starts.
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
