import APIManagement
import Diagnostics
import Inventory
import Reconciliation
import ResourceManager

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `auth`: tries each credential, shows the result, and tests the token with a request to Azure.
struct AuthCommand {
  let context: RunContext

  func run() async throws(Failure) -> ExitCode {
    let console = context.console
    do throws(BackendError) {
      let access = try context.backends.azure.access()
      var used: AccessToken?
      for result in await access.credentials.tryCredentials() {
        let name = result.source.rawValue
        let gap = String(repeating: " ", count: max(1, 19 - name.utf8.count))
        switch result.status {
        case .used(let token):
          used = token
          console.show("\(name)\(gap)used\n")
          console.show("  account  \(Self.claim(token.account))\n")
          console.show("  tenant   \(Self.claim(token.tenant))\n")
          console.show("  expires  \(Self.time(token.end))\n")
        case .unavailable(let reason): console.show("\(name)\(gap)not available: \(PrintableText.escaped(reason))\n")
        case .failed(let error):
          console.show("\(name)\(gap)failed: \(PrintableText.escaped("\(error)"))\n")
          if console.isQuiet { console.printError("\(name): \(error)") }
        case .notTried(let note): console.show("\(name)\(gap)not tried\(note.map { " (\($0))" } ?? "")\n")
        }
      }
      guard let used else {
        console.printError("no credential provides a token for Azure. Run 'az login', or configure another credential.")
        return .failed
      }
      let text = try await access.check(used).run() + "\n"
      console.show(text)
      return .done
    } catch {
      throw Failure(error)
    }
  }

  /// A claim of a token.
  private static func claim(_ text: String?) -> String {
    text.map(PrintableText.escaped) ?? "(not in the token)"
  }

  /// A time as `2026-11-25T04:00:00Z` ([RFC 3339](https://www.rfc-editor.org/rfc/rfc3339)).
  private static func time(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds.rounded()).formatted(.iso8601)
  }
}

/// The credentials of a command line, and the test request.
struct AzureAccess {
  /// The credentials, in the order in which they are tried.
  let credentials: CredentialChain
  /// Checks whether Resource Manager accepts a token.
  let check: (AccessToken) throws(BackendError) -> TokenCheck
}
