import CLibcurl
import ConcurrentWork
import ResourceManager
import Synchronization

/// Identifies a request, and says whether it is cancelled.
final class CancellationToken: Sendable {
  let isCancelled = Atomic<Bool>(false)
}

/// A request that waits for the thread or is running.
struct TransferJob: Sendable {
  let request: PreparedRequest
  let token: CancellationToken
  /// Resumed exactly once.
  let continuation: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>
}

/// The thread that runs all transfers of a client, and the locked queue that feeds it.
///
/// Only this thread uses libcurl's handles. Other threads call only `clibcurl_transfers_wake`, which libcurl allows
/// ([curl_multi_wakeup](https://curl.se/libcurl/c/curl_multi_wakeup.html)).
final class TransferLoop: Sendable {
  /// Messages from other threads.
  private struct Inbox {
    var added: [TransferJob] = []
    var cancelled: [CancellationToken] = []
    var isStopping = false
  }

  /// The handles, which libcurl allows one thread at a time to use.
  private struct Handles: @unchecked Sendable {
    let library: LoadedLibrary
    let transfers: OpaquePointer
  }

  private let inbox = Mutex(Inbox())
  private let handles: Handles
  private let settings: TransferSettings
  private let thread = Mutex<WorkerThread?>(nil)

  /// Starts the thread; nil if the system has no thread or no memory left.
  init?(_ library: LoadedLibrary, _ settings: TransferSettings) {
    guard let transfers = clibcurl_transfers_create(library.functions) else { return nil }
    handles = Handles(library: library, transfers: transfers)
    self.settings = settings
    guard let started = WorkerThread({ self.run() }) else {
      clibcurl_transfers_free(transfers)
      return nil
    }
    thread.withLock { $0 = started }
  }

  /// Queues a request.
  func add(_ job: TransferJob) {
    inbox.withLock { $0.added.append(job) }
    clibcurl_transfers_wake(handles.transfers)
  }

  /// Cancels a request, whether it is already queued or not.
  func cancel(_ token: CancellationToken) {
    token.isCancelled.store(true, ordering: .releasing)
    inbox.withLock { $0.cancelled.append(token) }
    clibcurl_transfers_wake(handles.transfers)
  }

  /// Stops the thread and waits until its connections are closed, so that none outlives the program.
  func stop() {
    inbox.withLock { $0.isStopping = true }
    clibcurl_transfers_wake(handles.transfers)
    thread.withLock { $0?.join() }
    clibcurl_transfers_free(handles.transfers)
  }

  /// Runs the thread until it is stopped.
  private func run() {
    var running: [OpaquePointer: TransferJob] = [:]
    while true {
      let messages = inbox.withLock { inbox in
        defer { inbox = Inbox(isStopping: inbox.isStopping) }
        return inbox
      }
      for job in messages.added { start(job, &running) }
      for token in messages.cancelled { cancelTransfers(&running) { $0.token === token } }
      if messages.isStopping { break }
      clibcurl_transfers_perform(handles.transfers)
      finishEnded(&running)
      clibcurl_transfers_wait(handles.transfers, 60_000)
    }
    cancelTransfers(&running) { _ in true }
  }

  /// Starts a request.
  private func start(_ job: TransferJob, _ running: inout [OpaquePointer: TransferJob]) {
    guard !job.token.isCancelled.load(ordering: .acquiring) else {
      job.continuation.resume(returning: .failure(.cancelled))
      return
    }
    guard let transfer = job.request.transfer(handles.library.functions, settings) else {
      let text = "libcurl cannot prepare a request to '\(job.request.address.server)': it is too old, or memory is full"
      job.continuation.resume(returning: .failure(HTTPClientError(code: .other, description: text)))
      return
    }
    let code = clibcurl_transfers_add(handles.transfers, transfer)
    guard code == 0 else {
      clibcurl_transfer_free(transfer)
      let text = "libcurl cannot start a request to '\(job.request.address.server)' (multi interface error \(code))"
      job.continuation.resume(returning: .failure(HTTPClientError(code: .other, description: text)))
      return
    }
    running[transfer] = job
  }

  /// Resumes the tasks whose transfers have ended.
  private func finishEnded(_ running: inout [OpaquePointer: TransferJob]) {
    var code: Int32 = 0
    while let transfer = clibcurl_transfers_next_ended(handles.transfers, &code) {
      defer { clibcurl_transfer_free(transfer) }
      guard let job = running.removeValue(forKey: transfer) else { continue }
      guard code == 0 else {
        let tooLarge = clibcurl_transfer_is_too_large(transfer) != 0
        let error = HTTPClientError(
          curlCode: code, words: String(cString: clibcurl_describe(handles.library.functions, code)),
          isTooLarge: tooLarge,
          server: job.request.address.server, settings)
        job.continuation.resume(returning: .failure(error))
        continue
      }
      guard let response = HTTPResponse(ended: transfer) else {
        let error = HTTPClientError(
          code: .connectionLost, description: HTTPClientError.connectionLost(to: job.request.address.server))
        job.continuation.resume(returning: .failure(error))
        continue
      }
      job.continuation.resume(returning: .success(response))
    }
  }

  /// Cancels the matching transfers.
  private func cancelTransfers(_ running: inout [OpaquePointer: TransferJob], where isMatch: (TransferJob) -> Bool) {
    for (transfer, job) in running where isMatch(job) {
      clibcurl_transfers_remove(handles.transfers, transfer)
      clibcurl_transfer_free(transfer)
      running[transfer] = nil
      job.continuation.resume(returning: .failure(.cancelled))
    }
  }
}
