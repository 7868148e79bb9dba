import Diagnostics
import ProgramExecution
import Reconciliation

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

  /// A path of the machine, or a message that begins with one, prefixed with the machine.
  func location(_ path: some StringProtocol) -> String { "\(machine):\(path)" }

  /// Runs a script to its end.
  ///
  /// - Parameters:
  ///   - script: the wrapped script.
  ///   - path: the hosts file on the machine, for messages.
  /// - Returns: its output.
  /// - Throws: ``BackendError`` if it did not run, did not exit with 0, or the connection broke.
  func run(_ script: RemoteScript, on path: String) async throws(BackendError) -> RemoteScript.Result {
    let output: ProgramOutput
    do throws(ProgramRunnerError) {
      output = try await programs.run(
        "ssh", arguments, variables: [:], input: Array(script.text.utf8), seconds: seconds)
    } catch {
      throw failure(of: error)
    }
    guard let result = script.result(of: output) else {
      throw failure(of: output, hasBegun: script.hasBegun(in: output))
    }
    guard result.status == 0 else { throw error(of: result, path) }
    return result
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
  private func error(of result: RemoteScript.Result, _ path: String) -> BackendError {
    let own = result.errors.filter { $0.hasPrefix("apim-dns: ") }.map { line in
      let text = line.dropFirst("apim-dns: ".count)
      return location(text.hasPrefix("refused: ") ? text.dropFirst("refused: ".count) : text)
    }
    let others = "\(location(path)): \(result.errors.last ?? "the script ended with status \(result.status)")"
    return BackendError(result.status == 3 ? .refused : .failed, own.isEmpty ? others : own.joinedMessages)
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

  private func failure(of output: ProgramOutput, hasBegun: Bool) -> BackendError {
    let lines = PrintableText.messageLines(output.errors)
    // A status other than 255, which is that of ssh itself, comes from the login, which may use either stream.
    let loginMessage = output.status == 255 ? nil : PrintableText.messageLines(Array(output.output.suffix(4096))).last
    if hasBegun {
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
    var reason = loginMessage ?? lines.last ?? "it exited with status \(output.status) without a message"
    if reason.hasPrefix("ssh: ") { reason.removeFirst("ssh: ".count) }
    return BackendError(
      .failed, "\(machine): ssh: \(PrintableText.withoutFullStop(reason)). Check that '\(testCommand)' works.")
  }
}
