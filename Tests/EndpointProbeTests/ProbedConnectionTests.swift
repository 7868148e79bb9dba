import APIManagement
import DNSModel
import EndpointProbe
import Testing

/// What is said of each way in which a connection can end.
struct ProbedConnectionTests {
  /// A client that gives one attempt for each step.
  private struct ScriptedClient: ProbeClient {
    let attempts: [ProbeStep: ProbeAttempt]

    func connect(to target: ProbeTarget, _ step: ProbeStep) async throws(ProbeError) -> ProbeAttempt {
      guard let attempt = attempts[step] else { throw ProbeError("no attempt") }
      return attempt
    }
  }

  private func probe(_ attempts: [ProbeStep: ProbeAttempt], _ endpoint: Endpoint = .gateway) async throws
    -> ProbedConnection
  {
    let name = DomainName(constant: "contoso-apim.azure-api.net")
    let target = ProbeTarget(
      hostname: name, askedName: name, address: try #require(IPv4Address("10.1.0.5")), port: 443, endpoint: endpoint)
    return try await ProbedConnection(probing: target, with: ScriptedClient(attempts: attempts), now: 1_800_000_000)
  }

  @Test(arguments: [
    (ProbeAttempt(.nothing, .refused), ProbedConnection.State.refused, "A machine has this address, but nothing there"),
    (ProbeAttempt(.nothing, .unreachable), .unreachable, "This machine has no route to the address."),
    (ProbeAttempt(.nothing, .timedOut), .timedOut, "Nothing answers at this address."),
    (ProbeAttempt(.connected, .timedOut), .timedOut, "The address takes connections, but does not answer in time."),
    (ProbeAttempt(.secured, .timedOut), .timedOut, "The address takes connections, but does not answer in time."),
    (ProbeAttempt(.nothing, .failed), .unreachable, "This machine has no route to the address."),
    (ProbeAttempt(.connected, .failed), .notTLS, "There is no TLS 1.2 or newer for this hostname."),
    (ProbeAttempt(.secured, .failed), .status, "The certificate is right, but there is no HTTP response."),
    (
      ProbeAttempt(.secured, .done(status: 404)), .status,
      "A server answers, but not as a gateway that knows this hostname."
    ),
    (ProbeAttempt(.secured, .done(status: 503)), .status, "The server says that it cannot answer now."),
  ])
  func stateAndAdvice(attempt: ProbeAttempt, state: ProbedConnection.State, advice: String) async throws {
    let connection = try await probe([.request: attempt])
    #expect(connection.state == state)
    #expect(connection.advice?.text.hasPrefix(advice) == true)
    #expect(connection.advice?.document.hasPrefix("https://learn.microsoft.com/azure/") == true)
    #expect((connection.certificate != nil) == (attempt.progress == .secured))
  }

  @Test(arguments: [
    (Endpoint.gateway, 200, true), (.gateway, 204, false), (.gateway, 302, false), (.regionalGateway, 200, true),
    (.developerPortal, 200, true), (.developerPortal, 302, true), (.developerPortal, 404, false),
    (.management, 401, true), (.scm, 404, true), (.configuration, 500, false),
  ])
  func statusThatAnEndpointMayHave(endpoint: Endpoint, status: Int, isOk: Bool) async throws {
    let connection = try await probe([.request: ProbeAttempt(.secured, .done(status: status))], endpoint)
    #expect((connection.state == .ok) == isOk)
    #expect((connection.advice == nil) == isOk)
    #expect(connection.status == status)
  }

  private static let refused = ProbeAttempt(.connected, .certificateRefused)
  private static let done = ProbeAttempt(.secured, .done(status: nil))

  private static let meanings: [(attempts: [ProbeStep: ProbeAttempt], text: String)] = [
    (
      [.request: ProbeAttempt(.nothing, .refused)],
      """
      A machine has this address, but nothing there takes connections on the port. Usually the virtual IP \
      has moved, or the instance is still activating. Compare the address with the private virtual IP on \
      the instance's page in the Azure portal.
      """
    ),
    (
      [.request: ProbeAttempt(.nothing, .timedOut)],
      """
      Nothing answers at this address. Usually a network security group or a firewall drops the packets, \
      or the virtual IP has moved. Allow TCP to the port from this network in the network security group \
      of the instance's subnet, and compare the address with the instance's page in the Azure portal.
      """
    ),
    (
      [.request: ProbeAttempt(.nothing, .unreachable)],
      """
      This machine has no route to the address. Usually the virtual network of this machine is not peered \
      with that of the instance, or the VPN is down. Look at the peerings of both networks and at the \
      routes of this machine.
      """
    ),
    (
      [.request: ProbeAttempt(.connected, .timedOut)],
      """
      The address takes connections, but does not answer in time. Usually the instance is still activating \
      or updating, or a firewall holds the connection. Look at the state of the instance in the Azure \
      portal, and wait until it is online.
      """
    ),
    (
      [.request: ProbeAttempt(.connected, .failed)],
      """
      There is no TLS 1.2 or newer for this hostname. Usually the hostname is not a custom domain of this \
      endpoint, so the instance ends the handshake, or another server has the address. Look at the custom \
      domains of the instance, and compare the address with the instance's page in the Azure portal.
      """
    ),
    (
      [.request: Self.refused, .name: Self.done, .trust: Self.refused],
      """
      The certificate does not lead to an authority that this machine trusts. Usually the chain is \
      incomplete: upload the certificate again with its intermediate certificates. If your company has its \
      own authority, set --ca-file. A firewall that inspects TLS shows a certificate of its own.
      """
    ),
    (
      [.request: Self.refused, .name: Self.refused, .trust: Self.done],
      """
      The server shows the certificate of another name. Usually the hostname is not a custom domain of \
      this endpoint, or the address belongs to another instance. Look at the custom domains of the \
      instance, and compare the address with the instance's page in the Azure portal.
      """
    ),
    (
      [
        .request: Self.refused, .name: Self.done,
        .trust: ProbeAttempt(.connected, .certificateRefused, isOnlyOutdated: true),
      ],
      """
      The dates of the certificate do not include today. Usually it was not renewed, or the instance \
      cannot read the new one from Key Vault. Renew it, and look at the instance's access to the vault. If \
      it has just been issued, look at this machine's clock.
      """
    ),
    (
      [.request: ProbeAttempt(.secured, .done(status: 404))],
      """
      A server answers, but not as a gateway that knows this hostname. Usually the hostname is not a \
      custom domain of the gateway, the address belongs to another server, or a firewall in front refuses \
      the path. Look at the custom domains of the gateway, and compare the address with the instance's \
      page in the Azure portal.
      """
    ),
    (
      [.request: ProbeAttempt(.secured, .done(status: 502))],
      """
      The server says that it cannot answer now. Usually the instance is still activating or updating, or \
      an Application Gateway in front has no healthy instance. Look at the state of the instance in the \
      Azure portal, and wait until it is online.
      """
    ),
    (
      [.request: ProbeAttempt(.secured, .failed)],
      """
      The certificate is right, but there is no HTTP response. Usually another server has the address, or \
      the gateway requires a client certificate. Compare the address with the instance's page in the Azure \
      portal.
      """
    ),
  ]

  @Test(arguments: meanings)
  func advice(attempts: [ProbeStep: ProbeAttempt], text: String) async throws {
    #expect(try await probe(attempts).advice?.text == text)
  }

  @Test func unpublishedPortalIsExplained() async throws {
    let connection = try await probe([.request: ProbeAttempt(.secured, .done(status: 404))], .developerPortal)
    #expect(
      connection.advice?.text
        == "The instance answers, but not with the developer portal. Usually the portal is not published, or is "
        + "turned off. A portal with a custom domain does not answer for its default hostname. Publish the "
        + "portal from the instance's page in the Azure portal.")
  }

