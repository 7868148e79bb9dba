import FileReplacement

/// A file for a credential that an environment variable names, such as a token or a certificate.
enum CredentialFile {
  /// The size limit; real files have a few thousand bytes.
  private static let limit = ReadLimit(mebibytes: 1)

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file; symbolic links are followed.
  ///   - variable: the environment variable that names it.
  /// - Returns: the contents.
  /// - Throws: ``CredentialFailure`` if the file cannot be read, or is larger than 1 MiB.
  static func bytes(of path: String, namedBy variable: String) throws(CredentialFailure) -> [UInt8] {
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: limit)
      if file.exists { return file.bytes }
    } catch {
      if error.code == .tooLarge {
        throw .failed("'\(path)', the file in \(variable), is larger than \(limit.text). Use the right file.")
      }
    }
    throw .failed("cannot read '\(path)', the file in \(variable)")
  }
}
