import ResourceManager
import Synchronization

/// The transfers of one client; libcurl is loaded, and their thread is started, when the first one begins.
final class Transfers: Sendable {
  /// The file descriptors that 64 concurrent requests need.
  ///
  /// If there are fewer, libcurl and Swift's threads hang or crash.
  private static let openFiles: UInt64 = 256

  private let library: String
  private let openFiles: UInt64
  private let loop = Mutex<TransferLoop?>(nil)

  /// Stores the settings.
  ///
  /// - Parameters:
  ///   - library: the file name of libcurl.
  ///   - openFiles: the file descriptors that the client needs at the same time.
  init(library: String, openFiles: UInt64 = Transfers.openFiles) {
    self.library = library
    self.openFiles = openFiles
  }

  deinit { loop.withLock { $0?.stop() } }

  /// Runs one transfer to its end.
  ///
  /// - Parameters:
  ///   - server: the name of the server in messages.
  ///   - transfer: makes the transfer.
  ///   - result: reads the ended transfer, given libcurl and its code, 0 for success.
  /// - Returns: what `result` returns.
  /// - Throws: ``HTTPClientError`` if the transfer cannot start, or the task is cancelled.
  func run<Value: Sendable>(
    to server: String, _ transfer: @escaping @Sendable (OpaquePointer) -> OpaquePointer?,
    result: @escaping @Sendable (OpaquePointer, LoadedLibrary, Int32) -> Value
  ) async throws(HTTPClientError) -> Value {
    let loop = try startedLoop()
    let token = CancellationToken()
    let ended: Result<Value, HTTPClientError> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let job = TransferJob(server: server, token: token, transfer: transfer) { end in
          switch end {
          case .ended(let transfer, let library, let code):
            continuation.resume(returning: .success(result(transfer, library, code)))
          case .cancelled: continuation.resume(returning: .failure(.cancelled))
          case .notStarted(let message):
            continuation.resume(returning: .failure(HTTPClientError(code: .other, description: message)))
          }
        }
        loop.add(job)
      }
    } onCancel: {
      loop.cancel(token)
    }
    return try ended.get()
  }

  /// The running loop, which the first transfer starts.
  private func startedLoop() throws(HTTPClientError) -> TransferLoop {
    let result: Result<TransferLoop, HTTPClientError> = loop.withLock { loop in
      if let loop { return .success(loop) }
      if let limit = raiseOpenFileLimit(to: openFiles) {
        return .failure(
          HTTPClientError(
            code: .other,
            description: "only \(limit) files may be open at once, and HTTP requests need up to \(openFiles). "
              + "Raise the limit (ulimit -n)."))
      }
      guard let curl = LoadedLibrary(library) else {
        return .failure(
          HTTPClientError(
            code: .libraryMissing,
            description: "cannot load '\(library)' (version 7.68 or newer), which HTTP requests need. Install the "
              + "package libcurl4 (Debian, Ubuntu) or libcurl (Fedora, RHEL, Alpine)."))
      }
      guard let started = TransferLoop(curl) else {
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
