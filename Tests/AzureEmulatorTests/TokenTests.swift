import Foundation
import TestSupport
import Testing

/// Who may ask for what.
@Suite("The emulator's tokens") struct TokenTests {
  @Test("A client with a secret gets a token with a lifetime") func token() throws {
    let emulator = try RunningEmulator()
    let reply = try EmulatorClient.token(emulator.port)
    #expect(reply.status == 200)
    #expect(reply.json["token_type"] == "Bearer")
    #expect(reply.json["expires_in"] == 3599)
    #expect(try reply.json["access_token"] != EmulatorClient.token(emulator.port).json["access_token"])
  }

  @Test("A signed assertion can replace the secret") func assertion() throws {
    let emulator = try RunningEmulator()
    let type = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    let form = EmulatorClient.form.replacing(
      "client_secret=s%2Bcret", with: "client_assertion=a.b.c&client_assertion_type=\(type)")
    #expect(try EmulatorClient.token(emulator.port, form: form).status == 200)
    #expect(try EmulatorClient.token(emulator.port, form: form.replacing("jwt", with: "x")).status == 400)
  }

  @Test(
    "An invalid form gets the error of Microsoft Entra",
    arguments: [
      ("s%2Bcret", "wrong-secret", 401, "invalid_client", 7_000_215),
      ("client_secret=s%2Bcret&", "", 401, "invalid_client", 7_000_218),
      ("client_id=app&", "", 400, "invalid_request", 900_144),
      ("grant_type=client_credentials&", "", 400, "invalid_request", 900_144),
      ("client_credentials", "password", 400, "unsupported_grant_type", 70003),
      (".default", "user_impersonation", 400, "invalid_scope", 1_002_012),
    ])
  func refused(part: String, other: String, status: Int, error: String, number: Int) throws {
    let emulator = try RunningEmulator()
    let reply = try EmulatorClient.token(emulator.port, form: EmulatorClient.form.replacing(part, with: other))
    #expect(reply.status == status)
    #expect(reply.json["error"].text == error)
    #expect(reply.json["error_codes"] == [.number(Double(number))])
    #expect(reply.json["error_description"].text?.hasPrefix("AADSTS\(number): ") == true)
    #expect(reply.json.keyPaths.isSuperset(of: ["timestamp", "trace_id", "correlation_id"]))
  }

  @Test("A request without a valid token is refused", arguments: [nil, "Bearer x", "Basic eDp5", "Bearer"])
  func refusedRequest(authorization: String?) throws {
    let emulator = try RunningEmulator()
    let reply = try EmulatorClient.exchange(
      emulator.port, "GET", "\(EmulatorClient.zones)?api-version=2024-06-01",
      fields: authorization.map { ["Authorization": $0] } ?? [:])
    #expect(reply.status == 401)
    #expect(reply.wrappedCode == "AuthenticationFailed")
    #expect(reply.fields["www-authenticate"]?.hasPrefix("Bearer authorization_uri=") == true)
  }

  @Test("A token expires after its lifetime") func expired() async throws {
    let client = try EmulatorClient(["--token-lifetime", "1"])
    #expect(try client.send("GET", "").status == 200)
    try await Task.sleep(for: .milliseconds(1100))
    let reply = try client.send("GET", "")
    #expect(reply.status == 401)
    #expect(reply.wrappedCode == "ExpiredAuthenticationToken")
  }
}
