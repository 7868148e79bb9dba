import Diagnostics
import DNSModel

/// Collects what is wrong while an inventory is read, and puts it in the order of the file.
final class ProblemLog {
  /// How many problems are shown.
  private static let limit = 100

  /// Where a value came from.
  enum Spot: Hashable, Sendable {
    /// The byte of the file at which it stands.
    case byte(Int)
    /// The option of the command line that gave it.
    case option(String)

    /// Options come first, then the order of the file.
    fileprivate var order: Int { if case .byte(let offset) = self { offset } else { -1 } }
  }

  /// A problem whose place in lines and columns is not looked up yet.
  private struct Entry {
    /// Where the value came from.
    let spot: Spot
    /// Whether one can go on in spite of it.
    let severity: InventoryProblem.Severity
    /// What is wrong.
    let message: String
    /// When it was reported; keeps problems of one spot in their order.
    let number: Int
  }

  /// What decides which problems are shown where there are too many: errors before warnings, then the order.
  private typealias Rank = (Int, Int, Int)

  /// The text of the file.
  private let bytes: [UInt8]
  /// The file as the user named it.
  private let file: String
  /// The lines of the file, found when the first of them is asked for.
  private lazy var source = SourceText(bytes: bytes, file: file)
  /// The problems so far, cut to the first ones now and then.
  private var entries: [Entry] = []
  /// The last problem that is shown, once there are as many as are shown.
  private var last: Rank?
  /// How many problems there are, those that are not shown too.
  private(set) var count = 0
  /// Whether the text is known to be an inventory; of any other no line, key or value is repeated.
  var isInventory = false
  /// Whether any of them is an error.
  private(set) var hasErrors = false

  /// Makes an empty log.
  init(bytes: [UInt8] = [], file: String = "") {
    self.bytes = bytes
    self.file = file
  }

  /// Adds a problem; the sentence of one that is not shown is never made.
  func report(_ message: @autoclosure () -> String, at spot: Spot, _ severity: InventoryProblem.Severity = .error) {
    let number = count
    count += 1
    if severity == .error { hasErrors = true }
    if let last, last < Self.rank(severity, spot, number) { return }
    entries.append(Entry(spot: spot, severity: severity, message: message(), number: number))
    if entries.count >= 4 * Self.limit { dropLast() }
  }

  /// How a message names a place: `line 4`, or the option.
  func name(of spot: Spot) -> String {
    switch spot {
    case .byte(let offset): "line \(source.line(ofByte: offset))"
    case .option(let name): name
    }
  }

  /// The line and column of a byte of the file.
  func position(ofByte offset: Int) -> SourcePosition { source.position(ofByte: offset) }

  /// The problems to show, in the order of the file; with lines of it where it is an inventory at all.
  func problems() -> [InventoryProblem] {
    dropLast()
    entries.sort { ($0.spot.order, $0.number) < ($1.spot.order, $1.number) }
    return entries.map { entry in
      switch entry.spot {
      case .option(let name):
        InventoryProblem(severity: entry.severity, place: .option(name), message: entry.message)
      case .byte(let offset):
        InventoryProblem(
          severity: entry.severity, place: .position(source.position(ofByte: offset)), message: entry.message,
          excerpt: isInventory ? source.excerpt(atByte: offset) : nil)
      }
    }
  }

  /// Keeps as many as are shown: errors before warnings, then by their order in the file.
  private func dropLast() {
    guard entries.count > Self.limit else { return }
    let ranked = entries.map { (rank: Self.rank($0.severity, $0.spot, $0.number), entry: $0) }
      .sorted { $0.rank < $1.rank }.prefix(Self.limit)
    last = ranked.last?.rank
    entries = ranked.map(\.entry)
  }

  /// The rank of a problem.
  private static func rank(_ severity: InventoryProblem.Severity, _ spot: Spot, _ number: Int) -> Rank {
    (severity == .error ? 0 : 1, spot.order, number)
  }
}
