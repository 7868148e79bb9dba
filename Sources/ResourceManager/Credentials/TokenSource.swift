package import Reconciliation
import Synchronization

/// An access token for Resource Manager; its text is never shown.
package struct AccessToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  let secret: String
  /// The expiry in seconds since the Unix epoch.
  package let end: Double
  /// The user or application; nil if unknown.
  package let account: String?
  /// The tenant; nil if unknown.
  package let tenant: String?
  /// Whether the server accepted the token before.
  let wasAccepted = AcceptedFlag()

  /// A flag that all copies of a token share.
  final class AcceptedFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }

    func set() { flag.store(true, ordering: .relaxed) }
  }

  /// Wraps a token, and reads account and tenant from its claims if it has them.
  ///
  /// - Parameters:
  ///   - secret: the text of the token.
  ///   - end: the expiry in seconds since the Unix epoch.
  ///   - account: the user or application if the claims do not say.
  ///   - tenant: the tenant if the claims do not say.
  package init(_ secret: String, end: Double, account: String? = nil, tenant: String? = nil) {
    self.secret = secret
    self.end = end
    let claims = TokenClaims(secret)
    self.account = claims?.account ?? account
    self.tenant = claims?.tid ?? tenant
  }

  /// Whether a text has the syntax of a bearer token: visible ASCII without spaces
  /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
  static func isWellFormed(_ secret: String) -> Bool {
    !secret.isEmpty && secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// A placeholder for the text of the token.
  package var description: String { "(a token)" }
  /// A placeholder for the text of the token.
  package var debugDescription: String { description }
  /// Shows nothing, because the text is secret.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// A source of access tokens for Resource Manager.
package protocol TokenSource: Sendable {
  /// Requests a new token.
  ///
  /// - Returns: a new token.
  /// - Throws: ``BackendError`` if no token is available; the message contains no secret.
  func newToken() async throws(BackendError) -> AccessToken
}
