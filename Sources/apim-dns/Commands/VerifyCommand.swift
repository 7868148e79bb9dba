import APIManagement
import AzureBackend
import DNSClient
import DNSModel
import EndpointProbe
import Inventory
import Reconciliation

/// `verify`: queries DNS for every hostname, compares the answers with the inventory, and with `--connect` connects to each address.
struct VerifyCommand {
  private let context: RunContext
  private let servers: [NameServer]
  /// The region whose clients the answers are for; nil for the primary locations.
  private let view: Region?
  private let timeout: Duration
  /// The zones to look at for hidden names; nil without `--azure`.
  private let azure: AzureBackend?
  /// The check of connections; nil without `--connect`.
  private let connecting: ConnectionCheck?

  /// Makes the command.
  ///
  /// - Throws: ``Failure`` if a server is given twice, or a setting of Azure is missing or invalid.
  init(_ context: RunContext) throws(Failure) {
    self.context = context
    var servers: [NameServer] = []
    // Invalid servers were refused with the command line.
    for server in (context.arguments.all(.server) ?? []).compactMap(NameServer.init) {
      guard !servers.contains(server) else {
        throw Failure(.usage, "--server: \(server) is given twice. Use it once.")
      }
      servers.append(server)
    }
    self.servers = servers
    view = Self.view(context)
    timeout = .seconds(context.arguments.value(.wait, OptionRule.time) ?? 0)
    connecting = try ConnectionCheck(context)
    do throws(BackendError) {
      azure =
        context.arguments.has(.azure)
        ? try context.backends.azure.backend(layout: .perHostname, progress: context.progress) : nil
    } catch {
      throw Failure(error)
    }
  }

  /// Queries, and connects, until everything is as the inventory says or the time is up.
  func run() async throws(Failure) -> ExitCode {
    let console = context.console
    let deadline = ContinuousClock.now + timeout
    var pause = Duration.seconds(1)
    var (results, connections) = (query(), await connect())
    while !Task.isCancelled, case let left = deadline - .now, left > .zero {
      let others = results.count { $0.state != .matches }
      let failed = (try? connections?.get())?.count { $0.state != .ok } ?? 0
      guard others + failed > 0 else { break }
      if others > 0 { console.trace("\(others) answers do not match yet") }
      if failed > 0 { console.trace("\(failed) connections are not ok yet") }
      do {
        try await Task.sleep(for: min(pause, left))
      } catch {
        // The answers of the last query are the result.
        break
      }
      pause = min(pause * 2, .seconds(10))
      (results, connections) = (query(), await connect())
    }
    let connected = try? connections?.get()
    context.metrics?.note(results)
    context.metrics?.note(connected ?? [])
    let hidden = Task.isCancelled ? nil : await warningsOfHiddenNames()
    var warnings = (try? hidden?.get()) ?? []
    if case .success? = hidden { warnings += await InstanceAgreement(context: context).warnings() }
    let interruption = Task.isCancelled ? context.interruption.signalName : nil
    if let interruption {
      console.printError("interrupted by \(interruption). These are the answers so far. Verify again.")
    }
    warnings += connecting?.warnings(of: connected ?? []) ?? []
    for warning in warnings { console.printNote("warning: \(warning)") }
    if servers.isEmpty, !results.isEmpty, results.allSatisfy(\.isMissing) {
      console.printNote(
        "note: the system resolver knows none of these names. To query the name server that has them, add --server IP.")
    }
    switch context.format {
    case .json:
      console.emit(
        try JSONText.of(
          VerificationJSON(
            results, connected, warnings: hidden == nil && connecting == nil ? nil : warnings, interrupted: interruption
          )),
        as: .json)
    case .markdown: console.emit(VerificationMarkdown(results, connected).text, as: .text)
    case .html:
      let owner = context.inventory.owner.identifier
      console.emit(VerificationPage(answers: results, connections: connected, owner: owner).text, as: .text)
    case .text, .csv:
      console.show(VerificationText(usesColor: console.usesColor).of(results))
      if let connected { console.show(ConnectionText(usesColor: console.usesColor).of(connected)) }
    }
    let failures = results.filter { if case .failed = $0.state { true } else { false } }
    if console.isQuiet, context.format == .text {
      for failure in failures { console.printError("\(failure.expected.name): \(failure.finding)") }
    }
    if case .failure(let error)? = connections { throw error }
    if interruption == nil, case .failure(let error)? = hidden { throw error }
    if !failures.isEmpty || interruption != nil { return .failed }
    let isTrue = results.allSatisfy { $0.state == .matches } && connected?.allSatisfy { $0.state == .ok } != false
    return isTrue ? .done : .differs
  }

