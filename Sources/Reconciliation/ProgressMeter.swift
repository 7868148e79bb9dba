/// Hears how far a long work has come; whoever watches decides what is shown of it.
///
/// Backends and commands tell it, from several tasks at once where they work so. Nothing depends on being heard.
public protocol ProgressMeter: Sendable {
  /// A stage of work begins, and with it the one before ends.
  ///
  /// - Parameters:
  ///   - stage: what is done, such as `azure: reading zones`.
  ///   - total: how many steps it has.
  func begin(_ stage: String, total: Int)

  /// Some steps of the stage are done, well or badly.
  ///
  /// - Parameter steps: how many.
  func advance(by steps: Int)
}

extension ProgressMeter {
  /// One more step is done.
  public func advance() { advance(by: 1) }
}
