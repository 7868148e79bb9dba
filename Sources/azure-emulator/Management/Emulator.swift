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

  /// Makes an emulator that begins with a state.
  ///
  /// - Parameters:
  ///   - settings: what the command line says.
  ///   - port: the port that it is reached at.
  ///   - file: where changes are saved; none for nowhere.
  ///   - state: the zones to begin with.
  init(settings: Options, port: UInt16, file: StateFile?, state: DNSState) {
    self.settings = settings
    self.port = port
    self.file = file
    store = Mutex(Store(state: state))
  }

  /// Answers a request.
  func answer(_ request: HTTPRequest) -> HTTPResponse {
    var response = store.withLock { store in
      do throws(ManagementError) {
        try change(&store) { $0.operations.endOverdue(&$0.state) }
        return try change(&store) { store throws(ManagementError) in
          try store.answer(request, authority: authority(request), settings: settings)
        }
      } catch {
        return error.response
      }
    }
    response.fields.append("Cache-Control", response.status < 400 ? "private" : "no-cache")
    response.fields.append("Date", httpDate())
    response.fields.append("X-Content-Type-Options", "nosniff")
    let requestID = request.fields["x-ms-client-request-id"] ?? ETag.fresh()
    let correlationID = request.fields["x-ms-correlation-request-id"] ?? ETag.fresh()
    response.fields.append("x-ms-request-id", requestID)
    response.fields.append("x-ms-correlation-request-id", correlationID)
    let time = Date.now.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    response.fields.append("x-ms-routing-request-id", "LOCALHOST:\(time):\(correlationID)")
    // The query may hold signatures, so it is not told.
    writeError("\(request.method) \(request.target.path) \(response.status)")
    return response
  }

  /// Ends what was accepted, saves it, and ends the program.
  ///
  /// - Throws: ``ProgramFailure`` when it could not be saved.
  func finish() throws(ProgramFailure) {
    try store.withLock { store throws(ProgramFailure) in
      store.operations.endAll(&store.state)
      try file?.save(store.state)
      // While the lock is held, so that no other thread is halfway through a change.
      _exit(0)
    }
  }

  /// Makes a change wholly or not at all: what is refused, or cannot be saved, has not happened.
  private func change<Result>(
    _ store: inout Store, _ change: (inout Store) throws(ManagementError) -> Result
  ) throws(ManagementError) -> Result {
    var next = store
    let result = try change(&next)
    if next.state.revision != store.state.revision { try save(next.state) }
    store = next
    return result
  }

  /// Saves a state; what went wrong is told on standard error too.
  private func save(_ state: DNSState) throws(ManagementError) {
    do throws(ProgramFailure) {
      try file?.save(state)
    } catch {
      writeError("\(error)")
      throw .resourceManager(500, "InternalServerError", "The change could not be saved: \(error).")
    }
  }

  /// What absolute addresses in an answer begin with.
  ///
  /// Clients hold on to the host that they were given, so it is told back to them; but none other than this machine.
  private func authority(_ request: HTTPRequest) -> String {
    let host = request.fields["Host"]?.lowercased()
    return "http://\(host == "localhost:\(port)" ? "localhost" : "127.0.0.1"):\(port)"
  }
}
