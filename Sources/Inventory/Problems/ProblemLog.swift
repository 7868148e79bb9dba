import DNSModel

/// Collects what is wrong while an inventory is read, and puts it in the order of the file.
struct ProblemLog {
  /// How many problems are shown.
  static let limit = 100

  /// Where a value came from.
  enum Spot: Hashable, Sendable {
    /// The byte of the file at which it stands.
    case byte(Int)
    /// The option of the command line that gave it.
    case option(String)
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

    /// Options come first, then the order of the file.
    var sortKey: (Int, Int) {
      switch spot {
      case .option: (-1, number)
      case .byte(let offset): (offset, number)
      }
    }
  }

  /// The text of the file.
  private let bytes: [UInt8]
  /// The file as the user named it.
  private let file: String
  /// The lines of the file, found when the first of them is asked for.
  private lazy var source = SourceText(bytes: bytes, file: file)
  /// The problems so far, cut to the first ones now and then.
  private var entries: [Entry] = []
  /// How many problems there are, those that are not shown too.
  private(set) var count = 0
  /// Whether any of them is an error.
  private(set) var hasErrors = false

  /// Makes an empty log.
  ///
  /// - Parameters:
  ///   - bytes: the text of the file, if there is one.
  ///   - file: the file as the user named it.
  init(bytes: [UInt8] = [], file: String = "") {
    self.bytes = bytes
    self.file = file
  }

  /// Adds a problem.
  mutating func report(_ message: String, at spot: Spot, _ severity: InventoryProblem.Severity = .error) {
    entries.append(Entry(spot: spot, severity: severity, message: message, number: count))
    count += 1
    if severity == .error { hasErrors = true }
    if entries.count >= 4 * Self.limit { dropLast() }
  }

  /// How a message names a place: `line 4`, or the option.
  mutating func name(of spot: Spot) -> String {
    switch spot {
    case .byte(let offset): "line \(source.line(ofByte: offset))"
    case .option(let name): name
    }
  }

  /// The line and column of a byte of the file.
  mutating func position(ofByte offset: Int) -> SourcePosition { source.position(ofByte: offset) }

  /// The problems to show, in the order of the file.
  mutating func problems() -> [InventoryProblem] {
    dropLast()
    entries.sort { $0.sortKey < $1.sortKey }
    return entries.map { entry in
      switch entry.spot {
      case .option(let name):
        InventoryProblem(severity: entry.severity, place: .option(name), message: entry.message)
      case .byte(let offset):
        InventoryProblem(
          severity: entry.severity, place: .position(source.position(ofByte: offset)), message: entry.message,
          excerpt: source.excerpt(atByte: offset))
      }
    }
  }

  /// Keeps as many as are shown: errors before warnings, then by their order in the file.
  private mutating func dropLast() {
    guard entries.count > Self.limit else { return }
    entries.sort { left, right in
      guard left.severity == right.severity else { return left.severity == .error }
      return left.sortKey < right.sortKey
    }
    entries.removeLast(entries.count - Self.limit)
  }
}
