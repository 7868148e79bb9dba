import Foundation

@testable import APIManagement
@testable import Reconciliation
@testable import ResourceManager

/// An identity platform, metadata services, `az` and `openssl` that answer anything at all: there is a token, or a reason.
///
/// ``ScriptedAnswers`` says what the input is, behind a first line with the credentials to ask, a letter each.
func fuzz(_ bytes: [UInt8]) {
  let letters = bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(8)
  let answers = ScriptedAnswers(Array(bytes.dropFirst(letters.count + 1)))
  for case let (source, variables)? in letters.map({ credentials[$0] }) {
    finished {
      let time = PassingTime().systemTime
      guard
        let chain = try? CredentialChain(
          source, cloud: .global, environment: variables, client: answers, programs: answers, time: time)
      else { fatalError("the settings are wrong") }
      for result in await chain.tryCredentials() {
        switch result.status {
        case .used(let token): check(token, time)
        case .unavailable(let reason): require(!reason.isEmpty, "a reason without a word")
        case .failed(let error): require(!error.description.isEmpty, "an error without a word")
        case .notTried: break
        }
      }
      // What was chosen gives further tokens.
      let cache = TokenCache(chain, time)
      _ = try? await cache.token(insteadOf: cache.token())
    }
  }
}

/// A token ends at some time, which can be shown.
private func check(_ token: AccessToken, _ time: SystemTime) {
  require(token.end.isFinite, "a token that ends at no time")
  require(!Date(timeIntervalSince1970: token.end.rounded()).formatted(.iso8601).isEmpty, "a time without a word")
  require(!token.secret.isEmpty, "an empty token")
}

private let application = ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c"]
private let certificate: String = {
  ScratchFile.write([Array("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n".utf8)[...]])
  return ScratchFile.path
}()

/// The credentials by the letters that choose them.
private let credentials: [UInt8: (CredentialSource, [String: String])] = [
  UInt8(ascii: "s"): (.environment, application.merging(["AZURE_CLIENT_SECRET": "hidden"]) { $1 }),
  UInt8(ascii: "c"): (
    .environment,
    application.merging(["AZURE_CLIENT_CERTIFICATE_PATH": certificate, "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN": "1"]) {
      $1
    }
  ),
  UInt8(ascii: "k"): (.environment, application.merging(["AZURE_CLIENT_CERTIFICATE_PATH": "/dev/null"]) { $1 }),
  UInt8(ascii: "w"): (.workloadIdentity, application.merging(["AZURE_FEDERATED_TOKEN_FILE": certificate]) { $1 }),
  UInt8(ascii: "g"): (
    .gitHub,
    application.merging([
      "ACTIONS_ID_TOKEN_REQUEST_URL": "http://127.0.0.1/id?x=hidden", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "hidden",
    ]) { $1 }
  ),
  UInt8(ascii: "p"): (
    .azurePipelines,
    application.merging([
      "SYSTEM_OIDCREQUESTURI": "http://127.0.0.1/oidctoken", "SYSTEM_ACCESSTOKEN": "hidden",
      "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection",
    ]) { $1 }
  ),
  UInt8(ascii: "v"): (.managedIdentity, [:]),
  UInt8(ascii: "a"): (.managedIdentity, ["IDENTITY_ENDPOINT": "http://127.0.0.1/msi?x", "IDENTITY_HEADER": "hidden"]),
  UInt8(ascii: "z"): (.azureCLI, ["AZURE_TENANT_ID": "t"]),
]
