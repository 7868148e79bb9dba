/// A syntax error in a managed zone file, or a feature that this program does not support.
struct ZoneFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte offset of the error in the file.
  let offset: Int
  /// What is wrong, without a fix and without a full stop.
  let description: String
  /// What to do, a sentence.
  let fix: String

  init(
    at offset: Int, _ description: String,
    fix: String =
      "Correct the line, or move the file away and apply with --serial-from so that the serial does not decrease."
  ) {
    self.offset = offset
    self.description = description
    self.fix = fix
  }
}
