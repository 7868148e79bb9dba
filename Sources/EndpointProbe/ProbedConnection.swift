/// What a probe found at one address of a hostname.
package struct ProbedConnection: Hashable, Sendable {
  /// The result, with its word in JSON and metrics.
  package enum State: String, CaseIterable, Hashable, Sendable {
    /// The endpoint answers, and its certificate is right.
    case ok
    /// The machine at the address refuses the port.
    case refused
    /// The connection, the handshake or the response took too long.
    case timedOut
    /// The network has no route to the address.
    case unreachable
    /// There is a connection, but no handshake of TLS 1.2 or newer.
    case notTLS
    /// The certificate is not trusted.
    case certificateUntrusted
    /// The certificate is trusted, but for other names.
    case certificateOtherName
    /// The certificate has ended, or does not begin yet.
    case certificateExpired
    /// The certificate is right, but the response is not that of the endpoint.
    case status
  }

  /// What the checks say about the server's certificate.
  package struct Certificate: Hashable, Sendable {
    /// Whether its chain leads to a trusted authority.
    package let isTrusted: Bool
    /// Whether it is for the hostname.
    package let coversName: Bool
    /// Its names and dates; nil if they cannot be read.
    package let contents: ServerCertificate?
  }

  /// What was probed.
  package let target: ProbeTarget
  /// The result.
  package let state: State
  /// How far the connection got.
  package let progress: ProbeAttempt.Progress
  /// The certificate; nil if there was none.
  package let certificate: Certificate?
  /// The status of the response; nil if there was none.
  package let status: Int?
  /// What the library or the system says about the failure; empty if nothing failed, or the state says it all.
  package let words: String

  /// Probes one target: a connection with all checks and a request, and, if the certificate does not pass, one for each check alone.
  ///
  /// - Parameters:
  ///   - target: what to probe.
  ///   - client: makes the connections.
  ///   - now: the time in seconds since 1970.
  /// - Throws: ``ProbeError`` if nothing can be said about the target.
  package init(probing target: ProbeTarget, with client: some ProbeClient, now: Int64) async throws(ProbeError) {
    let attempt = try await client.connect(to: target, .request)
    let known = attempt.certificate.map(ServerCertificate.init(pem:))
    let passed =
      attempt.progress == .secured ? Certificate(isTrusted: true, coversName: true, contents: known ?? nil) : nil
    switch attempt.end {
    case .certificateRefused:
      try await self.init(refused: target, attempt, client, now)
    case .done(let status):
      let isExpected = status.map(target.expects) ?? false
      self.init(target, isExpected ? .ok : .status, attempt, certificate: passed, status: status)
    case .refused, .unreachable, .timedOut, .failed:
      self.init(target, attempt.failure, attempt, certificate: passed)
    }
  }

  /// Finds out what is wrong with a certificate.
  ///
  /// A further connection that fails for another reason says nothing about the certificate.
  private init(
    refused target: ProbeTarget, _ first: ProbeAttempt, _ client: some ProbeClient, _ now: Int64
  ) async throws(ProbeError) {
    // The name alone is checked without trust, so that libcurl reads the certificate whatever its chain is.
    let name = try await client.connect(to: target, .name)
    let trust = try await client.connect(to: target, .trust)
    if let failed = [name, trust].first(where: { !$0.isVerdict }) {
      self.init(target, failed.failure, failed)
      return
    }
    let contents = name.certificate.flatMap(ServerCertificate.init(pem:))
    let isOutdated = contents.map { !$0.isValid(at: now) } ?? true
    guard !(trust.isDone && name.isDone) else {
      self.init(
        target, .certificateUntrusted, first,
        certificate: Certificate(isTrusted: false, coversName: true, contents: nil),
        words: "one connection was refused for its certificate, and the next ones were not: \(first.words)")
      return
    }
    let isTrusted = trust.isDone || trust.isOnlyOutdated && isOutdated
    let certificate = Certificate(isTrusted: isTrusted, coversName: name.isDone, contents: contents)
    let state: State =
      switch (isTrusted, name.isDone) {
      case (false, _): .certificateUntrusted
      case (true, false): .certificateOtherName
      case (true, true): .certificateExpired
      }
    self.init(target, state, trust, certificate: certificate)
  }

  private init(
    _ target: ProbeTarget, _ state: State, _ attempt: ProbeAttempt, certificate: Certificate? = nil, status: Int? = nil,
    words: String? = nil
  ) {
    self.target = target
    self.state = state
    progress = attempt.progress
    self.certificate = certificate
    self.status = status
    self.words = words ?? (attempt.isDone ? "" : attempt.words)
  }
}

extension ProbeAttempt {
  /// Whether the step was done.
  fileprivate var isDone: Bool { if case .done = end { true } else { false } }
  /// Whether it says something about the certificate.
  fileprivate var isVerdict: Bool { isDone || end == .certificateRefused }

  /// The state of a connection that failed, not for its certificate.
  fileprivate var failure: ProbedConnection.State {
    switch (end, progress) {
    case (.refused, _): .refused
    case (.timedOut, _): .timedOut
    case (.failed, .connected): .notTLS
    case (.failed, .secured): .status
    default: .unreachable
    }
  }
}
