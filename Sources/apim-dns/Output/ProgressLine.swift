/// A line that shows progress: steps done, rate, and time left.
struct ProgressLine {
  /// The name of the work.
  let stage: String
  /// The number of steps that are done.
  let done: Int
  /// The number of all steps; 0 if unknown.
  let total: Int
  /// The seconds since the first step began.
  let seconds: Double
  /// How many seconds all steps take at least, if the server limits them as documented.
  var leastSeconds = 0.0

  /// The widest bar, in columns.
  private static let widestBar = 40

  /// The line for a terminal of this width; the last column stays free, because some terminals break the line there.
  ///
  /// If it does not fit, the bar is left out first, and the number of steps last.
  func text(columns: Int) -> String {
    let room = columns - 1
    guard total > 0 else { return String(stage.prefix(max(0, room))) }
    let figures = ["\(done) of \(total)", rate, timeLeft.map { "\($0) left" }].compactMap(\.self).joined(
      separator: "  ")
    let bar = min(Self.widestBar, room - stage.count - figures.count - 6)
    if bar >= 10 { return "\(stage)  [\(self.bar(bar))]  \(figures)" }
    let short = ["\(done)/\(total)", rate, timeLeft].compactMap(\.self).joined(separator: " ")
    return ["\(stage)  \(figures)", figures, short, "\(done)/\(total)"].first { $0.count <= room } ?? ""
  }

  private func bar(_ width: Int) -> String {
    let full = min(width, width * done / total)
    return String(repeating: "#", count: full) + String(repeating: "-", count: width - full)
  }

  /// Steps per second, or per minute if they are slow.
  private var rate: String? {
    guard done > 0, seconds > 0 else { return nil }
    let rate = Double(done) / seconds
    return rate >= 1 ? "\(Int(rate.rounded()))/s" : "\(Int((rate * 60).rounded()))/min"
  }

  /// The estimated time left: `0:05`, `1:00:00`.
  private var timeLeft: String? {
    guard done > 0, seconds > 0 else { return nil }
    let bound = leastSeconds - seconds
    let byRate = seconds / Double(done) * Double(max(0, total - done))
    // Within a minute, as many steps may be done as a minute allows. Whoever does more is not limited.
    let isLimited = Double(done) * (leastSeconds + 60) <= 1.25 * Double(total) * (seconds + 60)
    let left = Int((isLimited ? max(byRate, bound) : byRate).rounded(.up))
    let (hours, minutes, rest) = (left / 3600, left / 60 % 60, left % 60)
    let last = rest < 10 ? "0\(rest)" : "\(rest)"
    guard hours > 0 else { return "\(minutes):\(last)" }
    return "\(hours):\(minutes < 10 ? "0" : "")\(minutes):\(last)"
  }
}