  /// Connects to every address; nil without `--connect`.
  private func connect() async -> Result<[ProbedConnection], Failure>? {
    guard let connecting else { return nil }
    do throws(Failure) {
      return .success(try await connecting.run(context.inventory.records(seenFrom: view)))
    } catch {
      return .failure(error)
    }
  }

  /// What `--azure` finds: the zones that hide public names from the virtual networks; nil without that option.
  private func warningsOfHiddenNames() async -> Result<[String], Failure>? {
    guard let azure else { return nil }
    context.console.trace("reading the zones of the subscription")
    do throws(BackendError) {
      return .success(try await azure.warningsOfHiddenNames(context.desiredState(of: .azure)))
    } catch {
      return .failure(Failure(error))
    }
  }

  /// Queries every resolver for every hostname.
  private func query() -> [Verification] {
    let records = context.inventory.records(seenFrom: view)
    context.progress.begin("querying DNS", total: records.count * max(1, servers.count))
    defer { context.progress.end() }
    guard !servers.isEmpty else {
      let resolver = SystemResolver()
      return query(nil, for: records) { name throws(DNSClientError) in try resolver.addresses(of: name) }
    }
    return servers.flatMap { server in
      let client = DNSClient(server)
      return query(server, for: records) { name throws(DNSClientError) in try client.addresses(of: name) }
    }
  }

  /// The region whose clients the answers are for: `--view`, or the view on which the zones and Azure agree.
  private static func view(_ context: RunContext) -> Region? {
    let backends = context.inventory.backends
    let views = Set([backends.zones.map(\.view), backends.azure.map(\.view)].compactMap(\.self))
    guard context.view == nil, views.count > 1 else { return context.view ?? views.first ?? nil }
    context.console.printNote(
      "warning: zones and azure have different views, so verify expects the primary locations. Set --view to that of the "
        + "resolver.")
    return nil
  }

  /// Queries one resolver for every hostname; stops after the first query without an answer.
  private func query(
    _ server: NameServer?, for records: [EndpointRecord],
    _ addresses: (DomainName) throws(DNSClientError) -> AddressAnswer
  ) -> [Verification] {
    var silence: DNSClientError?
    return records.map { record in
      defer { context.progress.advance() }
      let set = RecordSet(
        name: record.hostname, ttl: record.recordSet.ttl, addresses: record.recordSet.addresses)
      if Task.isCancelled { return Verification(failure: "not queried: the run was interrupted", of: server, for: set) }
      if let silence { return Verification(failure: "not queried: \(silence.reason)", of: server, for: set) }
      do throws(DNSClientError) {
        return Verification(try answer(for: record, addresses), of: server, with: set)
      } catch {
        if error.code == .noAnswer { silence = error }
        return Verification(failure: error.description, of: server, for: set)
      }
    }
  }

  /// Queries one hostname.
  ///
  /// A wildcard is queried by a name below it that nobody has. A name server without recursion refuses the hostname that public DNS
  /// leads to the record set by a CNAME record, so the record set's own name is the second try.
  private func answer(
    for record: EndpointRecord, _ addresses: (DomainName) throws(DNSClientError) -> AddressAnswer
  ) throws(DNSClientError) -> AddressAnswer {
    guard record.alias != nil else { return try addresses(record.hostname.example) }
    do throws(DNSClientError) {
      return try addresses(record.hostname)
    } catch {
      guard error.code == .notServed else { throw error }
      return try addresses(record.recordSet.name)
    }
  }
}

extension DomainName {
  /// The name itself; for a wildcard, a name that it covers and that nobody has.
  var example: DomainName {
    guard isWildcard else { return self }
    // 36⁶ is about 2³¹, and a name has at most 253 characters.
    let label = "verify-\(String(UInt32.random(in: .min ... .max), radix: 36))".suffix(
      max(1, 252 - ownZone.text.utf8.count))
    return DomainName(canonical: String(label), ".", ownZone.text)
  }
}
