/// A command line that cannot be understood, or asks for what this version cannot do.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What is wrong and what to do, in one sentence without a full stop.
  let description: String

  /// Makes the error.
  init(_ description: String) {
    self.description = description
  }
}
