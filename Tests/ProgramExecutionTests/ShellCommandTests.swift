import TestSupport
import Testing

@testable import ProgramExecution

struct ShellCommandTests {
  @Test("Placeholders are filled with quoted values") func placeholdersAreFilledWithQuotedValues() async {
    let values = [(placeholder: "zone", value: "corp.example"), (placeholder: "file", value: "/tmp/it's here/a.zone")]
    #expect(
      ShellCommand("check -z {zone} {file}; echo ${x} {} {other} {", filling: values).text
        == #"check -z 'corp.example' '/tmp/it'\''s here/a.zone'; echo ${x} {} {other} {"#)
  }

  @Test("A placeholder in a value is not filled") func valueIsNotFilledOnceMore() async {
    let values = [(placeholder: "zone", value: "{file}"), (placeholder: "file", value: "x")]
    #expect(ShellCommand("{zone}{file}", filling: values).text == "'{file}''x'")
  }

  @Test("The output has both streams") func successGivesBothStreams() async {
    let result = await ShellCommand("echo out; echo err >&2; cat").run()
    #expect(result.failure == nil)
    #expect(result.output == "out\nerr")
  }

  @Test func endOfALongOutputIsKept() async {
    let result = await ShellCommand("head -c 200000 /dev/zero | tr '\\0' x; echo the end").run()
    #expect(result.output.utf8.count == (1 << 16) + "…".utf8.count - 1)
    #expect(result.output.hasPrefix("…xxx") && result.output.hasSuffix("xxxthe end"))
  }

  @Test func failureIsReportedWithItsStatus() async {
    #expect(await ShellCommand("exit 7").run().failure == "ended with status 7")
    #expect(await ShellCommand("kill -9 $$").run().failure == "was ended by signal 9")
    #expect(await ShellCommand("/no/such/program").run().failure == "ended with status 127")
  }

  @Test func daemonLeftBehindIsNotWaitedFor() async {
    let result = await ShellCommand("sleep 20 & echo $!").run()
    // It still runs, so nobody waited for its end.
    #expect(await ShellCommand("kill \(result.output)").run().failure == nil)
  }

  @Test func environmentIsInherited() async {
    #expect(await ShellCommand("test -n \"$PATH\"").run().failure == nil)
  }

  @Test("A command that is too long for the system is a failure") func commandThatIsTooLongForTheSystem() async {
    let result = await ShellCommand("true #" + String(repeating: "x", count: 3_000_000)).run()
    #expect(result.failure == "could not be run: Argument list too long")
  }
}
