public import Diagnostics
import DNSModel

/// An error or a warning about an inventory, with its position.
public struct InventoryProblem: Hashable, Sendable, CustomStringConvertible {
  /// Whether the inventory can be used despite a problem.
  public enum Severity: Hashable, Sendable {
    /// The inventory cannot be used.
    case error
    /// The inventory can be used, but may not do what you mean.
    case warning
  }

  /// The source of the wrong value.
  package enum Origin: Hashable, Sendable, CustomStringConvertible {
    /// A position in the file.
    case position(SourcePosition)
    /// An option of the command line, such as `--vip`.
    case option(String)

    /// `file:line:column`, or the option.
    package var description: String {
      switch self {
      case .position(let position): position.description
      case .option(let name): name
      }
    }
  }

  /// Whether the inventory can be used despite the problem.
  public let severity: Severity
  /// The source of the wrong value.
  package let origin: Origin
  /// What is wrong, and how to fix it.
  package let message: String
  /// The line of the file and a caret under the position; nil for an option.
  let excerpt: String?

  /// The position of the wrong value in the file; nil if the value came from an option.
  public var position: SourcePosition? { if case .position(let position) = origin { position } else { nil } }

  /// Escapes control characters in the message.
  init(severity: Severity, origin: Origin, message: String, excerpt: String? = nil) {
    self.severity = severity
    self.origin = origin
    self.message = PrintableText.of(message)
    self.excerpt = excerpt
  }

  /// `file:line:column: message`, with `warning: ` before the message of a warning.
  public var description: String {
    PrintableText.of("\(origin): ") + (severity == .warning ? "warning: " : "") + message
  }

  /// The ``description``, followed by ``excerpt``.
  var rendering: String {
    guard let excerpt else { return description }
    return "\(description)\n\(excerpt)"
  }
}
