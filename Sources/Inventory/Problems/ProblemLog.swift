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
    var sortKey: (Int, Int) { Self.sortKey(spot, number) }

    /// What decides whether it is shown where there are too many: errors before warnings, then the order.
    typealias Rank = (Int, Int, Int)

    /// The rank of a problem.
    static func rank(_ spot: Spot, _ severity: InventoryProblem.Severity, _ number: Int) -> Rank {
      let (place, number) = sortKey(spot, number)
      return (severity == .error ? 0 : 1, place, number)
    }

    private static func sortKey(_ spot: Spot, _ number: Int) -> (Int, Int) {
      switch spot {
      case .option: (-1, number)
      case .byte(let offset): (offset, number)
      }
    }

    /// Its rank.
    var rank: Rank { Self.rank(spot, severity, number) }
  }

  /// The text of the file.
  private let bytes: [UInt8]
  /// The file as the user named it.
  private let file: String
  /// The lines of the file, found when the first of them is asked for.
  private lazy var source = SourceText(bytes: bytes, file: file)
  /// The problems so far, cut to the first ones now and then.
  private var entries: [Entry] = []
  /// The last problem that is shown, once there are as many as are shown.
  private var last: Entry.Rank?
  /// How many problems there are, those that are not shown too.
  private(set) var count = 0
  /// Whether the text is known to be an inventory; of any other no line, key or value is repeated.
  var isInventory = false
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
  ///
  /// - Parameters:
  ///   - message: what is wrong; one that is not shown is never put into words.
  ///   - spot: where the value came from.
  ///   - severity: whether one can go on in spite of it.
  mutating func report(
    _ message: @autoclosure () -> String, at spot: Spot, _ severity: InventoryProblem.Severity = .error
  ) {
    let number = count
    count += 1
    if severity == .error { hasErrors = true }
    if let last, last < Entry.rank(spot, severity, number) { return }
    entries.append(Entry(spot: spot, severity: severity, message: message(), number: number))
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

  /// The problems to show, in the order of the file; with lines of it where it is an inventory at all.
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
          excerpt: isInventory ? source.excerpt(atByte: offset) : nil)
      }
    }
  }

  /// Keeps as many as are shown: errors before warnings, then by their order in the file.
  private mutating func dropLast() {
    guard entries.count > Self.limit else { return }
    entries.sort { $0.rank < $1.rank }
    entries.removeLast(entries.count - Self.limit)
    last = entries.last?.rank
  }
}
