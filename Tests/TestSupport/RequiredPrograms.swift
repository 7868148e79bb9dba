import Foundation
public import Testing

/// A program that a test needs and this machine does not have.
public struct MissingProgram: Error, CustomStringConvertible {
  /// What the program is called.
  public let name: String

  /// Says what is missing.
  public var description: String { "this test needs the program '\(name)', which is not installed" }
}

extension Program {
  /// Finds a program without which a test cannot go on.
  ///
  /// - Parameter name: what the program is called.
  /// - Returns: the program.
  /// - Throws: ``MissingProgram`` when this machine does not have it.
  public static func required(_ name: String) throws -> Program {
    guard let program = Program(named: name) else { throw MissingProgram(name: name) }
    return program
  }

  /// Whether a test that needs some programs is to run here.
  ///
  /// Where the variable `CI` is `true` it always is, and then fails for want of a program: a test that nobody sees skipped
  /// proves nothing.
  ///
  /// - Parameter names: what the programs are called.
  /// - Returns: whether all are there, or must be.
  public static func areRequiredOrInstalled(_ names: [String]) -> Bool {
    ProcessInfo.processInfo.environment["CI"] == "true" || names.allSatisfy { Program(named: $0) != nil }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test where a program is missing that it needs, save on the build server, where it must fail.
  ///
  /// - Parameter names: what the programs are called; the test itself finds them with ``Program/required(_:)``.
  /// - Returns: the trait.
  public static func needs(_ names: String...) -> Self {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return .enabled(if: Program.areRequiredOrInstalled(names), "not all of the programs \(list) are installed")
  }
}
