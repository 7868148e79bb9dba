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

  @Test func unpublishedPortalIsExplained() async throws {
    let connection = try await probe([.request: ProbeAttempt(.secured, .done(status: 404))], .developerPortal)
    #expect(connection.advice?.text.hasPrefix("The instance answers, but not with the developer portal.") == true)
  }

  @Test(arguments: [
    (
      ProbeAttempt.End.done(status: nil), ProbeAttempt.End.certificateRefused,
      ProbedConnection.State.certificateUntrusted
    ),
    (.certificateRefused, .certificateRefused, .certificateUntrusted),
    (.certificateRefused, .done(status: nil), .certificateOtherName),
    // The server has another certificate by now.
    (.done(status: nil), .done(status: nil), .certificateExpired),
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
}
