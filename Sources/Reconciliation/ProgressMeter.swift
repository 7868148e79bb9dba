/// Receives the progress of long work; the implementation decides what to show.
///
/// Backends and commands report to it, possibly from several tasks at once. No work depends on it.
public protocol ProgressMeter: Sendable {
  /// Begins a stage of work, which ends the one before.
  ///
  /// - Parameters:
  ///   - stage: what the work is, such as `azure: reading zones`.
  ///   - total: how many steps it has.
  func begin(_ stage: String, total: Int)

  /// Begins a stage of work that takes at least some time.
  ///
  /// - Parameters:
  ///   - stage: what the work is.
  ///   - total: how many steps it has.
  ///   - seconds: how long it takes at least, if the server limits it as documented.
  func begin(_ stage: String, total: Int, atLeast seconds: Double)

  /// Reports steps of the stage as done, whether they succeeded or failed.
  ///
  /// - Parameter steps: how many.
  func advance(by steps: Int)
}

extension ProgressMeter {
  /// Begins the stage without a word about its time.
  public func begin(_ stage: String, total: Int, atLeast seconds: Double) { begin(stage, total: total) }

  /// Reports one more step as done.
  public func advance() { advance(by: 1) }
}
