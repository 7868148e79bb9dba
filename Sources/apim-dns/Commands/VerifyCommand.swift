import APIManagement
import DNSClient
import DNSModel
import Inventory
import Reconciliation

/// `verify`: asks DNS for every name and compares with the inventory.
struct VerifyCommand {
  private let context: RunContext
  private let servers: [NameServer]
  private let patience: Duration

  /// Takes what to ask, and whom.
  ///
  /// - Throws: ``Failure`` when a server is named twice.
  init(_ context: RunContext) throws(Failure) {
    self.context = context
    var servers: [NameServer] = []
    // Those that are none were refused with the command line.
    for server in (context.arguments.all(.server) ?? []).compactMap(NameServer.init) {
      guard !servers.contains(server) else {
        throw Failure(.usage, "--server: \(server) is named twice; name it once")
      }
      servers.append(server)
    }
    self.servers = servers
    patience = .seconds(context.arguments.value(.wait, OptionRule.time) ?? 0)
  }

  /// Asks until all is true or the time is up.
  func run() async throws(Failure) -> ExitCode {
    let console = context.console
    let deadline = ContinuousClock.now + patience
    var pause = Duration.seconds(1)
    var results = ask()
    while results.contains(where: { $0.state != .isTrue }), case let left = deadline - .now, left > .zero {
      console.trace("\(results.count { $0.state != .isTrue }) answers are not true yet")
      try? await Task.sleep(for: min(pause, left))
      pause = min(pause * 2, .seconds(10))
      results = ask()
    }
    context.metrics?.note(results)
    switch context.format {
    case .json: console.emit(try JSONText.of(VerificationJSON(results)), as: .json)
    case .markdown: console.emit(VerificationMarkdown(results).text, as: .text)
    case .text, .html, .csv: console.show(VerificationText(usesColor: console.usesColor).of(results))
    }
    let failures = results.filter { if case .failed = $0.state { true } else { false } }
    if console.isQuiet, context.format == .text {
      for failure in failures { console.complain("\(failure.expected.name): \(failure.finding)") }
    }
    if !failures.isEmpty { return .failed }
    return results.allSatisfy { $0.state == .isTrue } ? .done : .differs
  }

  /// Asks every resolver for every name.
  private func ask() -> [Verification] {
    let names = context.inventory.hostnames.recordSets
    context.progress.begin("asking DNS", total: names.count * max(1, servers.count))
    defer { context.progress.end() }
    guard !servers.isEmpty else {
      let resolver = SystemResolver()
      return ask(nil, for: names) { name throws(DNSClientError) in try resolver.addresses(of: name) }
    }
    return servers.flatMap { server in
      let client = DNSClient(server)
      return ask(server, for: names) { name throws(DNSClientError) in try client.addresses(of: name) }
    }
  }

  /// Asks one resolver for every name; one that does not answer is not waited for again and again.
  private func ask(
    _ server: NameServer?, for names: [RecordSet],
    _ addresses: (DomainName) throws(DNSClientError) -> AddressAnswer
  ) -> [Verification] {
    var silence: DNSClientError?
    return names.map { set in
      defer { context.progress.advance() }
      if let silence { return Verification(failure: "not asked: \(silence)", of: server, for: set) }
      do throws(DNSClientError) {
        return Verification(try addresses(set.name), of: server, with: set)
      } catch {
        if error.code == .noAnswer { silence = error }
        return Verification(failure: error.description, of: server, for: set)
      }
    }
  }
}
