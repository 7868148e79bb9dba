/// An invalid command line.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, and how to fix it.
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
