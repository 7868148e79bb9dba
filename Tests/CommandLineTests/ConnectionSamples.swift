import APIManagement
import DNSModel
import EndpointProbe
import Testing

/// A connection to a server that tries to control terminals and pages with the names in its certificate.
enum ConnectionSamples {
  /// Refuses every certificate.
  private struct RefusedClient: ProbeClient {
    func connect(to target: ProbeTarget, _ step: ProbeStep) async throws(ProbeError) -> ProbeAttempt {
      let end: ProbeAttempt.End = step == .trust ? .done(status: nil) : .certificateRefused
      return ProbeAttempt(.connected, end, words: "\u{1B}[2J", certificate: ConnectionSamples.certificate)
    }
  }

  /// A connection for the first record of the samples.
  static func otherName() async throws -> ProbedConnection {
    let sample = try #require(try OutputSamples.records(instances: 1).first)
    let target = ProbeTarget(
      hostname: sample.hostname, askedName: sample.hostname, address: try #require(sample.recordSet.addresses.first),
      port: 443, endpoint: sample.endpoint)
    return try await ProbedConnection(probing: target, with: RefusedClient(), now: 0)
  }

  /// For the name `a`, an escape sequence, and `<b>.example`.
  private static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBizCCATGgAwIBAgIUAmJkK/D0iOr2vobgkovqs9UlZikwCgYIKoZIzj0EAwIw
    DDEKMAgGA1UEAwwBeDAeFw0yNjEyMDEwMzAxMzhaFw0zNjExMjgwMzAxMzhaMAwx
    CjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQULmP4QgXlkpkR
    0teY26qTAUP6R1z24o4HvKdjoBi62+wgi9a53IDl6yJTQ3i5GP2EbaCwVyoEZyyD
    F72pUOhdo3EwbzAdBgNVHQ4EFgQUVa2pJhxXZwrrlVflPwFP3tVqdcQwHwYDVR0j
    BBgwFoAUVa2pJhxXZwrrlVflPwFP3tVqdcQwDwYDVR0TAQH/BAUwAwEB/zAcBgNV
    HREEFTATghFhG1szMW08Yj4uZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiBrhzyG
    HnRzWnkmXzvsJqPy65pe3nQW4Tfwy0io6a0KigIhAM7MJbT+19FljPw8agLZrdps
    pA3zXnj/HWKZ/0bfW61m
    -----END CERTIFICATE-----
    """
}
