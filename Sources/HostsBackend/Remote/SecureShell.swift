import Diagnostics
import ProgramExecution
import Reconciliation

/// Why a script on another machine did not run to its end.
struct UnfinishedScript: Error {
  let reason: BackendError
  /// What it wrote to standard output before.
  var output: ArraySlice<UInt8> = []
}

/// Runs shell scripts on another machine, with the system's `ssh` and its configuration, keys and known hosts.
///
/// Nothing is installed on the machine. There are no prompts: a machine that asks for a password is a failure. Connections
/// are shared only if the user's configuration says so.
/// Source: [ssh(1)](https://man.openbsd.org/ssh), [ssh_config(5)](https://man.openbsd.org/ssh_config).
struct SecureShell: Sendable {
  let machine: Machine
  let programs: any ProgramRunner
  /// The time limit for a script.
  let seconds: Double
  /// How many seconds to wait before the second try; random, so that machines behind one bastion do not try at once again.
  let pause: ClosedRange<Double>

  /// A path of the machine, or a message that begins with one, prefixed with the machine.
  func location(_ path: some StringProtocol) -> String { "\(machine):\(path)" }

  /// Runs a script to its end, and tries once more if the connection is dropped before the script starts.
  ///
  /// - Parameter script: the wrapped script.
  /// - Returns: its status and output; ``error(of:_:)`` says what a status other than 0 means.
  /// - Throws: ``UnfinishedScript``.
  func run(_ script: RemoteScript) async throws(UnfinishedScript) -> RemoteScript.Result {
    var output = try await start(script)
    if isDropped(output, script) {
      try? await Task.sleep(for: .seconds(Double.random(in: pause)))
      output = try await start(script)
    }
    guard let result = script.result(of: output) else {
      throw UnfinishedScript(reason: failure(of: output, script), output: script.beginning(of: output.output))
    }
    return result
  }

  private func start(_ script: RemoteScript) async throws(UnfinishedScript) -> ProgramOutput {
    do throws(ProgramRunnerError) {
      return try await programs.run(
        "ssh", arguments, variables: [:], input: Array(script.text.utf8), seconds: seconds)
    } catch {
      let reason = failure(of: error)
      guard case .timedOut(let output) = error else { throw UnfinishedScript(reason: reason) }
      throw UnfinishedScript(reason: reason, output: script.beginning(of: output))
    }
  }

  /// Whether the connection was closed before anything was done, as by a bastion that has too many new connections
  /// (`MaxStartups` in [sshd_config(5)](https://man.openbsd.org/sshd_config)).
  private func isDropped(_ output: ProgramOutput, _ script: RemoteScript) -> Bool {
    guard output.status == 255, !script.hasBegun(in: output) else { return false }
    return PrintableText.messageLines(output.errors).contains { line in
      ["Connection closed by", "Connection reset by", "closed by remote host"].contains(where: line.contains)
    }
  }

  /// The arguments of ssh; these options override the user's configuration.
  var arguments: [String] {
    let options = [
      "BatchMode=yes", "ConnectTimeout=\(max(1, min(10, Int(seconds / 2))))", "ServerAliveInterval=10",
      "ServerAliveCountMax=3", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "RemoteCommand=none",
    ]
    return ["-T"] + options.flatMap { ["-o", $0] } + destination + ["sh -s"]
  }

  /// The port, the user and the host; what follows `--` is not an option.
  private var destination: [String] {
    (machine.port.map { ["-p", "\($0)"] } ?? []) + (machine.user.map { ["-l", $0] } ?? []) + ["--", machine.host]
  }

  /// The command with which a person can check whether ssh works.
  private var testCommand: String {
    "ssh -o BatchMode=yes \(destination.filter { $0 != "--" }.joined(separator: " ")) true"
  }

