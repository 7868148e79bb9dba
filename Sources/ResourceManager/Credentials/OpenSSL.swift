import Diagnostics
import ProgramExecution

/// Runs the system's openssl, and passes the password of a certificate to it safely.
///
/// All users can see the arguments of a program; only its own user can see its environment.
struct OpenSSL: Sendable {
  /// The arguments that name the variable with the password, which may be empty.
  static let password = ["-passin", "env:AZURE_CLIENT_CERTIFICATE_PASSWORD"]

  private let settings: CredentialSettings

  init(_ settings: CredentialSettings) { self.settings = settings }

  /// Runs openssl.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - input: what it reads from standard input.
  /// - Returns: its standard output, or its error message.
  /// - Throws: ``CredentialFailure`` if it cannot be run.
  func run(_ arguments: [String], input: [UInt8] = []) async throws(CredentialFailure) -> Result<[UInt8], Failure> {
    let name = "AZURE_CLIENT_CERTIFICATE_PASSWORD"
    let result: ProgramOutput
    do throws(ProgramRunnerError) {
      result = try await settings.programs.run(
        "openssl", arguments, variables: [name: settings[name] ?? ""], input: input, seconds: 10)
    } catch {
      throw .failed("openssl, which is needed to sign with the certificate, \(error)")
    }
    guard result.status == 0 else {
      return .failure(Failure(reason: PrintableText.firstLine(String(decoding: result.errors, as: UTF8.self))))
    }
    return .success(result.output)
  }

  /// The error of an openssl command.
  struct Failure: Error {
    /// The first line of its standard error.
    let reason: String
  }
}
