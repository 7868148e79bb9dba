package import APIManagement
import Diagnostics
package import ProgramExecution
package import Reconciliation

/// Tries credentials in order, and keeps the first that returns a token.
///
/// Sources: [DefaultAzureCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.defaultazurecredential)
/// for environment, workload identity, managed identity, Azure CLI, and the variable `AZURE_TOKEN_CREDENTIALS`. It has no
/// credentials of pipelines. Terraform, whose [authorizers](https://github.com/hashicorp/go-azure-sdk/tree/main/sdk/auth)
/// have them, tries them after a given assertion and before a managed identity.
package actor CredentialChain: TokenSource {
  /// The result of trying a credential.
  package struct CredentialResult: Sendable {
    package let source: CredentialSource
    package let status: Status
  }

  /// What a credential returned.
  package enum Status: Sendable {
    /// It returned a token.
    case used(AccessToken)
    /// It is not configured, or is a developer tool that does not work.
    case unavailable(String)
    /// It is configured and does not work, so the next ones are not tried.
    case failed(BackendError)
    /// An earlier credential was used or failed. The note says which variables suggest this one.
    case notTried(note: String?)
  }

  /// The most seconds that a token takes: the metadata service of a virtual machine can be away for 70 s.
  private static let longestWait = 90.0

  private let candidates: [(source: CredentialSource, credential: any Credential)]
  private let settings: CredentialSettings
  private var chosen: (any Credential)?

  /// Selects the credentials; sends nothing yet.
  ///
  /// - Parameters:
  ///   - source: the choice.
  ///   - cloud: the cloud whose Resource Manager the tokens are for.
  ///   - subscription: the subscription that the tokens are for; nil if it is not known.
  ///   - environment: the environment variables by name.
  ///   - client: sends the requests.
  ///   - programs: runs programs on this machine.
  ///   - timeout: the most seconds that a token may take, retries included. No token takes longer than 90 s.
  ///   - time: the clock.
  /// - Throws: ``BackendError`` if `AZURE_TOKEN_CREDENTIALS` is not valid.
  package init(
    _ source: CredentialSource, cloud: Cloud, subscription: String? = nil, environment: [String: String],
    client: any HTTPClient, programs: any ProgramRunner = SystemProgramRunner(), timeout: Double = .infinity,
    time: SystemTime = .system
  ) throws(BackendError) {
    let settings = CredentialSettings(
      environment: environment, cloud: cloud, client: client, programs: programs, time: time,
      timeout: min(timeout, Self.longestWait), subscription: subscription)
    self.settings = settings
    let sources =
      source == .automatic ? try Self.sources(settings["AZURE_TOKEN_CREDENTIALS"]) : [source]
    candidates = sources.map { source in
      switch source {
      case .automatic, .environment: (source, EnvironmentCredential(settings))
      case .workloadIdentity: (source, WorkloadIdentityCredential(settings))
      case .gitHub: (source, GitHubCredential(settings))
      case .azurePipelines: (source, AzurePipelinesCredential(settings))
      case .managedIdentity: (source, ManagedIdentityCredential(settings))
      case .azureCLI: (source, AzureCLICredential(settings))
      }
    }
  }

  /// The credentials that `AZURE_TOKEN_CREDENTIALS` selects.
  private static func sources(_ choice: String?) throws(BackendError) -> [CredentialSource] {
    let deployed: [CredentialSource] = [.environment, .workloadIdentity, .gitHub, .azurePipelines, .managedIdentity]
    switch choice?.lowercased() {
    case nil: return deployed + [.azureCLI]
    case "prod": return deployed
    case "dev", "azureclicredential": return [.azureCLI]
    case "environmentcredential": return [.environment]
    case "workloadidentitycredential": return [.workloadIdentity]
    case "azurepipelinescredential": return [.azurePipelines]
    case "managedidentitycredential": return [.managedIdentity]
    case let other?:
      throw BackendError(
        .badSettings,
        "'\(PrintableText.firstLine(other))' is not a valid value of AZURE_TOKEN_CREDENTIALS. Use dev, prod, "
          + "EnvironmentCredential, WorkloadIdentityCredential, AzurePipelinesCredential, ManagedIdentityCredential or "
          + "AzureCliCredential.")
    }
  }

  /// Requests a new token from the first credential that works.
  ///
  /// - Returns: a new token.
  /// - Throws: ``BackendError`` with the reasons of all credentials that were tried.
  package func newToken() async throws(BackendError) -> AccessToken {
    if let chosen {
      do throws(CredentialFailure) {
        return try await chosen.newToken(isOnlyCredential: true)
      } catch {
        throw Self.error(error)
      }
    }
    var reasons: [String] = []
    for result in await tryCredentials() {
      switch result.status {
      case .used(let token): return token
      case .failed(let error): throw error
      case .unavailable(let reason): reasons.append("\(result.source.rawValue): \(reason)")
      case .notTried: break
      }
    }
    throw BackendError(
      .failed,
      "no Azure credential is available (\(reasons.joined(separator: "; "))). Run 'apim-dns auth' for details.")
  }

  private static func error(_ failure: CredentialFailure) -> BackendError {
    if case .invalid(let reason) = failure { return BackendError(.badSettings, reason) }
    return BackendError(.failed, "cannot get a token for Azure: \(failure.reason)")
  }

  /// Tries the credentials in order, until one returns a token or fails.
  ///
  /// - Returns: the results in order.
  package func tryCredentials() async -> [CredentialResult] {
    var results: [CredentialResult] = []
    var isDone = false
    for (source, credential) in candidates {
      guard !isDone else {
        results.append(
          CredentialResult(source: source, status: .notTried(note: settings.note(of: credential.suggestingVariables))))
        continue
      }
      let isOnlyCredential = candidates.count == 1
      do throws(CredentialFailure) {
        let token = try await credential.newToken(isOnlyCredential: isOnlyCredential)
        chosen = credential
        isDone = true
        results.append(CredentialResult(source: source, status: .used(token)))
      } catch {
        if case .unavailable(let reason) = error {
          results.append(CredentialResult(source: source, status: .unavailable(reason)))
        } else if source == .azureCLI, !isOnlyCredential {
          results.append(CredentialResult(source: source, status: .unavailable(error.reason)))
        } else {
          isDone = true
          results.append(CredentialResult(source: source, status: .failed(Self.error(error))))
        }
      }
    }
    return results
  }
}
