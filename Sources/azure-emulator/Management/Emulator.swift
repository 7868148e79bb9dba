import ConcurrentWork
import FoundationEssentials
import Glibc
import Synchronization

/// Answers every request, one at a time.
final class Emulator: Sendable {
  /// What the command line says.
  private let settings: Options
  /// The port that it is reached at.
  private let port: UInt16
  /// Where changes are saved.
  private let file: StateFile?
  /// All that it remembers.
  private let store: Mutex<Store>
  /// The revision of the state that the file holds; locked for as long as the file is written.
  private let saved: Mutex<Int>

  /// Makes an emulator that begins with a state.
  ///
  /// - Parameters:
  ///   - settings: what the command line says.
  ///   - port: the port that it is reached at.
  ///   - file: where changes are saved; none for nowhere.
  ///   - state: the zones to begin with.
  ///   - services: the API Management instances, in the order of their keys.
  ///   - certificate: what assertions must be signed with; none for anything.
  init(
    settings: Options, port: UInt16, file: StateFile?, state: DNSState, services: [Service],
    certificate: RegisteredCertificate? = nil
  ) {
    self.settings = settings
    self.port = port
    self.file = file
    store = Mutex(
      Store(
        state: state, services: services, tokens: IssuedTokens(certificate: certificate),
        throttle: settings.throttle.map { Throttle(burst: $0.burst, rate: $0.rate) },
        faults: settings.faults.map { FaultPlan(rate: $0.rate, seed: $0.seed) }))
    saved = Mutex(state.revision)
  }

  /// Answers a request, or lets that go wrong.
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

  /// Answers a request.
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

  /// Says what became of a request.
  ///
  /// The query may hold signatures, so it is not told. A path that stands in a log must not be a command of a pipeline, such
  /// as `##vso[...]`.
  private func log(_ request: HTTPRequest, _ status: Int, _ remark: String = "") {
    writeError("\(request.method) \(request.target.path.replacing("#", with: "%23")) \(status)\(remark)")
  }

  /// Adds the fields that every answer has.
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

  /// Saves changes a moment after they were made, for as long as the program runs, on a thread of its own.
  ///
  /// To write the whole file at each change would make many changes slow. Who ends the program with a signal loses
  /// nothing, see ``finish()``.
  ///
  /// - Throws: ``ProgramFailure`` when no thread can be had.
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

  /// Ends what was accepted, saves it, and ends the program.
  ///
  /// - Throws: ``ProgramFailure`` when it could not be saved.
  func finish() throws(ProgramFailure) {
    try saved.withLock { (_) throws(ProgramFailure) in
      try store.withLock { store throws(ProgramFailure) in
        store.operations.endAll(&store.state)
        try file?.save(store.state)
        // While the locks are held, so that no other thread is halfway through a change.
        exit(0)
      }
    }
  }

  /// What absolute addresses in an answer begin with.
  ///
  /// Clients hold on to the host that they were given, so it is told back to them; but none other than this machine. A
  /// proxy in front may have another port, and say `X-Forwarded-Proto: https`.
  private func authority(_ request: HTTPRequest) -> String {
    let isSecure = request.fields["X-Forwarded-Proto"]?.lowercased() == "https"
    let parts = (request.fields["Host"]?.lowercased() ?? "").utf8.split(separator: UInt8(ascii: ":"))
      .map { String(decoding: $0, as: UTF8.self) }
    let isHere = parts.count == 2 && ["localhost", "127.0.0.1"].contains(parts[0]) && UInt16(digits: parts[1]) != nil
    return "\(isSecure ? "https" : "http")://\(isHere ? parts.joined(separator: ":") : "127.0.0.1:\(port)")"
  }
}
