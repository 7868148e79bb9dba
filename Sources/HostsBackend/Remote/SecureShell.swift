import Diagnostics
import ProgramExecution
import Reconciliation

/// Runs shell scripts on another machine, over the system's `ssh` with its own configuration, keys and known hosts.
///
/// Nothing is installed there. Nobody is asked for anything: a machine that wants a password is a failure. Connections are
/// shared where the user's configuration says so, and only there.
/// Source: [ssh(1)](https://man.openbsd.org/ssh), [ssh_config(5)](https://man.openbsd.org/ssh_config).
struct SecureShell: Sendable {
  let machine: Machine
  let programs: any ProgramRunner
  /// The seconds after which a script is given up.
  let seconds: Double

  /// A path of the machine, or a message that begins with one, as messages here name it.
  func place(_ path: some StringProtocol) -> String { "\(machine):\(path)" }

  /// Runs a script to its end.
  ///
  /// - Parameters:
  ///   - script: the script; it says itself where it begins and ends.
  ///   - path: the file there that it is about.
  /// - Returns: what it wrote.
  /// - Throws: ``BackendError`` when it did not run, ends with another status than 0, or nobody knows how far it came.
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
    guard result.status == 0 else { throw refusal(in: result, path) }
    return result
  }

  /// The arguments of ssh: our options win over the user's configuration, which holds for everything else.
  var arguments: [String] {
    let options = [
      "BatchMode=yes", "ConnectTimeout=\(max(1, min(10, Int(seconds / 2))))", "ServerAliveInterval=10",
      "ServerAliveCountMax=3", "ClearAllForwardings=yes", "ForwardAgent=no", "ForwardX11=no", "RemoteCommand=none",
    ]
    return ["-T"] + options.flatMap { ["-o", $0] } + destination + ["sh -s"]
  }

  /// How ssh is told where to go; what stands behind `--` is no option.
  private var destination: [String] {
    (machine.port.map { ["-p", "\($0)"] } ?? []) + (machine.user.map { ["-l", $0] } ?? []) + ["--", machine.host]
  }

  /// What somebody types to see whether ssh works.
  private var trial: String { "ssh -o BatchMode=yes \(destination.filter { $0 != "--" }.joined(separator: " ")) true" }

  /// What the script says of its file, said of the file on that machine.
  private func refusal(in result: RemoteScript.Result, _ path: String) -> BackendError {
    let own = result.errors.filter { $0.hasPrefix("apim-dns: ") }.map { line in
      let text = line.dropFirst("apim-dns: ".count)
      return place(text.hasPrefix("refused: ") ? text.dropFirst("refused: ".count) : text)
    }
    let others = "\(place(path)): \(result.errors.last ?? "the script ended with status \(result.status)")"
    return BackendError(result.status == 3 ? .refused : .failed, own.isEmpty ? others : own.joined(separator: "; "))
  }

  private func failure(of error: ProgramRunnerError) -> BackendError {
    switch error {
    case .missing:
      BackendError(.failed, "\(machine): the program ssh \(error); see that it is installed", because: error)
    case .timedOut:
      BackendError(
        .failed,
        "\(machine): ssh did not end in \(Int(seconds)) s: see what keeps the machine busy, or give it longer with --timeout; "
          + "the file there is as it was or as it should be", because: error)
    case .tooMuchOutput:
      BackendError(
        .failed,
        "\(machine): there is more than 64 MiB to read, which is no hosts file; name the right one with --file",
        because: error)
    case .cancelled, .notStarted:
      BackendError(.failed, "\(machine): ssh \(error)", because: error)
    }
  }

  private func failure(of output: ProgramOutput, hasBegun: Bool) -> BackendError {
    let lines = PrintableText.messageLines(output.errors)
    // With another status than its own 255, what speaks last is the login there, on either stream.
    let words = output.status == 255 ? nil : PrintableText.messageLines(Array(output.output.suffix(4096))).last
    if hasBegun {
      let reason = lines.last ?? "without a word"
      return BackendError(
        .failed,
        "\(machine): ssh broke off in the middle: \(reason); run the command again: the file there is as it was or as it "
          + "should be")
    }
    if lines.contains(where: { $0.contains("REMOTE HOST IDENTIFICATION HAS CHANGED") }) {
      return BackendError(
        .failed,
        "\(machine): its host key is not the one that known_hosts has: somebody else may answer in its place; if the machine "
          + "was made anew, take the old key out with ssh-keygen -R, and connect once by hand")
    }
    var reason = words ?? lines.last ?? "it ended with status \(output.status) and said nothing"
    if reason.hasPrefix("ssh: ") { reason.removeFirst("ssh: ".count) }
    return BackendError(.failed, "\(machine): ssh: \(reason); see that '\(trial)' works")
  }
}
