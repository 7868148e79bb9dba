import APIManagement
import Diagnostics
import FileReplacement
import ProgramExecution

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The account that is signed in to the Azure CLI.
///
/// Source: [az account get-access-token](https://learn.microsoft.com/cli/azure/account#az-account-get-access-token).
struct AzureCLICredential: Credential {
  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken {
    var arguments = ["account", "get-access-token", "--output", "json", "--resource", settings.cloud.resourceManager]
    if let tenant = settings["AZURE_TENANT_ID"] {
      guard ResourceID.isPlain(tenant) else {
        throw .invalid("AZURE_TENANT_ID is not a valid tenant ID or domain. Use the one that 'az account show' prints.")
      }
      arguments += ["--tenant", tenant]
    } else if let subscription = settings.subscription {
      // az knows its tenant, and accepts only one of the two options.
      arguments += ["--subscription", subscription]
    }
    var variables = settings.environment.filter { SecretVariables.ofManagedIdentity.contains($0.key) }
    variables["AZURE_CORE_NO_COLOR"] = "true"
    // az does not run in the working directory.
    variables["AZURE_CONFIG_DIR"] = settings["AZURE_CONFIG_DIR"].map { (try? Folder($0).absolutePath()) ?? $0 }
    let result: ProgramOutput
    do throws(ProgramRunnerError) {
      result = try await settings.programs.run(
        "az", arguments, variables: variables, input: [], seconds: min(10, settings.timeout))
    } catch {
      throw .unavailable("az \(error)")
    }
    guard result.status == 0 else {
      let words = String(decoding: result.errors, as: UTF8.self)
      if !words.contains("AADSTS"), words.contains("az login") || words.contains("az account set") {
        throw .unavailable("no account is signed in to the Azure CLI (run 'az login')")
      }
      if let subscription = settings.subscription, words.contains("'\(subscription)' not found") {
        throw .failed(
          "the account that is signed in to the Azure CLI has no subscription '\(subscription)'. Run 'az login --tenant' with the "
            + "tenant of the subscription, or check --subscription.")
      }
      throw .failed(
        words.isEmpty
          ? "az failed with status \(result.status)" : "az failed: \(PrintableText.firstLine(redacted(words)))"
      )
    }
    guard let output = try? JSONDecoder().decode(Output.self, from: Data(result.output)),
      AccessToken.isWellFormed(output.accessToken)
    else {
      throw .failed(
        "az did not print a token. Check that 'az account get-access-token' prints JSON and nothing else, or run 'az "
          + "login' again.")
    }
    // Older versions print only a local time without a time zone. Use such a token for a few minutes.
    let end = output.expires_on?.value ?? settings.time.now() + 600
    return AccessToken(output.accessToken, end: end, tenant: output.tenant)
  }

  /// The output of az, in its spelling.
  private struct Output: Decodable {
    let accessToken: String
    let expires_on: TokenResponse.FlexibleNumber?
    let tenant: String?
  }
}
