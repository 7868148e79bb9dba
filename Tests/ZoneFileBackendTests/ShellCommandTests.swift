import TestSupport
import Testing

@testable import ZoneFileBackend

struct ShellCommandTests {
  @Test func placesAreFilledWithQuotedValues() {
    let values = [(place: "zone", value: "corp.example"), (place: "file", value: "/tmp/it's here/a.zone")]
    #expect(
      ShellCommand("check -z {zone} {file}; echo ${x} {} {other} {", filling: values).text
        == #"check -z 'corp.example' '/tmp/it'\''s here/a.zone'; echo ${x} {} {other} {"#)
  }

  @Test func valueIsNotFilledOnceMore() {
    let values = [(place: "zone", value: "{file}"), (place: "file", value: "x")]
    #expect(ShellCommand("{zone}{file}", filling: values).text == "'{file}''x'")
  }

  @Test func successGivesBothStreams() {
    let result = ShellCommand("echo out; echo err >&2; cat").run()
    #expect(result.failure == nil)
    #expect(result.output == "out\nerr")
  }

  @Test func endOfALongOutputIsKept() {
    let result = ShellCommand("head -c 200000 /dev/zero | tr '\\0' x; echo the end").run()
    #expect(result.output.utf8.count == (1 << 16) + "…".utf8.count - 1)
    #expect(result.output.hasPrefix("…xxx") && result.output.hasSuffix("xxxthe end"))
  }

  @Test func failureIsNamed() {
    #expect(ShellCommand("exit 7").run().failure == "ended with status 7")
    #expect(ShellCommand("kill -9 $$").run().failure == "was ended by signal 9")
    #expect(ShellCommand("/no/such/program").run().failure == "ended with status 127")
  }

  @Test func daemonLeftBehindIsNotWaitedFor() {
    let result = ShellCommand("sleep 20 & echo $!").run()
    // It still runs, so nobody waited for its end.
    #expect(ShellCommand("kill \(result.output)").run().failure == nil)
  }

  @Test func environmentIsInherited() {
    #expect(ShellCommand("test -n \"$PATH\"").run().failure == nil)
  }
}
