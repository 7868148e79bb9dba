import Foundation

/// One figure: what our program costs beside a peer or a floor, both measured in turn in the same run.
struct Comparison: Sendable {
  /// What is asked of our figure.
  enum Target: Sendable {
    /// At most this many times the time of the other one, and so many seconds more.
    case atMost(Double, plus: Double = 0)
    /// At least this many times as fast as the other one.
    case timesAsFast(Double)
    /// Nothing: the figure stands for itself.
    case none
  }

  /// What is measured, such as `hosts: patch 1,000,000 lines`.
  let name: String
  /// The line that runs our program.
  let ours: ShellLine
  /// The line that runs the other one.
  let other: ShellLine
  /// What the other one is called.
  let otherName: String
  /// What is asked of the ratio of the times.
  let target: Target
  /// The most memory that our program may use, in MiB.
  let memoryLimit: Double?
  /// How often each of the two is run.
  let rounds: Int
  /// Brings the files into the state from which each single run starts.
  let prepare: @Sendable () throws -> Void

  /// Makes a comparison.
  init(
    _ name: String, ours: ShellLine, other: ShellLine, named otherName: String, _ target: Target,
    memoryLimit: Double? = nil, rounds: Int = 5, prepare: @escaping @Sendable () throws -> Void = {}
  ) {
    self.name = name
    self.ours = ours
    self.other = other
    self.otherName = otherName
    self.target = target
    self.memoryLimit = memoryLimit
    self.rounds = rounds
    self.prepare = prepare
  }

  /// What came out.
  struct Result {
    let comparison: Comparison
    /// The median of our seconds.
    let ours: Double
    /// The median of the other one's seconds.
    let other: Double
    /// The median of our seconds by the other one's, pair by pair.
    let ratio: Double
    /// The most memory that our program used in any run, in MiB.
    let memory: Double

    /// Whether everything that was asked for is true; nothing where nothing was asked.
    var isMet: Bool? {
      let memoryIsMet = comparison.memoryLimit.map { memory <= $0 }
      let timeIsMet: Bool? =
        switch comparison.target {
        case .atMost(let factor, let plus): ratio <= factor + plus / other
        case .timesAsFast(let factor): 1 / ratio >= factor
        case .none: nil
        }
      let answers = [memoryIsMet, timeIsMet].compactMap(\.self)
      return answers.isEmpty ? nil : answers.allSatisfy(\.self)
    }
  }

  /// Runs both in turn, A B A B, after one run of each that does not count.
  func run() throws -> Result {
    var pairs: [(ours: Measurement, other: Measurement)] = []
    for round in 0...rounds {
      try prepare()
      let ours = try Measurement(running: ours)
      try prepare()
      let other = try Measurement(running: other)
      if round > 0 { pairs.append((ours, other)) }
    }
    return Result(
      comparison: self, ours: median(pairs.map(\.ours.seconds)), other: median(pairs.map(\.other.seconds)),
      ratio: median(pairs.map { $0.ours.seconds / $0.other.seconds }),
      memory: pairs.map(\.ours.peakMemory).max() ?? 0)
  }
}

/// The middle of some numbers, or the mean of the two middle ones.
func median(_ numbers: [Double]) -> Double {
  let sorted = numbers.sorted()
  guard let last = sorted.indices.last else { return .nan }
  return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
}
