import Diagnostics
import DNSModel

/// Collects problems while an inventory is read, and sorts them in the order of the file.
final class ProblemLog {
  /// The maximum number of problems to show.
  private static let limit = 100

  /// The source of a value.
  enum Origin: Hashable, Sendable {
    /// The offset of its first byte in the file.
    case byte(Int)
    /// An option of the command line.
    case option(String)

    /// Options sort before positions in the file.
    fileprivate var order: Int { if case .byte(let offset) = self { offset } else { -1 } }
  }

  /// A problem before its line and column are known.
  private struct Entry {
    let origin: Origin
    let severity: InventoryProblem.Severity
    let message: String
    /// Its place in the order of reports; keeps problems with one origin in order.
    let number: Int
  }

  /// The sort key for choosing the problems to show: errors first, then by origin and number.
  private typealias Rank = (Int, Int, Int)

  private let bytes: [UInt8]
  /// The path as the user wrote it.
  private let file: String
  /// The lines of the file, computed on first use.
  private lazy var source = SourceText(bytes: bytes, file: file)
  /// The problems so far; cut to ``limit`` now and then.
  private var entries: [Entry] = []
  /// The rank of the last problem to show; nil while there are fewer than ``limit``.
  private var last: Rank?
  /// The number of all problems, including those that are not shown.
  private(set) var count = 0
  /// Whether the text is known to be an inventory; no message repeats a line, key or value of any other text.
  var isInventory = false
  private(set) var hasErrors = false

  init(bytes: [UInt8] = [], file: String = "") {
    self.bytes = bytes
    self.file = file
  }

  /// Adds a problem; its message is only built if it may be shown.
  func report(_ message: @autoclosure () -> String, at origin: Origin, _ severity: InventoryProblem.Severity = .error) {
    let number = count
    count += 1
    if severity == .error { hasErrors = true }
    if let last, last < Self.rank(severity, origin, number) { return }
    entries.append(Entry(origin: origin, severity: severity, message: message(), number: number))
    if entries.count >= 4 * Self.limit { dropLast() }
  }

  /// An origin in the words of a message: `line 4`, or the option.
  func name(of origin: Origin) -> String {
    switch origin {
    case .byte(let offset): "line \(source.line(ofByte: offset))"
    case .option(let name): name
    }
  }

  func position(ofByte offset: Int) -> SourcePosition { source.position(ofByte: offset) }

  /// The problems to show, in the order of the file; with excerpts only if it is an inventory.
  func problems() -> [InventoryProblem] {
    dropLast()
    entries.sort { ($0.origin.order, $0.number) < ($1.origin.order, $1.number) }
    return entries.map { entry in
      switch entry.origin {
      case .option(let name):
        InventoryProblem(severity: entry.severity, origin: .option(name), message: entry.message)
      case .byte(let offset):
        InventoryProblem(
          severity: entry.severity, origin: .position(source.position(ofByte: offset)), message: entry.message,
          excerpt: isInventory ? source.excerpt(atByte: offset) : nil)
      }
    }
  }

  /// Drops the problems that rank below the first ``limit``.
  private func dropLast() {
    guard entries.count > Self.limit else { return }
    let ranked = entries.map { (rank: Self.rank($0.severity, $0.origin, $0.number), entry: $0) }
      .sorted { $0.rank < $1.rank }.prefix(Self.limit)
    last = ranked.last?.rank
    entries = ranked.map(\.entry)
  }

  private static func rank(_ severity: InventoryProblem.Severity, _ origin: Origin, _ number: Int) -> Rank {
    (severity == .error ? 0 : 1, origin.order, number)
  }
}
