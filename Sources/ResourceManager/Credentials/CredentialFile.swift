import FileReplacement

/// A file that the environment names for a credential, such as a token or a certificate.
enum CredentialFile {
  /// How much of one is read: the largest have some thousand bytes.
  private static let limit = ReadLimit(mebibytes: 1)

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file; a symbolic link is followed.
  ///   - variable: the variable of the environment that names it.
  /// - Returns: what is in it.
  /// - Throws: ``CredentialFailure`` when it cannot be read, or is larger than 1 MiB.
  static func bytes(of path: String, namedBy variable: String) throws(CredentialFailure) -> [UInt8] {
    let name = "the file '\(path)' that \(variable) names"
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: limit)
      if file.exists { return file.bytes }
    } catch {
      if error.code == .tooLarge { throw .failed("\(name) is larger than \(limit.text); name the right one") }
    }
    throw .failed("\(name) cannot be read")
  }
}
