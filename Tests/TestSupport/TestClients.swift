package import ProgramExecution
package import ResourceManager
import Synchronization

/// Sends everything on, and loses the first answer to a kind of request.
package final class LosingClient: HTTPClient {
  private let client: any HTTPClient
  private let loses: @Sendable (HTTPRequest) -> Bool
  private let hasLost = Mutex(false)

  package init(_ client: any HTTPClient, loses: @escaping @Sendable (HTTPRequest) -> Bool) {
    self.client = client
    self.loses = loses
  }

  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let response = try await client.send(request)
    let isLost =
      loses(request)
      && hasLost.withLock { hasLost in
        defer { hasLost = true }
        return !hasLost
      }
    guard !isLost else { throw HTTPClientError(code: .connectionLost, description: "lost by the test") }
    return response
  }
}

/// Sends everything on but what a test answers itself.
package final class AnsweringClient: HTTPClient {
  private let client: any HTTPClient
  private let answer: @Sendable (HTTPRequest) -> HTTPResponse?

  package init(_ client: any HTTPClient, answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse?) {
    self.client = client
    self.answer = answer
  }

  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    if let response = answer(request) { return response }
    return try await client.send(request)
  }
}

/// Sends everything on, and does something just before the first request of a kind.
package final class MeddlingClient: HTTPClient {
  private let client: any HTTPClient
  private let isMoment: @Sendable (HTTPRequest) -> Bool
  private let meddle: @Sendable () async throws -> Void
  private let hasMeddled = Mutex(false)

  package init(
    _ client: any HTTPClient, before isMoment: @escaping @Sendable (HTTPRequest) -> Bool,
    meddle: @escaping @Sendable () async throws -> Void
  ) {
    self.client = client
    self.isMoment = isMoment
    self.meddle = meddle
  }

  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let isNow =
      isMoment(request)
      && hasMeddled.withLock { hasMeddled in
        defer { hasMeddled = true }
        return !hasMeddled
      }
    if isNow {
      do {
        try await meddle()
      } catch {
        throw HTTPClientError(code: .other, description: "\(error)")
      }
    }
    return try await client.send(request)
  }
}

/// Answers with what a test wrote down, and keeps what it was asked.
package final class ScriptedClient: HTTPClient {
  private let script: @Sendable (Int, HTTPRequest) -> Result<HTTPResponse, HTTPClientError>
  private let asked = Mutex<[HTTPRequest]>([])

  /// Makes a client; the script gets the number of the request, from 0, and the request.
  package init(_ script: @escaping @Sendable (Int, HTTPRequest) -> Result<HTTPResponse, HTTPClientError>) {
    self.script = script
  }

  /// What was asked so far.
  package var requests: [HTTPRequest] { asked.withLock { $0 } }

  package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    let number = asked.withLock { asked in
      asked.append(request)
      return asked.count - 1
    }
    await Task.yield()
    return try script(number, request).get()
  }
}

/// An answer with a JSON text.
package func json(_ status: Int, _ text: String, fields: HTTPField...) -> Result<HTTPResponse, HTTPClientError> {
  .success(HTTPResponse(status: status, fields: fields, content: Array(text.utf8)))
}

/// A time that passes only while somebody waits, and keeps how long each wait was.
package final class TestTime: Sendable {
  private let state = Mutex<(now: Double, waits: [Double])>((784_111_777, []))

  /// Begins at a moment of 1994.
  package init() {}

  /// The waits so far in seconds.
  package var waits: [Double] { state.withLock { $0.waits } }
  /// The time in seconds since the beginning of 1970.
  package var now: Double { state.withLock { $0.now } }

  /// Lets time pass.
  package func pass(_ seconds: Double) { state.withLock { $0.now += seconds } }

  /// This time as the code under test takes it.
  package var systemTime: SystemTime {
    SystemTime(now: { self.now }) { seconds in
      let end = self.state.withLock { state in
        state.waits.append(seconds)
        return state.now + seconds
      }
      // Whoever waits at the same time does not make it longer.
      await Task.yield()
      self.state.withLock { $0.now = max($0.now, end) }
    }
  }
}

/// Gives the tokens `token-1`, `token-2` and so on, each good for an hour.
package final class TestTokens: TokenSource {
  private let time: TestTime
  private let count = Mutex(0)

  package init(_ time: TestTime) { self.time = time }

  /// How many tokens were given.
  package var given: Int { count.withLock { $0 } }

  package func newToken() async -> AccessToken {
    await Task.yield()
    let number = count.withLock { count in
      count += 1
      return count
    }
    return AccessToken("token-\(number)", end: time.now + 3600)
  }
}

/// A machine without any program.
package struct NoPrograms: ProgramRunner {
  package init() {}

  package func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    throw .missing
  }
}

/// A machine whose programs answer with what a test wrote down.
package final class ScriptedPrograms: ProgramRunner {
  private let script: @Sendable (String, [String]) -> Result<ProgramOutput, ProgramRunnerError>
  private let asked = Mutex<[[String]]>([])

  package init(_ script: @escaping @Sendable (String, [String]) -> Result<ProgramOutput, ProgramRunnerError>) {
    self.script = script
  }

  /// What was run so far.
  package var runs: [[String]] { asked.withLock { $0 } }

  package func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    asked.withLock { $0.append([name] + arguments) }
    return try script(name, arguments).get()
  }
}
