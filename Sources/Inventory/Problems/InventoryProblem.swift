public import Diagnostics
import DNSModel

/// Something that is wrong with an inventory, where it stands, and what to do about it.
public struct InventoryProblem: Hashable, Sendable, CustomStringConvertible {
  /// Whether one can go on in spite of it.
  public enum Severity: Hashable, Sendable {
    /// The inventory cannot be used.
    case error
    /// The inventory can be used, and may not do what is meant.
    case warning
  }

  /// Where the wrong value came from.
  package enum Place: Hashable, Sendable, CustomStringConvertible {
    /// It stands in a file.
    case position(SourcePosition)
    /// It was given with an option of the command line, such as `--vip`.
    case option(String)

    /// `file:line:column`, or the option.
    package var description: String {
      switch self {
      case .position(let position): position.description
      case .option(let name): name
      }
    }
  }

  /// Whether one can go on in spite of it.
  public let severity: Severity
  /// Where the wrong value came from.
  package let place: Place
  /// What is wrong and what would be right, in one sentence without a full stop.
  package let message: String
  /// The line of the file, and below it a mark under the spot; nothing for an option.
  let excerpt: String?

  /// Where the wrong value stands in the file; nothing where it was given with an option of the command line.
  public var position: SourcePosition? { if case .position(let position) = place { position } else { nil } }

  /// Makes a problem; what a terminal would obey in its message is written out.
  init(severity: Severity, place: Place, message: String, excerpt: String? = nil) {
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
  var rendering: String {
    guard let excerpt else { return description }
    return "\(description)\n\(excerpt)"
  }
}
