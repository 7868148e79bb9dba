import FoundationEssentials

/// A certificate authority of this run, and a certificate for this machine that it has signed.
struct CertificateAuthority: Sendable {
  /// The folder of all files, which is removed at the end.
  private let folder: String

  /// The PEM file that clients trust.
  var file: String { "\(folder)/ca.pem" }

  /// Makes the authority and the certificate.
  ///
  /// - Throws: ``ProgramFailure`` if there is no OpenSSL, or no place for temporary files.
  init() throws(ProgramFailure) {
    guard let folder = OpenSSLProgram.makeFolder() else { throw .system("cannot create a temporary folder") }
    self.folder = folder
    let new =
      ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30"]
      + ["-config", "\(folder)/openssl.cnf"]
    guard (try? Data(Self.configuration.utf8).write(to: URL(filePath: "\(folder)/openssl.cnf"))) != nil,
      OpenSSLProgram.run(
        new + ["-subj", "/CN=azure-emulator", "-extensions", "authority", "-keyout", "\(folder)/ca.key", "-out", file]),
      OpenSSLProgram.run(
        new + ["-subj", "/CN=localhost", "-extensions", "server", "-CA", file, "-CAkey", "\(folder)/ca.key"]
          + ["-keyout", "\(folder)/server.key", "-out", "\(folder)/server.pem"])
    else {
      remove()
      throw ProgramFailure(
        code: .failed, description: "openssl cannot make a certificate, which --tls requires. Install OpenSSL 3.")
    }
  }

  /// A server with the certificate; the keys are removed.
  ///
  /// - Throws: ``ProgramFailure`` if OpenSSL's library is missing.
  func server() throws(ProgramFailure) -> TLSServer {
    defer { for key in ["ca.key", "server.key"] { try? FileManager.default.removeItem(atPath: "\(folder)/\(key)") } }
    do throws(ProgramFailure) {
      return try TLSServer(certificate: "\(folder)/server.pem", key: "\(folder)/server.key")
    } catch {
      remove()
      throw error
    }
  }

  /// Removes all files.
  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  /// The extensions of both certificates, which do not depend on the system's configuration.
  private static let configuration = """
    [req]
    distinguished_name = name
    [name]
    [authority]
    basicConstraints = critical, CA:TRUE
    keyUsage = critical, keyCertSign, cRLSign
    subjectKeyIdentifier = hash
    [server]
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    extendedKeyUsage = serverAuth
    subjectAltName = DNS:localhost, IP:127.0.0.1
    subjectKeyIdentifier = hash
    authorityKeyIdentifier = keyid

    """
}