  @Test(arguments: [
    (
      ProbeAttempt.End.done(status: nil), ProbeAttempt.End.certificateRefused,
      ProbedConnection.State.certificateUntrusted
    ),
    (.certificateRefused, .certificateRefused, .certificateUntrusted),
    (.certificateRefused, .done(status: nil), .certificateOtherName),
    // The address shows different certificates, as in the middle of a renewal.
    (.done(status: nil), .done(status: nil), .certificateUntrusted),
  ])
  func refusedCertificate(name: ProbeAttempt.End, trust: ProbeAttempt.End, state: ProbedConnection.State) async throws {
    let connection = try await probe([
      .request: ProbeAttempt(.connected, .certificateRefused), .name: ProbeAttempt(.secured, name),
      .trust: ProbeAttempt(.connected, trust, words: "words"),
    ])
    #expect(connection.state == state)
    #expect(connection.certificate?.coversName == (name == .done(status: nil)))
    #expect(connection.advice != nil)
  }

  @Test(
    "A further connection that fails for another reason says nothing about the certificate",
    arguments: [
      (ProbeAttempt.End.timedOut, ProbeAttempt.Progress.connected, ProbedConnection.State.timedOut),
      (.failed, .connected, .notTLS), (.refused, .nothing, .refused),
    ])
  func failedStep(end: ProbeAttempt.End, progress: ProbeAttempt.Progress, state: ProbedConnection.State) async throws {
    let failed = ProbeAttempt(progress, end, words: "words")
    for steps in [[ProbeStep.name: failed, .trust: Self.refused], [.name: Self.refused, .trust: failed]] {
      let connection = try await probe(steps.merging([.request: Self.refused]) { $1 })
      #expect(connection.state == state)
      #expect(connection.certificate == nil)
    }
  }

  @Test("Certificates that differ between connections are no certificate that has ended") func differentCertificates()
    async throws
  {
    let connection = try await probe([
      .request: ProbeAttempt(.connected, .certificateRefused, words: "self-signed"), .name: Self.done,
      .trust: Self.done,
    ])
    #expect(
      connection.words == "one connection was refused for its certificate, and the next ones were not: self-signed")
  }
}
