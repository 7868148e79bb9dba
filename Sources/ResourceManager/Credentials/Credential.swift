import APIManagement
import ProgramExecution

/// Why a credential returns no token.
enum CredentialFailure: Error, Hashable, Sendable {
  /// It is not configured, so the next credential is tried.
  case unavailable(String)
  /// It is configured with a value that is not valid.
  case invalid(String)
  /// It is configured and does not work. The next credential is not tried, because it could be the wrong identity.
  case failed(String)

  /// The message, without secrets.
  var reason: String {
    switch self {
    case .unavailable(let reason), .invalid(let reason), .failed(let reason): reason
    }
  }
}

/// A way to authenticate to Azure.
protocol Credential: Sendable {
  /// The variables of the environment that suggest this credential, for `auth`; empty if it has none of its own.
  var suggestingVariables: [String] { get }

  /// Gets a new token each time.
  ///
  /// - Parameter isOnlyCredential: whether no other credential would be tried after it.
  /// - Returns: a new token.
  /// - Throws: ``CredentialFailure``.
  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken
}

extension Credential {
  var suggestingVariables: [String] { [] }
}

/// The environment of all credentials.
struct CredentialSettings: Sendable, CustomReflectable {
  /// The environment variables by name.
  let environment: [String: String]
  /// The cloud whose Resource Manager the tokens are for.
  let cloud: Cloud
  let client: any HTTPClient
  let programs: any ProgramRunner
  let time: SystemTime
  /// The most seconds to get a token, retries included.
  let timeout: Double
  /// The subscription that the tokens are for; nil if it is not known.
  var subscription: String?

  /// Shows nothing, because the variables contain secrets.
  var customMirror: Mirror { Mirror(self, children: []) }

  /// The value of a variable; nil if it is unset or empty.
  subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The values of variables that must all be set.
  ///
  /// - Parameters:
  ///   - names: the variables.
  ///   - note: what helps to set those that are missing; nil for nothing.
  /// - Returns: the values in the order of the names.
  /// - Throws: ``CredentialFailure`` with the names of those that are not set.
  func values(_ names: String..., note: String? = nil) throws(CredentialFailure) -> [String] {
    let missing = names.filter { self[$0] == nil }
    guard missing.isEmpty else {
      throw .unavailable("\(Self.list(missing, are: "not set"))\(note.map { " (\($0))" } ?? "")")
    }
    return names.compactMap { self[$0] }
  }

  /// Which of some variables are set, in words; nil if none is.
  func note(of names: [String]) -> String? {
    let found = names.filter { self[$0] != nil }
    return found.isEmpty ? nil : Self.list(found, are: "set")
  }

  /// A statement about variables.
  private static func list(_ names: [String], are state: String) -> String {
    "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") \(state)"
  }
}
