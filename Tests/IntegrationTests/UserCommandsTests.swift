import TestSupport
import Testing

/// The commands of `--check` and `--reload`, which the user writes and the shell runs.
@Suite(.timeLimit(.minutes(5))) struct UserCommandsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs a script of the shell; `apply` is the beginning of a command line.
  private func sh(_ script: String) async throws -> Program.Result {
    let apply =
      "\(Program.built("apim-dns").path) apply zones -q --directory zones --hostnames regional --layout parent "
      + "--name contoso-apim --region westus --vip 10.1.0.5"
    return try await Program.required("sh").run(
      ["-c", script], environment: ["PATH": "/usr/bin:/bin", "apply": apply], in: folder.path)
  }

  /// The first signal waits for the command up to 10 s; the second one ends it.
  @Test(.needs("setsid"), arguments: ["--check", "--reload"])
  func commandsEndWithTheRun(option: String) async throws {
    let result = try await sh(
      """
      setsid $apply \(option) 'sleep 1000 & echo $! >child; wait' & run=$!
      until [ -s child ]; do sleep 0.02; done
      kill -TERM $run; sleep 0.3; kill -TERM $run; wait $run; echo $?
      while kill -0 "$(cat child)" 2>/dev/null; do sleep 0.02; done
      """)
    #expect(result.output == "143\n")
  }

  /// sudo asks for a password there.
  @Test(.needs("script")) func commandMayAskAtTheTerminal() async throws {
    try folder.write("answers", text: "secret\n")
    let result = try await sh(
      """
      SHELL=/bin/sh script -qec "$apply --yes --check 'read line </dev/tty && echo \\$line >>answer'" /dev/null <answers >log
      echo $?; cat answer
      """)
    let log = try folder.text(of: "log")
    #expect(result.output == "0\nsecret\n", "\(log)")
  }

  /// Whoever ignores the end of programs hands that down, and the system then tells nobody how one ended.
  @Test(.needs("python3"), arguments: [("true", 0), ("exit 7", 1)])
  func exitStatusOfACommandIsKnownEvenIfSIGCHLDIsIgnored(command: String, status: Int) async throws {
    let result = try await sh(
      """
      exec python3 -c 'import os, signal, sys
      signal.signal(signal.SIGCHLD, signal.SIG_IGN)
      os.execv(sys.argv[1], sys.argv[1:])' $apply --check '\(command)'
      """)
    #expect(Int(result.status) == status, "\(result.errors)")
    #expect(status == 0 || result.errors.contains("'exit 7' ended with status 7 for the zone"))
  }
}
