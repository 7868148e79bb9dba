#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The claims of an access token ([access tokens of the identity platform](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference)).
///
/// They are only shown, so the signature is not verified.
struct TokenClaims: Decodable {
  let tid: String?
  private let upn: String?
  private let unique_name: String?
  private let appid: String?
  private let oid: String?

  /// The user name, else the application ID, else the object ID.
  var account: String? { upn ?? unique_name ?? appid ?? oid }

  /// Reads the payload of a JSON Web Token; nil if the text is not one.
  init?(_ token: String) {
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var text = parts[1].map { byte in
      byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
    }
    while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    guard let data = Data(base64Encoded: Data(text)), let claims = try? JSONDecoder().decode(Self.self, from: data)
    else { return nil }
    self = claims
  }
}
