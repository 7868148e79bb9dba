import Foundation
import Synchronization

@testable import ProgramExecution
@testable import ResourceManager

/// The answers of an input, one after the other, parted by lines that hold only `%`.
///
/// The first line of each is a status, the next ones up to an empty line are header fields of a server or the standard error
/// of a program, the rest is the content or the standard output.
final class ScriptedAnswers: Sendable {
  /// One answer.
  struct Answer {
    /// The number in the first line; 200 where there is none.
    let status: Int
    /// The lines up to the first empty one.
    let head: [String]
    /// The rest.
    let content: [UInt8]
  }

  private let answers: Mutex<ArraySlice<Answer>>

  init(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    answers = Mutex(lines.split(separator: [UInt8(ascii: "%")][...]).prefix(64).map(Self.answer)[...])
  }

  /// The next answer; nothing once they are used up.
  func next() -> Answer? { answers.withLock { $0.popFirst() } }

  private static func answer(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Answer {
    let head = lines.dropFirst().prefix { !$0.isEmpty }
    return Answer(
      status: lines.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 200,
      head: head.map { String(decoding: $0, as: UTF8.self) },
      content: Array(lines.dropFirst(head.count + 2).joined(separator: [UInt8(ascii: "\n")])))
  }
}

extension ScriptedAnswers: HTTPClient {
  func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
    guard let answer = next() else { throw HTTPClientError(code: .badAddress, description: "no more answers") }
    let fields = answer.head.compactMap { line -> HTTPField? in
      let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
      return parts.count == 2 ? HTTPField(parts[0], parts[1]) : nil
    }
    return HTTPResponse(status: answer.status, fields: fields, content: answer.content)
  }
}

extension ScriptedAnswers: ProgramRunner {
  /// Answers as a program; `MARK` stands for the mark of the script that it gets, where that has one.
  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    guard let answer = next() else { throw .missing }
    let mark = input.firstRange(of: Array("apim-dns-".utf8)).map { place in
      input[place.lowerBound...].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "'") }
    }
    func marked(_ bytes: [UInt8]) -> [UInt8] { bytes.replacing("MARK".utf8, with: mark ?? []) }
    return ProgramOutput(
      status: Int32(truncatingIfNeeded: answer.status == 200 ? 0 : answer.status), output: marked(answer.content),
      errors: marked(Array(answer.head.joined(separator: "\n").utf8)))
  }
}

/// A time that passes only while somebody waits.
final class PassingTime: Sendable {
  private let now = Mutex(784_111_777.0)

  var systemTime: SystemTime {
    SystemTime(now: { self.now.withLock { $0 } }) { seconds in self.now.withLock { $0 += max(seconds, 0.001) } }
  }
}

/// Waits until a work is done.
func finished(_ work: @escaping @Sendable () async -> Void) {
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    await work()
    done.signal()
  }
  done.wait()
}
