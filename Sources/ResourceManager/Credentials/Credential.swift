import APIManagement
import ProgramExecution

/// Why a credential gives no token.
enum CredentialFailure: Error, Hashable, Sendable {
  /// It is not set up here, so that the next one may be asked.
  case unavailable(String)
  /// It is set up with something that cannot be right.
  case invalid(String)
  /// It is set up, and does not work: asking the next one could take another identity than the one that is meant.
  case failed(String)

  /// The reason, in one sentence without a full stop; no secret is in it.
  var reason: String {
    switch self {
    case .unavailable(let reason), .invalid(let reason), .failed(let reason): reason
    }
  }
}

/// One of the ways in which this program may show who it is.
protocol Credential: Sendable {
  /// Gets a new token each time.
  ///
  /// - Parameter isOnlyCredential: whether no other credential would be asked after this one.
  /// - Returns: a token that has just been issued.
  /// - Throws: ``CredentialFailure``.
  func newToken(isOnlyCredential: Bool) async throws(CredentialFailure) -> AccessToken
}

/// What all credentials are made from.
struct CredentialSettings: Sendable, CustomReflectable {
  /// The variables of the environment by name.
  let environment: [String: String]
  /// The cloud whose Resource Manager the tokens are for.
  let cloud: Cloud
  /// The way to the network.
  let client: any HTTPClient
  /// The way to programs of this machine.
  let programs: any ProgramRunner
  /// The time.
  let time: SystemTime
  /// The most seconds that getting a token may take, with all tries.
  let timeout: Double

  /// Shows nothing of what is inside: there are secrets among the variables.
  var customMirror: Mirror { Mirror(self, children: []) }

  /// The value of a variable; nothing when it is unset or empty.
  subscript(name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  /// The values of variables that all must be there.
  ///
  /// - Throws: ``CredentialFailure`` with the names of those that are not.
  func values(_ names: String...) throws(CredentialFailure) -> [String] {
    let missing = names.filter { self[$0] == nil }
    guard missing.isEmpty else {
      throw .unavailable("\(missing.joined(separator: ", ")) \(missing.count == 1 ? "is" : "are") not set")
    }
    return names.compactMap { self[$0] }
  }
}