  /// The error that the script reported, with the machine before the path.
  ///
  /// - Parameters:
  ///   - result: a result with a status other than 0.
  ///   - path: the hosts file on the machine, for messages.
  /// - Returns: the error.
  func error(of result: RemoteScript.Result, _ path: String) -> BackendError {
    var own: [String] = []
    for line in result.errors {
      if line.hasPrefix("apim-dns: ") {
        let text = line.dropFirst("apim-dns: ".count)
        own.append(location(text.hasPrefix("refused: ") ? text.dropFirst("refused: ".count) : text))
      } else if line.hasPrefix("> "), let last = own.indices.last {
        // A line of the reload command, which the script marks.
        own[last] += "\n\(line)"
      }
    }
    let others = "\(location(path)): \(result.errors.last ?? "the script ended with status \(result.status)")"
    return BackendError(result.status == 3 ? .refused : .failed, own.isEmpty ? others : own.joinedMessages)
  }

  /// The message about a reload command of which nobody knows how it ended.
  ///
  /// - Parameters:
  ///   - command: the command.
  ///   - path: the hosts file on the machine.
  ///   - script: why the script that runs the command did not run to its end.
  /// - Returns: the message.
  func unknownReload(_ command: String, of path: String, _ script: UnfinishedScript) -> String {
    let place = location(path)
    guard script.reason.underlyingError is ProgramRunnerError else {
      return
        "\(place): the ssh connection ended before the reload command '\(command)' did. The file is written. Apply again: unless the "
        + "command has succeeded meanwhile, it runs again."
    }
    return
      "\(place): the reload command '\(command)' did not end within \(Int(seconds)) s. The file is written. Set a longer --timeout "
      + "and apply again: unless the command has succeeded meanwhile, it runs again."
  }

  private func failure(of error: ProgramRunnerError) -> BackendError {
    switch error {
    case .missing:
      BackendError(.failed, "\(machine): the program ssh \(error). Install it.", because: error)
    case .timedOut:
      BackendError(
        .failed,
        "\(machine): ssh did not end within \(Int(seconds)) s; the file there is either unchanged or complete. "
          + "Check the load of the machine, or set a longer --timeout.", because: error)
    case .tooMuchOutput:
      BackendError(
        .failed,
        "\(machine): the file is larger than 64 MiB. Give the path of the right file.",
        because: error)
    case .cancelled, .notStarted:
      BackendError(.failed, "\(machine): ssh \(error)", because: error)
    }
  }

  private func failure(of output: ProgramOutput, _ script: RemoteScript) -> BackendError {
    let lines = script.messagesOfBrokenConnection(in: output)
    if script.hasBegun(in: output) {
      let reason = lines.last.map(PrintableText.withoutFullStop) ?? "no message"
      return BackendError(
        .failed,
        "\(machine): the ssh connection ended while the script ran: \(reason); the file there is either unchanged or "
          + "complete. Run the command again.")
    }
    if lines.contains(where: { $0.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") }) {
      return BackendError(
        .failed,
        "\(machine): the host key differs from the one in known_hosts, so another machine may be answering. If the "
          + "machine was reinstalled, remove the old key with 'ssh-keygen -R', then connect once by hand.")
    }
    let reason = PrintableText.withoutFullStop(startFailure(of: output, lines))
    let hint =
      isDropped(output, script) ? " If many machines are behind one bastion, use a smaller --parallel." : ""
    return BackendError(.failed, "\(machine): ssh: \(reason). Check that '\(testCommand)' works." + hint)
  }

  /// Why the script was not started.
  ///
  /// The last line of standard error is the reason only with the status 255, which is that of ssh itself. Any other status comes
  /// from the login, which may use either stream, and the line may be from the banner of the server.
  private func startFailure(of output: ProgramOutput, _ lines: [String]) -> String {
    let loginMessage = PrintableText.messageLines(Array(output.output.suffix(4096))).last
    if output.status != 255, let loginMessage { return loginMessage }
    guard var line = lines.last else { return "it exited with status \(output.status) without a message" }
    if line.hasPrefix("ssh: ") { line.removeFirst("ssh: ".count) }
    guard output.status != 255 else { return line }
    return
      "it exited with status \(output.status); the last line that it printed is '\(PrintableText.withoutFullStop(line))'"
  }
}
