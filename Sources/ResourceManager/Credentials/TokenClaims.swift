#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a token says of its owner ([access tokens of the identity platform](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference)).
///
/// Only for people to read: nothing is decided by it, so its signature does not matter.
struct TokenClaims: Decodable {
  /// The tenant.
  let tid: String?
  private let upn: String?
  private let unique_name: String?
  private let appid: String?
  private let oid: String?

  /// A person's name, else an application's identifier, else that of an object.
  var account: String? { upn ?? unique_name ?? appid ?? oid }

  /// Reads the middle part of a JSON Web Token; nothing when the text is none.
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
