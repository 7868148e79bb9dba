import Foundation
import ProgramExecution
import Synchronization
import TestSupport

/// Runs what ssh would run there with a shell of this machine, and writes down what was asked of ssh.
///
/// Who is not root finds a sudo that gives no other rights; that is enough for files of its own.
final class ShellInPlaceOfSSH: ProgramRunner {
  /// What becomes of the script on its way, and of the answer.
  private let onTheWay: @Sendable (Int, [UInt8]) -> [UInt8]
  private let onTheWayBack: @Sendable (ProgramOutput) -> ProgramOutput
  private let calls = Mutex<[[String]]>([])
  private let folder: TemporaryFolder
  private let path: String

  /// Puts a shell in the place of ssh.
  ///
  /// - Parameters:
  ///   - path: the folders of the programs there; without one, those of this machine.
  ///   - onTheWay: what becomes of the script of each connection, counted from 1.
  ///   - onTheWayBack: what becomes of the answer.
  ///   - sudo: the text of sudo; `id` then says that the user is not root. Without one, it gives no other rights.
  init(
    path: String? = nil, sudo: String? = nil,
    onTheWay: @escaping @Sendable (Int, [UInt8]) -> [UInt8] = { $1 },
    onTheWayBack: @escaping @Sendable (ProgramOutput) -> ProgramOutput = { $0 }
  ) throws {
    self.path = path ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    self.onTheWay = onTheWay
    self.onTheWayBack = onTheWayBack
    folder = try TemporaryFolder()
    try folder.writeProgram("sudo", text: sudo ?? "#!/bin/sh\nshift\nexec \"$@\"\n")
    if sudo != nil { try folder.writeProgram("id", text: "#!/bin/sh\necho 1000\n") }
  }

  /// The arguments of ssh so far.
  var arguments: [[String]] { calls.withLock { $0 } }

  func run(
    _ name: String, _ arguments: [String], variables: [String: String], input: [UInt8], seconds: Double
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    let number = calls.withLock { calls in
      calls.append([name] + arguments)
      return calls.count
    }
    let output = try await SystemProgramRunner().run(
      "env", ["PATH=\(folder.path):\(path)", "sh", "-s"], variables: [:], input: onTheWay(number, input),
      seconds: seconds)
    return onTheWayBack(output)
  }
}
