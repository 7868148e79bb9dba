import Foundation
import TestSupport
import Testing

/// Assertions that must be signed with one certificate.
@Suite("The emulator's assertions", .timeLimit(.minutes(5)), .needs("openssl")) struct AssertionTests {
  private let folder: TemporaryFolder
  private let client: EmulatorClient
  private let thumbprint: String

  init() async throws {
    let folder = try TemporaryFolder()
    let openssl = try Program.required("openssl")
    for line in [
      "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=client -keyout key.pem -out own.pem",
      "x509 -in own.pem -outform DER -out own.der", "dgst -sha1 -binary -out hash own.der",
    ] {
      #expect(try await openssl.run(line.split(separator: " ").map(String.init), in: folder.path).status == 0)
    }
    self.folder = folder
    client = try EmulatorClient(["--client-certificate", folder.path("own.pem")])
    thumbprint = Self.base64URL(try folder.bytes(of: "hash"))
  }

  private static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// What the endpoint says of an assertion.
  private func answer(_ assertion: String) throws -> String {
    let form =
      "grant_type=client_credentials&client_id=app&client_assertion=\(assertion)"
      + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
      + "&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    let reply = try EmulatorClient.token(client.emulator.port, form: form)
    #expect(reply.status == 401)
    #expect(reply.json["error"].text == "invalid_client")
    return reply.json["error_description"].text ?? ""
  }

  /// An assertion of some header and claims, with a signature that is none.
  private func assertion(_ header: String, _ claims: String) -> String {
    "\(Self.base64URL(Array(header.utf8))).\(Self.base64URL(Array(claims.utf8))).AAAA"
  }

  @Test func invalidAssertionIsRefused() throws {
    #expect(try answer("abc").hasPrefix("AADSTS700027: The client assertion is no JSON Web Token. Trace ID: "))
    let endpoint = "\(client.emulator.endpoint)/tenant/oauth2/v2.0/token"
    let good = #"{"aud":"\#(endpoint)","iss":"app","sub":"app","nbf":0,"exp":4000000000}"#
    for header in [#"{"alg":"none","x5t":"\#(thumbprint)"}"#, #"{"alg":"RS256","x5t":"AAAA"}"#, #"{"alg":"RS256"}"#] {
      #expect(
        try answer(assertion(header, good)).hasPrefix(
          "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on "
            + "application. Trace ID: "))
    }
    let header = #"{"alg":"RS256","x5t":"\#(thumbprint)"}"#
    for (old, new) in [
      ("/tenant/", "/other/"), (#""iss":"app""#, #""iss":"b""#), (#""sub":"app""#, #""sub":"b""#),
      (#""nbf":0"#, #""nbf":4000000000"#), (#""exp":4000000000"#, #""exp":1"#),
    ] {
      #expect(
        try answer(assertion(header, good.replacing(old, with: new))).hasPrefix(
          "AADSTS700027: The client assertion is for another client, another endpoint or another time. Trace ID: "))
    }
    #expect(
      try answer(assertion(header, good)).hasPrefix(
        "AADSTS700027: Client assertion failed signature validation. Trace ID: "))
  }

  @Test func fileWithoutACertificateIsAnError() async throws {
    let result = try await Program.built("azure-emulator").run(["--client-certificate", folder.path("key.pem")])
    #expect(result.errors == "azure-emulator: openssl cannot read a certificate in \(folder.path("key.pem"))\n")
    #expect(result.status == 1)
  }
}
