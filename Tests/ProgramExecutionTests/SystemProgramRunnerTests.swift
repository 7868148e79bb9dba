import ProgramExecution
import TestSupport
import Testing

/// Programs that are run for their output.
@Suite(.timeLimit(.minutes(5))) struct SystemProgramRunnerTests {
  private let runner = SystemProgramRunner()

  /// Runs a script in a shell; a busy machine gets nearly all the time that a test has.
  private func sh(
    _ script: String, input: [UInt8] = [], seconds: Double = 280, runner: SystemProgramRunner = SystemProgramRunner()
  ) async throws(ProgramRunnerError) -> ProgramOutput {
    try await runner.run("sh", ["-c", script], variables: [:], input: input, seconds: seconds)
  }

  @Test func inputVariablesOutputAndStatusArePassedOn() async throws {
    let script = #"cat; printf '%s' "$APIM_DNS_TEST"; echo problem >&2; exit 3"#
    let result = try await runner.run(
      "sh", ["-c", script], variables: ["APIM_DNS_TEST": "value"], input: Array("input ".utf8), seconds: 280)
    #expect(String(decoding: result.output, as: UTF8.self) == "input value")
    #expect(String(decoding: result.errors, as: UTF8.self) == "problem\n")
    #expect(result.status == 3)
    #expect(try await sh("kill -9 $$").status == 137)
  }

  /// Whoever keeps the working folder has no say in what a program reads from its own.
  @Test("A program runs in the folder /") func programRunsInTheRootFolder() async throws {
    #expect(try await sh("pwd").output == Array("/\n".utf8))
  }

  @Test("All streams can be large at the same time") func muchOfEachStreamAtOnce() async throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let result = try await sh("head -c 300000 /dev/zero >&2; exec cat", input: input)
    #expect(result.output == input)
    #expect(result.errors.count == 65_536, "the beginning of what it complains of is enough")
  }

  @Test("A program that does not read its input still ends") func whoDoesNotReadItsInputEndsAllTheSame() async throws {
    let input = [UInt8](repeating: 0, count: 3_000_000)
    #expect(try await sh("exec <&-; sleep 0.1; echo done", input: input).output == Array("done\n".utf8))
  }

  @Test("A missing program is an error") func programThatIsNotThere() async {
    await #expect(throws: ProgramRunnerError.missing) {
      try await runner.run("no-such-program-here", [], variables: [:], input: [], seconds: 280)
    }
  }

  @Test("A program that does not end in time is stopped with its children") func programThatDoesNotEnd() async throws {
    let folder = try TemporaryFolder()
    await #expect(throws: ProgramRunnerError.timedOut(output: Array("begun\n".utf8))) {
      try await sh("echo begun; sleep 1000 & echo $! >\(folder.path("child")); wait", seconds: 20)
    }
    try await expectEnded(folder)
  }

  @Test("A program of a cancelled task is stopped with its children") func programThatNobodyWaitsForAnyMore()
    async throws
  {
    let folder = try TemporaryFolder()
    let task = Task { try await sh("sleep 1000 & echo $! >\(folder.path("child")); wait") }
    while (try? folder.text(of: "child").hasSuffix("\n")) != true { try await Task.sleep(for: .milliseconds(5)) }
    task.cancel()
    await #expect(throws: ProgramRunnerError.cancelled) { try await task.value }
    try await expectEnded(folder)
  }

  @Test("A program with too much output is stopped") func programThatWritesTooMuch() async {
    await #expect(throws: ProgramRunnerError.tooMuchOutput) {
      try await sh("cat /dev/zero", runner: SystemProgramRunner(outputLimit: 1_000_000))
    }
    await #expect(throws: ProgramRunnerError.tooMuchOutput) {
      try await sh("head -c 1001 /dev/zero", runner: SystemProgramRunner(outputLimit: 1000))
    }
  }

  @Test("A process that a program leaves behind is not waited for") func whatItLeavesBehindKeepsNobodyWaiting()
    async throws
  {
    let result = try await sh("setsid sleep 1000 & echo $!")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(result.status == 0)
    let ended = try await Program.required("sh").run(["-c", "kill \(text)"])
    #expect(ended.status == 0, "it still ran")
  }

  @Test("Many programs run at the same time") func manyAtTheSameTime() async throws {
    let statuses = try await withThrowingTaskGroup(of: Int32.self) { group in
      for number in 0..<40 {
        group.addTask { try await sh("cat >/dev/null; exit \(number)", input: Array("x".utf8)).status }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.sorted() == Array(0..<40))
  }

  /// Waits until the child is gone that a script has written down; one that stays makes the test run out of time.
  private func expectEnded(_ folder: TemporaryFolder) async throws {
    let child = try folder.text(of: "child").dropLast()
    let kill = try await Program.required("sh").run(
      ["-c", "while kill -0 \(child) 2>/dev/null && ! grep -q '^State:.Z' /proc/\(child)/status; do sleep 0.02; done"])
    #expect(kill.status == 0)
  }
}
