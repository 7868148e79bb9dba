/// Something in a zone file of ours that cannot be read.
struct ZoneFileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The byte where it is, counted from 0.
  let offset: Int
  /// What is wrong, without a full stop.
  let description: String

  /// Makes the error.
  init(at offset: Int, _ description: String) {
    self.offset = offset
    self.description = description
  }
}
