import CLibcurl
package import EndpointProbe
import ResourceManager

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Makes the connections of probes with the system's libcurl.
///
/// Each connection is a new one to the target's address. It uses no proxy, follows no redirect, and sends no credential and no cookie.
package final class LibcurlProbeClient: ProbeClient {
  /// The most bytes that are read of a response's header, and as many of its body.
  private static let limit = 32 << 10

  private let transfers: Transfers
  private let settings: TransferSettings

  /// Stores the settings; libcurl is loaded on the first connection.
  ///
  /// - Parameters:
  ///   - timeout: the most seconds for one connection and its response.
  ///   - certificateFile: a PEM file of trusted certificates; nil for the file in `SSL_CERT_FILE`, or else the system's store.
  ///   - parallelism: how many connections are made at the same time.
  package init(timeout: Double, certificateFile: String? = nil, parallelism: Int) {
    // Each connection has one file descriptor; the program itself needs others.
    transfers = Transfers(library: LibcurlClient.systemLibrary, openFiles: UInt64(parallelism) + 64)
    settings = TransferSettings(
      connectTimeout: timeout, totalTimeout: timeout, contentLimit: Self.limit, headLimit: Self.limit,
      certificateFile: certificateFile ?? environmentVariable("SSL_CERT_FILE"))
  }

  /// Connects once to the target's address, with its name as the server name.
  ///
  /// - Parameters:
  ///   - target: where to connect, and what to ask for.
  ///   - step: what to check.
  /// - Returns: how far the connection got.
  /// - Throws: ``ProbeError`` if libcurl or the file of trusted certificates cannot be used.
  package func connect(to target: ProbeTarget, _ step: ProbeStep) async throws(ProbeError) -> ProbeAttempt {
    do throws(HTTPClientError) {
      let server = target.server
      let request = try PreparedRequest(HTTPRequest(method: "GET", url: "https://\(server)\(target.path)"))
      let settings = settings
      return try await transfers.run(to: server) { library in
        request.transfer(library, settings, probing: target, step)
      } result: { transfer, library, code in
        Self.attempt(transfer, library, code, settings)
      }.get()
    } catch {
      throw ProbeError(error.description)
    }
  }

  /// Reads an ended transfer.
  private static func attempt(
    _ transfer: OpaquePointer, _ library: LoadedLibrary, _ code: Int32, _ settings: TransferSettings
  ) -> Result<ProbeAttempt, HTTPClientError> {
    let status = Int(clibcurl_transfer_status(transfer))
    // The handshake is done if there is a response, whatever libcurl has measured.
    let isSecured = clibcurl_transfer_is_secured(transfer) != 0 || status != 0
    let systemError = Int32(clamping: clibcurl_transfer_system_error(transfer))
    let end: ProbeAttempt.End
    switch code {
    case 0: end = .done(status: status == 0 ? nil : status)
    // The response is longer than what is read of it.
    case 23 where clibcurl_transfer_is_too_large(transfer) != 0 && status != 0: end = .done(status: status)
    case 28: end = .timedOut
    case 51, 60: end = .certificateRefused
    case 7 where systemError == ECONNREFUSED: end = .refused
    case 7 where systemError == ETIMEDOUT: end = .timedOut
    case 7: end = .unreachable
    case 77:
      let file = settings.certificateFile ?? "the system's trust store"
      return .failure(
        HTTPClientError(
          code: .untrustedCertificate,
          description: "cannot read trusted certificates from '\(file)'. Use a file of certificates in PEM."))
    default: end = .failed
    }
    let own = String(cString: clibcurl_transfer_words(transfer))
    let words =
      code == 7 && systemError != 0
      ? String(cString: strerror(systemError))
      : own.isEmpty ? String(cString: clibcurl_describe(library.functions, code)) : own
    return .success(
      ProbeAttempt(
        isSecured ? .secured : clibcurl_transfer_is_connected(transfer) != 0 ? .connected : .nothing, end, words: words,
        certificate: clibcurl_transfer_certificate(transfer).map { String(cString: $0) },
        isOnlyOutdated: Self.datesRefused.contains(clibcurl_transfer_verify_result(transfer))))
  }

  /// X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED; OpenSSL checks dates after it has found the whole chain.
  private static let datesRefused: Set<Int> = [9, 10]
}
