import ProgramExecution
import TestSupport
import Testing

/// Programs that are run for their output.
@Suite(.timeLimit(.minutes(5))) struct SystemProgramRunnerTests {
  private let runner = SystemProgramRunner()

  @Test func inputOutputErrorsVariablesAndStatus() async throws {
    let script = #"cat; printf '%s' "$APIM_DNS_TEST"; echo problem >&2; exit 3"#
    let result = try await runner.run(
      "sh", ["-c", script], variables: ["APIM_DNS_TEST": "value"], input: Array("input ".utf8), seconds: 20)
    #expect(String(decoding: result.output, as: UTF8.self) == "input value")
    #expect(String(decoding: result.errors, as: UTF8.self) == "problem\n")
    #expect(result.status == 3)
  }

  @Test func moreOutputThanAPipeHolds() async throws {
    let result = try await runner.run(
      "sh", ["-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2"], variables: [:], input: [], seconds: 20)
    #expect(result.output.count == 300_000)
    #expect(result.errors.count == 300_000)
  }

  @Test func aProgramThatIsNotThere() async {
    await #expect(throws: ProgramRunnerError.missing) {
      try await runner.run("no-such-program-here", [], variables: [:], input: [], seconds: 5)
    }
  }

  @Test func aProgramThatDoesNotEnd() async {
    await #expect(throws: ProgramRunnerError.timedOut) {
      try await runner.run("sleep", ["30"], variables: [:], input: [], seconds: 0.2)
    }
  }
}
