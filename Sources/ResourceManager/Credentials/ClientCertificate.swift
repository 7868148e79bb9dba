import FileReplacement

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The certificate of a service principal, its RSA key and optionally its chain, from a PEM or PKCS#12 file.
///
/// Source: [CertificateCredential](https://learn.microsoft.com/python/api/azure-identity/azure.identity.certificatecredential).
struct ClientCertificate: Sendable {
  /// The certificate and its chain, each as the base64 text of a PEM file.
  let chain: [String]
  /// The SHA-1 thumbprint of the certificate.
  let thumbprint: [UInt8]

  private let file: String
  private let openssl: OpenSSL
  /// The openssl arguments that are needed to read the key, except for the password.
  private let reading: [String]

  /// Reads the certificates in a file.
  ///
  /// - Parameters:
  ///   - file: the file; without a PEM line it is read as PKCS#12 ("PFX").
  ///   - settings: the password, and what runs openssl.
  /// - Throws: ``CredentialFailure`` if openssl is missing or cannot use the file.
  init(_ file: String, _ settings: CredentialSettings) async throws(CredentialFailure) {
    let content = try CredentialFile.bytes(of: file, namedBy: "AZURE_CLIENT_CERTIFICATE_PATH")
    self.file = file
    openssl = OpenSSL(settings)
    if content.contains(Array("-----BEGIN".utf8)) {
      (reading, chain) = ([], Self.certificates(content))
    } else {
      (reading, chain) = try await Self.container(file, openssl)
    }
    guard let first = chain.first else { throw .failed("'\(file)' contains no certificate") }
    let pem = "-----BEGIN CERTIFICATE-----\n\(first)\n-----END CERTIFICATE-----\n"
    let description = try await openssl.run(
      ["x509", "-noout", "-fingerprint", "-sha1", "-pubkey"], input: Array(pem.utf8))
    guard case .success(let text) = description, let thumbprint = Self.thumbprint(text) else {
      throw .failed("openssl cannot read the first certificate in '\(file)'")
    }
    guard Self.isRSA(text) else {
      throw .failed("the certificate in '\(file)' has no RSA key, which RS256 requires")
    }
    self.thumbprint = thumbprint
  }

  /// Signs with RS256.
  ///
  /// - Throws: ``CredentialFailure`` if openssl cannot use the key.
  func signature(of text: [UInt8]) async throws(CredentialFailure) -> [UInt8] {
    switch try await openssl.run(
      ["dgst"] + reading + ["-sha256", "-sign", Self.absolutePath(file)] + OpenSSL.password, input: text)
    {
    case .success(let signature): return signature
    case .failure(let refusal):
      throw .failed(
        "openssl cannot sign with the key in '\(file)': \(refusal.reason). Check that the file holds the private key, "
          + "and set AZURE_CLIENT_CERTIFICATE_PASSWORD if it has a password.")
    }
  }

  /// Reads a PKCS#12 file.
  ///
  /// Old files use ciphers that openssl supports only with its legacy provider.
  private static func container(
    _ file: String, _ openssl: OpenSSL
  ) async throws(CredentialFailure) -> (reading: [String], chain: [String]) {
    var reason = ""
    for reading in [[], ["-provider", "default", "-provider", "legacy"]] {
      let arguments = ["pkcs12"] + reading + ["-in", absolutePath(file), "-nokeys"] + OpenSSL.password
      switch (try await openssl.run(arguments + ["-clcerts"]), try await openssl.run(arguments + ["-cacerts"])) {
      case (.success(let own), .success(let above)): return (reading, certificates(own) + certificates(above))
      case (.failure(let refusal), _), (_, .failure(let refusal)):
        if reason.isEmpty { reason = refusal.reason }
      }
    }
    throw .failed(
      "openssl cannot read '\(file)': \(reason). Use a PEM or PKCS#12 file with a certificate and its key, and set "
        + "AZURE_CLIENT_CERTIFICATE_PASSWORD if it has a password.")
  }

  /// The absolute path of a file, because openssl does not run in the working directory.
  private static func absolutePath(_ file: String) -> String { (try? Folder(file).absolutePath()) ?? file }

  /// The certificates in a PEM text ([RFC 7468](https://www.rfc-editor.org/rfc/rfc7468)), each in base64 on one line.
  private static func certificates(_ text: [UInt8]) -> [String] {
    sections("CERTIFICATE", text)
  }

  /// Whether a public key in a PEM text has the object identifier `rsaEncryption`
  /// ([RFC 8017 §A.1](https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1)).
  private static func isRSA(_ text: [UInt8]) -> Bool {
    let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    return sections("PUBLIC KEY", text).contains {
      Data(base64Encoded: $0).map(Array.init)?.contains(identifier) == true
    }
  }

  /// The base64 contents of all sections with one label in a PEM text.
  private static func sections(_ name: String, _ text: [UInt8]) -> [String] {
    var (found, current): ([String], String?) = ([], nil)
    for line in text.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
      let line = String(decoding: line, as: UTF8.self)
      switch line {
      case "-----BEGIN \(name)-----": current = ""
      case "-----END \(name)-----":
        if let current { found.append(current) }
        current = nil
      default: current?.append(line)
      }
    }
    return found
  }

  /// The bytes after `Fingerprint=`, which openssl prints in hexadecimal with colons.
  private static func thumbprint(_ text: [UInt8]) -> [UInt8]? {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let parts = line.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2, parts[0].suffix(11).elementsEqual("Fingerprint".utf8) else { continue }
      let bytes = parts[1].split(separator: UInt8(ascii: ":")).compactMap {
        UInt8(String(decoding: $0, as: UTF8.self), radix: 16)
      }
      return bytes.count == 20 ? bytes : nil
    }
    return nil
  }
}
