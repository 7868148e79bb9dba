public import Reconciliation
import Synchronization

/// A token that lets its bearer into Resource Manager; its text is never shown.
public struct AccessToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The token itself.
  let secret: String
  /// When it ends, in seconds since the beginning of 1970.
  package let end: Double
  /// Whose token it is; nothing when nobody says.
  package let account: String?
  /// The tenant that it is for; nothing when nobody says.
  package let tenant: String?
  /// Whether it has let anybody in yet.
  let wasAccepted = AcceptedFlag()

  /// Whether a token has let anybody in yet; all copies of the token share it.
  final class AcceptedFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Whether the token was ever good.
    var isSet: Bool { flag.load(ordering: .relaxed) }

    /// Takes note that the token was good.
    func set() { flag.store(true, ordering: .relaxed) }
  }

  /// Makes a token; whose it is and for which tenant is read out of it where it says so.
  ///
  /// - Parameters:
  ///   - secret: the token itself.
  ///   - end: when it ends, in seconds since the beginning of 1970.
  ///   - account: whose it is where the token does not say.
  ///   - tenant: for which tenant it is where the token does not say.
  public init(_ secret: String, end: Double, account: String? = nil, tenant: String? = nil) {
    self.secret = secret
    self.end = end
    let claims = TokenClaims(secret)
    self.account = claims?.account ?? account
    self.tenant = claims?.tid ?? tenant
  }

  /// Whether a text can be a token: visible ASCII without blanks, as a header field takes it
  /// ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
  static func isWellFormed(_ secret: String) -> Bool {
    !secret.isEmpty && secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Says that there is a token, and not which.
  public var description: String { "(a token)" }
  /// The same as ``description``.
  public var debugDescription: String { description }
  /// Shows nothing of what is inside.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Something that gets tokens for Resource Manager.
public protocol TokenSource: Sendable {
  /// Gets a new token each time.
  ///
  /// - Returns: a token that has just been issued.
  /// - Throws: ``BackendError`` when none is to be had; no secret is in it.
  func newToken() async throws(BackendError) -> AccessToken
}
