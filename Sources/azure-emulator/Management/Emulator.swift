import ConcurrentWork
import FoundationEssentials
import Glibc
import Synchronization

/// Handles all requests, one at a time.
final class Emulator: Sendable {
  private let settings: Options
  private let port: UInt16
  private let file: StateFile?
  private let store: Mutex<Store>
  /// The revision of the state in the file; locked while the file is written.
  private let saved: Mutex<Int>

  /// Starts with a state.
  ///
  /// - Parameters:
  ///   - settings: the command-line options.
  ///   - port: the port that the emulator listens on.
  ///   - file: the file that changes are saved to; nil for none.
  ///   - state: the initial zones.
  ///   - services: the resources of the file of services, ordered by key.
  ///   - certificate: the certificate of client assertions; nil to accept any.
  init(
    settings: Options, port: UInt16, file: StateFile?, state: DNSState, services: [FileResource],
    certificate: RegisteredCertificate? = nil
  ) {
    self.settings = settings
    self.port = port
    self.file = file
    store = Mutex(
      Store(
        state: state, services: services, tokens: IssuedTokens(certificate: certificate),
        throttle: settings.throttle?.rateLimit,
        faults: settings.faults.map { FaultPlan(rate: $0.rate, seed: $0.seed) }))
    saved = Mutex(state.revision)
  }

  /// Handles a request, possibly with a fault.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    if settings.latency > 0 { usleep(UInt32(settings.latency) * 1000) }
    let fault = store.withLock { store in
      let fault = store.faults?.next(request)
      if fault == .revokedToken { store.tokens.revoke(request) }
      return fault
    }
    guard let fault, fault != .revokedToken else { return answerWithoutFault(request) }
    var response = HTTPResponse(status: 200)
    if fault.happensAfterRequest {
      response = answerWithoutFault(request)
    } else if let refusal = fault.refusal(retryAfter: settings.retryAfter) {
      response = refusal
      complete(&response, request)
    }
    log(request, response.status, " (fault: \(fault.rawValue))")
    return fault.applied(to: response)
  }

  /// Handles a request without a fault.
  private func answerWithoutFault(_ request: HTTPRequest) -> HTTPResponse {
    var response = store.withLock { store in
      store.operations.endOverdue(&store.state)
      do throws(ManagementError) {
        return try store.answer(request, authority: authority(request), settings: settings)
      } catch {
        return error.response
      }
    }
    complete(&response, request)
    log(request, response.status)
    return response
  }

  /// Logs a request.
  ///
  /// The query may contain signatures, so it is not logged. The path must not be a pipeline command such as `##vso[...]`.
  private func log(_ request: HTTPRequest, _ status: Int, _ remark: String = "") {
    writeError("\(request.method) \(request.target.path.replacing("#", with: "%23")) \(status)\(remark)")
  }

  /// Adds the fields of all responses.
  private func complete(_ response: inout HTTPResponse, _ request: HTTPRequest) {
    response.fields.append("Cache-Control", response.status < 400 ? "private" : "no-cache")
    response.fields.append("Date", httpDate())
    response.fields.append("X-Content-Type-Options", "nosniff")
    let requestID = request.fields["x-ms-client-request-id"] ?? ETag.fresh()
    let correlationID = request.fields["x-ms-correlation-request-id"] ?? ETag.fresh()
    response.fields.append("x-ms-request-id", requestID)
    response.fields.append("x-ms-correlation-request-id", correlationID)
    let time = Date.now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    response.fields.append("x-ms-routing-request-id", "LOCALHOST:\(time):\(correlationID)")
  }

  /// Saves changes shortly after they are made, on a thread of its own, until the program ends.
  ///
  /// Writing the whole file for each change would be slow. Nothing is lost if a signal ends the program: see ``finish()``.
  ///
  /// - Throws: ``ProgramFailure`` if no thread can be started.
  func startSaving() throws(ProgramFailure) {
    guard let file else { return }
    let started = WorkerThread(isJoinable: false, stackSize: 1 << 20) {
      while true {
        usleep(50_000)
        self.saved.withLock { saved in
          let state = self.store.withLock { $0.state.revision == saved ? nil : $0.state }
          guard let state else { return }
          do throws(ProgramFailure) {
            try file.save(state)
            saved = state.revision
          } catch {
            writeError("\(error)")
            sleep(1)
          }
        }
      }
    }
    guard started != nil else { throw ProgramFailure(code: .failed, description: "cannot start a thread") }
  }

  /// Finishes accepted operations, saves the state, and ends the program.
  ///
  /// - Throws: ``ProgramFailure`` if the state cannot be saved.
  func finish() throws(ProgramFailure) {
    try saved.withLock { (_) throws(ProgramFailure) in
      try store.withLock { store throws(ProgramFailure) in
        store.operations.endAll(&store.state)
        try file?.save(store.state)
        // Exit while the locks are held, so that no other thread is in the middle of a change.
        exit(0)
      }
    }
  }

  /// The scheme and authority of URLs in a response.
  ///
  /// Clients only follow URLs to the host that they use, so that host is returned, if it is this machine. A proxy in front may use
  /// another port, and send `X-Forwarded-Proto: https`.
  private func authority(_ request: HTTPRequest) -> String {
    let isSecure = settings.usesTLS || request.fields["X-Forwarded-Proto"]?.lowercased() == "https"
    let parts = (request.fields["Host"]?.lowercased() ?? "").utf8.split(separator: UInt8(ascii: ":"))
      .map { String(decoding: $0, as: UTF8.self) }
    let isHere = parts.count == 2 && ["localhost", "127.0.0.1"].contains(parts[0]) && UInt16(digits: parts[1]) != nil
    return "\(isSecure ? "https" : "http")://\(isHere ? parts.joined(separator: ":") : "127.0.0.1:\(port)")"
  }
}
