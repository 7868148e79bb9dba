import EndpointProbe
import Reconciliation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The metrics of a run for `--metrics-file`: collected during the run, written at its end.
final class RunMetrics {
  private let command: Command
  private let file: MetricsFile
  private let start = ContinuousClock.now
  private var owner: String?
  private var backends = BackendMetrics()
  private var answers = AnswerMetrics()
  private var connections = ConnectionMetrics()

  /// Starts measuring; nil without `--metrics-file`.
  init?(_ arguments: Arguments) {
    guard let command = arguments.command, let path = arguments.value(.metricsFile) else { return nil }
    self.command = command
    file = MetricsFile(path: path)
  }

  /// Records the owner.
  func note(_ owner: Owner) { self.owner = owner.identifier }

  /// Records the plans with their results.
  func note(_ plans: [BackendPlan]) { backends = BackendMetrics(plans: plans) }

  /// Records the answers of resolvers.
  func note(_ answers: [Verification]) { self.answers = AnswerMetrics(answers: answers) }

  /// Records the connections.
  func note(_ connections: [ProbedConnection]) { self.connections = ConnectionMetrics(connections: connections) }

  /// Writes the file.
  ///
  /// - Parameter code: the exit code of the run.
  /// - Throws: ``Failure`` if it cannot be written.
  func write(_ code: ExitCode) throws(Failure) {
    let now = Int(Date().timeIntervalSince1970)
    let elapsed = (ContinuousClock.now - start).components
    let milliseconds = elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000
    try file.replace { old in
      let previous = PreviousRun(in: old, of: command)
      // If the inventory cannot be read, the owner is that of the previous run.
      let owner = owner ?? previous?.owner ?? ""
      let isSuccess = [.done, .differs].contains(code)
      let lastSuccess = isSuccess ? now : previous?.owner == owner ? previous?.lastSuccess ?? 0 : 0
      let run = [(name: "owner", value: owner), (name: "command", value: command.rawValue)]
      var text = MetricsText()
      text.gauge(
        "apim_dns_build_info", "The version of the program; always 1.",
        [.init(run + [("version", HelpText.version)], 1)])
      text.gauge("apim_dns_last_run_timestamp_seconds", "When the last run ended.", [.init(run, now)])
      text.gauge(
        PreviousRun.lastSuccess, "When a run last ended with exit code 0 or 2; 0 if never.", [.init(run, lastSuccess)])
      text.gauge("apim_dns_run_duration_seconds", "How long the run took.", [.init(run, Double(milliseconds) / 1000)])
      text.gauge("apim_dns_run_exit_code", "The exit code of the run.", [.init(run, Int(code.rawValue))])
      backends.write(to: &text, run)
      answers.write(to: &text, run)
      connections.write(to: &text, run)
      return text.text
    }
  }
}
