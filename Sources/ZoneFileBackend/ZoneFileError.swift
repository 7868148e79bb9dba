/// Something in a zone file of ours that cannot be read.
struct ZoneFileError: Error, Hashable, Sendable {
  /// The byte where it is, counted from 0.
  let offset: Int
  /// What is wrong, without a full stop.
  let sentence: String

  /// Makes the error.
  init(at offset: Int, _ sentence: String) {
    self.offset = offset
    self.sentence = sentence
  }
}
