import FoundationEssentials

/// The certificate that client assertions must be signed with; the system's openssl checks them.
///
/// Source: [Certificate credentials](https://learn.microsoft.com/entra/identity-platform/certificate-credentials).
struct RegisteredCertificate: Sendable {
  /// The PEM file.
  private let file: String
  /// The SHA-1 thumbprint, as in assertions.
  private let thumbprint: String
  /// The certificate in base64.
  private let base64: String

  /// Reads a certificate.
  ///
  /// - Parameter file: the PEM file; it need not contain the key.
  /// - Throws: ``ProgramFailure`` if openssl is missing or cannot read the file.
  init(file: String) throws(ProgramFailure) {
    self.file = file
    let read = Self.inFolder { folder -> (hash: Data, certificate: Data)? in
      let (certificate, hash) = ("\(folder)/certificate", "\(folder)/hash")
      guard OpenSSLProgram.run(["x509", "-in", file, "-outform", "DER", "-out", certificate]),
        OpenSSLProgram.run(["dgst", "-sha1", "-binary", "-out", hash, certificate])
      else { return nil }
      guard let hash = try? Data(contentsOf: URL(filePath: hash)) else { return nil }
      return (try? Data(contentsOf: URL(filePath: certificate))).map { (hash, $0) }
    }
    guard let read else {
      throw ProgramFailure(code: .failed, description: "openssl cannot read a certificate in \(file)")
    }
    thumbprint = Self.base64URL(read.hash)
    base64 = read.certificate.base64EncodedString()
  }

  /// Verifies an assertion.
  ///
  /// - Parameters:
  ///   - assertion: the JSON Web Token ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
  ///   - client: the client ID.
  ///   - audience: the URL of the token endpoint.
  /// - Returns: why it is not valid; nil if it is.
  func problem(with assertion: String, of client: String, for audience: String) -> String? {
    let parts = assertion.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 3, let header = Self.decode(Header.self, parts[0]),
      let claims = Self.decode(Claims.self, parts[1]), let signature = Self.bytes(parts[2])
    else { return "The client assertion is no JSON Web Token." }
    guard header.alg == "RS256", header.x5t == thumbprint, header.x5c.map({ $0.first == base64 }) ?? true else {
      return "The certificate with identifier used to sign the client assertion is not registered on application."
    }
    let now = Date.now.timeIntervalSince1970
    guard claims.aud == audience, claims.iss == client, claims.sub == client, claims.nbf <= now, claims.exp > now else {
      return "The client assertion is for another client, another endpoint or another time."
    }
    let isSigned = Self.inFolder { folder in
      let (key, signatureFile, text) = ("\(folder)/key", "\(folder)/signature", "\(folder)/text")
      guard (try? signature.write(to: URL(filePath: signatureFile))) != nil,
        (try? Data("\(parts[0]).\(parts[1])".utf8).write(to: URL(filePath: text))) != nil
      else { return false }
      return OpenSSLProgram.run(["x509", "-in", file, "-pubkey", "-noout", "-out", key])
        && OpenSSLProgram.run(["dgst", "-sha256", "-verify", key, "-signature", signatureFile, text])
    }
    return isSigned == true ? nil : "Client assertion failed signature validation."
  }

  /// The header of an assertion, in the spelling of RFC 7515.
  private struct Header: Decodable {
    let alg: String
    let x5t: String?
    let x5c: [String]?
  }

  /// The claims of an assertion, in the spelling of RFC 7519.
  private struct Claims: Decodable {
    let aud: String
    let exp: Double
    let iss: String
    let nbf: Double
    let sub: String
  }

  /// Decodes a part of an assertion.
  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    bytes(text).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }

  /// Decodes base64url.
  private static func bytes(_ text: String) -> Data? {
    let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: padded.replacing("-", with: "+").replacing("_", with: "/"))
  }

  /// Encodes base64url without padding.
  private static func base64URL(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Runs a closure with a temporary directory.
  private static func inFolder<Value>(_ work: (String) -> Value?) -> Value? {
    guard let folder = OpenSSLProgram.makeFolder() else { return nil }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return work(folder)
  }
}
