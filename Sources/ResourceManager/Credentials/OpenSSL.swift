import Diagnostics
import ProgramExecution

/// The system's program openssl, with the password of a certificate where only it can read it.
///
/// A password in the arguments of a program is there for everybody to see; one in its environment is for its own user.
struct OpenSSL: Sendable {
  /// How openssl is told where the password is, which may be none.
  static let password = ["-passin", "env:AZURE_CLIENT_CERTIFICATE_PASSWORD"]

  private let settings: CredentialSettings

  /// Takes the way to programs, and the password.
  init(_ settings: CredentialSettings) { self.settings = settings }

  /// Runs openssl.
  ///
  /// - Parameters:
  ///   - arguments: its arguments.
  ///   - input: what it reads from standard input.
  /// - Returns: what it writes to standard output, or its reason for not doing so.
  /// - Throws: ``CredentialFailure`` where it cannot be run at all.
  func run(_ arguments: [String], input: [UInt8] = []) async throws(CredentialFailure) -> Result<[UInt8], Failure> {
    let name = "AZURE_CLIENT_CERTIFICATE_PASSWORD"
    let result: ProgramOutput
    do throws(ProgramRunnerError) {
      result = try await settings.programs.run(
        "openssl", arguments, variables: [name: settings[name] ?? ""], input: input, seconds: 10)
    } catch {
      throw .failed("the program openssl, which signs with the certificate, \(error)")
    }
    guard result.status == 0 else {
      return .failure(Failure(reason: PrintableText.firstLine(String(decoding: result.errors, as: UTF8.self))))
    }
    return .success(result.output)
  }

  /// Why openssl did not do what it was told.
  struct Failure: Error {
    /// Its own words, on one line.
    let reason: String
  }
}
