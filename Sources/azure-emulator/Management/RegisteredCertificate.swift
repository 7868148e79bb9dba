import FoundationEssentials
import Glibc
import ProgramExecution

/// The certificate with which every client must sign its assertions, checked with the system's program openssl.
///
/// Source: [Certificate credentials](https://learn.microsoft.com/entra/identity-platform/certificate-credentials).
struct RegisteredCertificate: Sendable {
  /// The PEM file that it is in.
  private let file: String
  /// Its SHA-1 hash, as assertions name it.
  private let thumbprint: String
  /// The certificate in base64.
  private let base64: String

  /// Reads a certificate.
  ///
  /// - Parameter file: the PEM file that it is in; its key need not be there.
  /// - Throws: ``ProgramFailure`` when openssl is not there or cannot read it.
  init(file: String) throws(ProgramFailure) {
    self.file = file
    let read = Self.inFolder { folder -> (hash: Data, certificate: Data)? in
      let (certificate, hash) = ("\(folder)/certificate", "\(folder)/hash")
      guard Self.openssl(["x509", "-in", file, "-outform", "DER", "-out", certificate]),
        Self.openssl(["dgst", "-sha1", "-binary", "-out", hash, certificate])
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

  /// What is wrong with an assertion; nothing when the certificate's owner signed it for this endpoint.
  ///
  /// - Parameters:
  ///   - assertion: the JSON Web Token ([RFC 7523 §3](https://www.rfc-editor.org/rfc/rfc7523#section-3)).
  ///   - client: the client that sent it.
  ///   - audience: the address of the token endpoint.
  /// - Returns: a sentence for people.
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
      return Self.openssl(["x509", "-in", file, "-pubkey", "-noout", "-out", key])
        && Self.openssl(["dgst", "-sha256", "-verify", key, "-signature", signatureFile, text])
    }
    return isSigned == true ? nil : "Client assertion failed signature validation."
  }

  /// The first part of an assertion; the names are those of the wire.
  private struct Header: Decodable {
    let alg: String
    let x5t: String?
    let x5c: [String]?
  }

  /// The second part of an assertion; the names are those of the wire.
  private struct Claims: Decodable {
    let aud: String
    let exp: Double
    let iss: String
    let nbf: Double
    let sub: String
  }

  /// Reads a part of an assertion.
  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) -> Value? {
    bytes(text).flatMap { try? JSONDecoder().decode(type, from: $0) }
  }

  /// The bytes of a text in base64 for addresses.
  private static func bytes(_ text: String) -> Data? {
    let padded = text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: padded.replacing("-", with: "+").replacing("_", with: "/"))
  }

  /// Bytes in base64 for addresses, without padding.
  private static func base64URL(_ bytes: Data) -> String {
    bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Does something in a folder of its own, which is gone afterwards.
  private static func inFolder<Value>(_ work: (String) -> Value?) -> Value? {
    var name = Array("\(FileManager.default.temporaryDirectory.path)/azure-emulator.XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    let folder = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return work(folder)
  }

  /// Runs openssl, and tells whether it ended well.
  private static func openssl(_ arguments: [String]) -> Bool {
    let program = try? StartedProgram(["openssl"] + arguments, streams: [nil, nil, nil], mode: .interactive)
    return program?.wait() == .status(0)
  }
}
