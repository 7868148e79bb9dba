public import DNSModel

/// Something that is wrong with an inventory, where it stands, and what to do about it.
public struct InventoryProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether one can go on in spite of it.
  public enum Severity: Hashable, Sendable {
    /// The inventory cannot be used.
    case error
    /// The inventory can be used, and may not do what is meant.
    case warning
  }

  /// Where the wrong value came from.
  public enum Place: Hashable, Sendable, CustomStringConvertible {
    /// It stands in a file.
    case position(SourcePosition)
    /// It was given with an option of the command line, such as `--vip`.
    case option(String)

    /// `file:line:column`, or the option.
    public var description: String {
      switch self {
      case .position(let position): position.description
      case .option(let name): name
      }
    }
  }

  /// Whether one can go on in spite of it.
  public let severity: Severity
  /// Where the wrong value came from.
  public let place: Place
  /// What is wrong and what would be right, in one sentence without a full stop.
  public let message: String
  /// The line of the file with a mark under the spot; nothing for an option.
  public let excerpt: SourceExcerpt?

  /// Makes a problem.
  ///
  /// - Parameters:
  ///   - severity: whether one can go on in spite of it.
  ///   - place: where the wrong value came from.
  ///   - message: one sentence without a full stop; what a terminal would obey in it is written out.
  ///   - excerpt: the line of the file.
  public init(severity: Severity, place: Place, message: String, excerpt: SourceExcerpt? = nil) {
    self.severity = severity
    self.place = place
    self.message = PrintableText.of(message)
    self.excerpt = excerpt
  }

  /// `file:line:column: message`, with `warning: ` before the message of a warning.
  public var description: String {
    PrintableText.of("\(place): ") + (severity == .warning ? "warning: " : "") + message
  }

  /// The ``description``, and below it the line of the file with a caret under the spot.
  public var rendering: String {
    guard let excerpt else { return description }
    return "\(description)\n\(excerpt)"
  }
}
