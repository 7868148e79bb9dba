import Reconciliation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Shows progress on the terminal after one second; erases the line at the end.
final class ProgressBar: ProgressMeter {
  /// A stage of work in progress.
  private struct Stage {
    let name: String
    let total: Int
    let leastSeconds: Double
    let start = ContinuousClock.now
    var done = 0
    var isDrawn = false
  }

  private let isShown: Bool
  private let stage = Mutex<Stage?>(nil)
  private let clock = Mutex<Task<Void, Never>?>(nil)

  /// Makes a bar on standard error.
  ///
  /// - Parameter isShown: whether there is a terminal that can show it.
  init(isShown: Bool) {
    self.isShown = isShown
  }

  /// Begins a stage of work.
  func begin(_ stage: String, total: Int) { begin(stage, total: total, atLeast: 0) }

  /// Begins a stage of work that takes at least some time.
  func begin(_ stage: String, total: Int, atLeast seconds: Double) {
    guard isShown else { return }
    self.stage.withLock { current in
      Self.erase(current)
      current = Stage(name: stage, total: total, leastSeconds: seconds)
    }
    clock.withLock { clock in
      clock =
        clock
        ?? Task.detached { [weak self] in
          while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))
            self?.draw()
          }
        }
    }
  }

  /// Counts steps of the stage that are done.
  func advance(by steps: Int) {
    guard isShown else { return }
    stage.withLock { $0?.done += steps }
  }

  /// Ends the work and erases the line.
  func end() {
    guard isShown else { return }
    clock.withLock { clock in
      clock?.cancel()
      clock = nil
    }
    stage.withLock { current in
      Self.erase(current)
      current = nil
    }
  }

  private func draw() {
    stage.withLock { stage in
      guard let current = stage else { return }
      let time = (ContinuousClock.now - current.start) / .seconds(1)
      guard time >= 1 else { return }
      let line = ProgressLine(
        stage: current.name, done: current.done, total: current.total, seconds: time, leastSeconds: current.leastSeconds
      )
      StandardStream.errors.write("\r\u{1B}[K\(line.text(columns: Self.columns))")
      stage?.isDrawn = true
    }
  }

  private static func erase(_ stage: Stage?) {
    if stage?.isDrawn == true { StandardStream.errors.write("\r\u{1B}[K") }
  }

  /// The width of the terminal; 80 if unknown.
  private static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
