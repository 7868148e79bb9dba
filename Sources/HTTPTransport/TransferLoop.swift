import CLibcurl
import ConcurrentWork
import ResourceManager
import Synchronization

/// Identifies a request, and says whether it is cancelled.
final class CancellationToken: Sendable {
  let isCancelled = Atomic<Bool>(false)
}

/// How a transfer ended.
enum TransferEnd {
  /// libcurl ended it with a code, 0 for success; the transfer can be read until the call returns.
  case ended(OpaquePointer, LoadedLibrary, code: Int32)
  /// Its caller cancelled it.
  case cancelled
  /// It could not begin; the message says why.
  case notStarted(String)
}

/// A transfer that waits for the thread or is running.
struct TransferJob: Sendable {
  /// The server's name in messages.
  let server: String
  let token: CancellationToken
  /// Makes the transfer; nil if libcurl is too old, or memory is exhausted.
  let transfer: @Sendable (OpaquePointer) -> OpaquePointer?
  /// Called exactly once, on the thread.
  let end: @Sendable (TransferEnd) -> Void
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
  private let thread = Mutex<WorkerThread?>(nil)

  /// Starts the thread; nil if the system has no thread or no memory left.
  init?(_ library: LoadedLibrary) {
    guard let transfers = clibcurl_transfers_create(library.functions) else { return nil }
    handles = Handles(library: library, transfers: transfers)
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
    guard !job.token.isCancelled.load(ordering: .acquiring) else { return job.end(.cancelled) }
    guard let transfer = job.transfer(handles.library.functions) else {
      return job.end(
        .notStarted("libcurl cannot prepare a request to '\(job.server)': it is too old, or memory is full"))
    }
    let code = clibcurl_transfers_add(handles.transfers, transfer)
    guard code == 0 else {
      clibcurl_transfer_free(transfer)
      return job.end(.notStarted("libcurl cannot start a request to '\(job.server)' (multi interface error \(code))"))
    }
    running[transfer] = job
  }

  /// Resumes the tasks whose transfers have ended.
  private func finishEnded(_ running: inout [OpaquePointer: TransferJob]) {
    var code: Int32 = 0
    while let transfer = clibcurl_transfers_next_ended(handles.transfers, &code) {
      defer { clibcurl_transfer_free(transfer) }
      guard let job = running.removeValue(forKey: transfer) else { continue }
      job.end(.ended(transfer, handles.library, code: code))
    }
  }

  /// Cancels the matching transfers.
  private func cancelTransfers(_ running: inout [OpaquePointer: TransferJob], where isMatch: (TransferJob) -> Bool) {
    for (transfer, job) in running where isMatch(job) {
      clibcurl_transfers_remove(handles.transfers, transfer)
      clibcurl_transfer_free(transfer)
      running[transfer] = nil
      job.end(.cancelled)
    }
  }
}
