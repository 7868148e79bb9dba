package import ProgramExecution
package import ResourceManager
import Synchronization

/// Forwards all requests, and loses the first matching response.
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

/// Forwards all requests except those that the test answers.
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

/// Forwards all requests, and calls a function just before the first matching one.
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

/// Answers with the responses of a script, and records the requests.
package final class ScriptedClient: HTTPClient {
  private let script: @Sendable (Int, HTTPRequest) -> Result<HTTPResponse, HTTPClientError>
  private let asked = Mutex<[HTTPRequest]>([])

  /// Makes a client. The script receives the number of the request, counted from 0, and the request.
  package init(_ script: @escaping @Sendable (Int, HTTPRequest) -> Result<HTTPResponse, HTTPClientError>) {
    self.script = script
  }

  /// The requests so far.
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

/// A response with JSON content.
package func json(_ status: Int, _ text: String, fields: HTTPField...) -> Result<HTTPResponse, HTTPClientError> {
  .success(HTTPResponse(status: status, fields: fields, content: Array(text.utf8)))
}

/// A clock that advances only during waits, and records the waits.
package final class TestTime: Sendable {
  private let state = Mutex<(now: Double, waits: [Double])>((784_111_777, []))

  /// Starts at a time in 1994.
  package init() {}

  /// The waits so far in seconds.
  package var waits: [Double] { state.withLock { $0.waits } }
  /// The time in seconds since the beginning of 1970.
  package var now: Double { state.withLock { $0.now } }

  /// Advances the time.
  package func pass(_ seconds: Double) { state.withLock { $0.now += seconds } }

  /// This time as the code under test takes it.
  package var systemTime: SystemTime {
    SystemTime(now: { self.now }) { seconds in
      let end = self.state.withLock { state in
        state.waits.append(seconds)
        return state.now + seconds
      }
      // Concurrent waits overlap.
      await Task.yield()
      self.state.withLock { $0.now = max($0.now, end) }
    }
  }
}

/// Issues the tokens `token-1`, `token-2` and so on, each valid for an hour.
package final class TestTokens: TokenSource {
  private let time: TestTime
  private let count = Mutex(0)

  package init(_ time: TestTime) { self.time = time }

  /// The number of tokens issued.
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

/// A machine without programs.
package struct NoPrograms: ProgramRunner {
  package init() {}

  package func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    throw .missing
  }
}

/// A machine whose programs produce the output of a script.
package final class ScriptedPrograms: ProgramRunner {
  private let script: @Sendable (String, [String]) -> Result<ProgramOutput, ProgramRunnerError>
  private let asked = Mutex<[[String]]>([])

  package init(_ script: @escaping @Sendable (String, [String]) -> Result<ProgramOutput, ProgramRunnerError>) {
    self.script = script
  }

  /// The commands so far, each with its arguments.
  package var runs: [[String]] { asked.withLock { $0 } }

  package func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    asked.withLock { $0.append([name] + arguments) }
    return try script(name, arguments).get()
  }
}
