import ProgramExecution

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A client assertion, signed with the key of a certificate by the system's openssl.
///
/// Source: [Certificate credentials](https://learn.microsoft.com/entra/identity-platform/certificate-credentials): a JSON
/// Web Token ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) signed with RS256.
struct ClientAssertion: Sendable {
  private let file: String
  private let settings: CredentialSettings

  init(certificate file: String, _ settings: CredentialSettings) {
    self.file = file
    self.settings = settings
  }

  /// Creates an assertion that is valid for ten minutes.
  ///
  /// - Parameter endpoint: the token endpoint that it is for.
  /// - Returns: the signed JSON Web Token.
  /// - Throws: ``CredentialFailure`` if openssl is missing or cannot use the file.
  func text(for endpoint: TokenEndpoint) async throws(CredentialFailure) -> String {
    let sendsChain = try settings.sendsCertificateChain
    let certificate = try await ClientCertificate(file, settings)
    let now = Int(settings.time.now())
    let header = Header(x5t: base64URL(certificate.thumbprint), x5c: sendsChain ? certificate.chain : nil)
    let claims = Claims(
      aud: endpoint.url, exp: now + 600, iss: endpoint.clientID, jti: UUID().uuidString.lowercased(), nbf: now - 60,
      sub: endpoint.clientID)
    guard let head = try? JSONEncoder().encode(header), let body = try? JSONEncoder().encode(claims) else {
      throw .failed("the client assertion cannot be encoded as JSON")
    }
    let signed = "\(base64URL(Array(head))).\(base64URL(Array(body)))"
    return "\(signed).\(base64URL(try await certificate.signature(of: Array(signed.utf8))))"
  }

  /// How the assertion is signed ([RFC 7515 §4.1](https://www.rfc-editor.org/rfc/rfc7515#section-4.1)).
  private struct Header: Encodable {
    let alg = "RS256"
    let typ = "JWT"
    /// The SHA-1 thumbprint of the certificate.
    let x5t: String
    /// The certificate chain, for applications that trust a subject name and issuer.
    let x5c: [String]?
  }

  /// The claims, in the spelling of RFC 7519.
  private struct Claims: Encodable {
    let aud: String
    let exp: Int
    let iss: String
    let jti: String
    let nbf: Int
    let sub: String
  }
}

extension CredentialSettings {
  /// Whether `AZURE_CLIENT_SEND_CERTIFICATE_CHAIN` asks to send the certificate chain.
  fileprivate var sendsCertificateChain: Bool {
    get throws(CredentialFailure) {
      switch self["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"]?.lowercased() {
      case nil, "false", "0": return false
      case "true", "1": return true
      default: throw .invalid("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN is not valid. Use true or false.")
      }
    }
  }
}

/// Base64url without padding ([RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648#section-5)).
func base64URL(_ bytes: [UInt8]) -> String {
  let text = Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
    switch byte {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    case UInt8(ascii: "="): nil
    default: byte
    }
  }
  return String(decoding: text, as: UTF8.self)
}
