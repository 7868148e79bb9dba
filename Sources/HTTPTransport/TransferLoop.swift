import CLibcurl
import ConcurrentWork
import ResourceManager
import Synchronization

/// Stands for one request towards whoever may cancel it.
final class CancellationToken: Sendable {
  /// Whether the request was given up.
  let isCancelled = Atomic<Bool>(false)
}

/// A request on its way to the thread, and who waits for its answer.
struct TransferJob: Sendable {
  /// What to send.
  let request: PreparedRequest
  /// By what it is cancelled.
  let token: CancellationToken
  /// Who waits; resumed exactly once.
  let continuation: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>
}

/// The thread that moves all transfers of a client on, and the locked queue through which it is given work.
///
/// libcurl's handles are used by this thread alone; only `clibcurl_transfers_wake` is called from others, which libcurl
/// allows ([curl_multi_wakeup](https://curl.se/libcurl/c/curl_multi_wakeup.html)).
final class TransferLoop: Sendable {
  /// What other threads left for this one.
  private struct Inbox {
    /// Requests that are to be started.
    var added: [TransferJob] = []
    /// Requests that are to be given up.
    var cancelled: [CancellationToken] = []
    /// Whether the thread is to end.
    var isStopping = false
  }

  /// The handles, which libcurl lets one thread at a time use.
  private struct Handles: @unchecked Sendable {
    /// The functions of libcurl.
    let library: LoadedLibrary
    /// The multi handle.
    let transfers: OpaquePointer
  }

  private let inbox = Mutex(Inbox())
  private let handles: Handles
  private let settings: TransferSettings
  private let thread = Mutex<WorkerThread?>(nil)

  /// Starts the thread; nothing when the system has no thread or no memory left.
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

  /// Hands a request over.
  func add(_ job: TransferJob) {
    inbox.withLock { $0.added.append(job) }
    clibcurl_transfers_wake(handles.transfers)
  }

  /// Gives a request up, whether it has been handed over already or not.
  func cancel(_ token: CancellationToken) {
    token.isCancelled.store(true, ordering: .releasing)
    inbox.withLock { $0.cancelled.append(token) }
    clibcurl_transfers_wake(handles.transfers)
  }

  /// Ends the thread and waits until its connections are closed, so that none outlives the program's own end.
  func stop() {
    inbox.withLock { $0.isStopping = true }
    clibcurl_transfers_wake(handles.transfers)
    thread.withLock { $0?.join() }
    clibcurl_transfers_free(handles.transfers)
  }

  /// What the thread does until it is stopped.
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

  /// Puts a request among the running ones.
  private func start(_ job: TransferJob, _ running: inout [OpaquePointer: TransferJob]) {
    guard !job.token.isCancelled.load(ordering: .acquiring) else {
      job.continuation.resume(returning: .failure(.cancelled))
      return
    }
    guard let transfer = job.request.transfer(handles.library.functions, settings) else {
      let text = "libcurl cannot prepare a request to '\(job.request.address.server)': it is too old, or out of memory"
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

  /// Answers whoever waits for a transfer that has ended.
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
          code: .connectionLost, description: HTTPClientError.broken(job.request.address.server))
        job.continuation.resume(returning: .failure(error))
        continue
      }
      job.continuation.resume(returning: .success(response))
    }
  }

  /// Takes transfers out before their end.
  private func cancelTransfers(_ running: inout [OpaquePointer: TransferJob], where isMatch: (TransferJob) -> Bool) {
    for (transfer, job) in running where isMatch(job) {
      clibcurl_transfers_remove(handles.transfers, transfer)
      clibcurl_transfer_free(transfer)
      running[transfer] = nil
      job.continuation.resume(returning: .failure(.cancelled))
    }
  }
}
