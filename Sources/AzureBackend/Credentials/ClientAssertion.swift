import ProgramExecution

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A short text that only the holder of a certificate's key can write, made with the system's program openssl.
///
/// Source: [Certificate credentials](https://learn.microsoft.com/entra/identity-platform/certificate-credentials): a JSON
/// Web Token ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) signed with RS256.
struct ClientAssertion: Sendable {
  private let file: String
  private let settings: CredentialSettings

  /// Takes the PEM file that holds certificate and key.
  init(certificate file: String, _ settings: CredentialSettings) {
    self.file = file
    self.settings = settings
  }

  /// Writes an assertion that is good for ten minutes.
  ///
  /// - Parameter endpoint: whom it is for.
  /// - Returns: the signed text.
  /// - Throws: ``CredentialFailure`` when openssl is not there or cannot use the file.
  func text(for endpoint: TokenEndpoint) async throws(CredentialFailure) -> String {
    let fingerprint = try await openssl(["x509", "-in", file, "-noout", "-fingerprint", "-sha1"])
    let digits = String(decoding: fingerprint, as: UTF8.self).split(separator: "=").last ?? ""
    let hash = digits.split(separator: ":").compactMap { UInt8($0.trimmingPrefix(" ").prefix(2), radix: 16) }
    guard hash.count == 20 else { throw .failed("openssl says no fingerprint of the certificate in '\(file)'") }
    let now = Int(settings.time.now())
    let header = #"{"alg":"RS256","typ":"JWT","x5t":"\#(base64URL(hash))"}"#
    let claims = Claims(
      aud: endpoint.url, exp: now + 600, iss: endpoint.clientID, jti: UUID().uuidString.lowercased(), nbf: now - 60,
      sub: endpoint.clientID)
    guard let body = try? JSONEncoder().encode(claims) else { throw .failed("the assertion cannot be written as JSON") }
    let signed = "\(base64URL(Array(header.utf8))).\(base64URL(Array(body)))"
    var arguments = ["dgst", "-sha256", "-sign", file]
    if settings["AZURE_CLIENT_CERTIFICATE_PASSWORD"] != nil {
      arguments += ["-passin", "env:AZURE_CLIENT_CERTIFICATE_PASSWORD"]
    }
    return "\(signed).\(base64URL(try await openssl(arguments, input: Array(signed.utf8))))"
  }

  /// Runs openssl.
  private func openssl(_ arguments: [String], input: [UInt8] = []) async throws(CredentialFailure) -> [UInt8] {
    let result: ProgramOutput
    do throws(ProgramRunnerError) {
      result = try await settings.programs.run("openssl", arguments, variables: [:], input: input, seconds: 10)
    } catch {
      throw .failed("the program openssl, which signs with the certificate, \(error.sentence)")
    }
    guard result.status == 0 else {
      throw .failed(
        "openssl cannot use '\(file)', which must be a PEM file of a certificate and its key: "
          + singleLine(String(decoding: result.errors, as: UTF8.self)))
    }
    return result.output
  }

  /// What the assertion says; the names are those of the wire.
  private struct Claims: Encodable {
    let aud: String
    let exp: Int
    let iss: String
    let jti: String
    let nbf: Int
    let sub: String
  }
}

/// Bytes in base64 for addresses, without padding ([RFC 4648 §5](https://www.rfc-editor.org/rfc/rfc4648#section-5)).
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
