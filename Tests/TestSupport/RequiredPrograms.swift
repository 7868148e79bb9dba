import Foundation
public import Testing

/// A program that a test needs is not installed.
public struct MissingProgram: Error, CustomStringConvertible {
  /// The name of the program.
  public let name: String

  /// The message of the failed test.
  public var description: String { "this test needs the program '\(name)', which is not installed" }
}

extension Program {
  /// Finds a program that a test needs.
  ///
  /// - Parameter name: the name of the program.
  /// - Returns: the program.
  /// - Throws: ``MissingProgram`` if the program is not installed.
  public static func required(_ name: String) throws -> Program {
    guard let program = Program(named: name) else { throw MissingProgram(name: name) }
    return program
  }

  /// Whether a test that needs some programs runs here.
  ///
  /// If the variable `CI` is `true`, it always runs and fails without a program, so that no test is skipped unnoticed.
  ///
  /// - Parameter names: the names of the programs.
  /// - Returns: whether all programs are installed or required.
  public static func areRequiredOrInstalled(_ names: [String]) -> Bool {
    ProcessInfo.processInfo.environment["CI"] == "true" || names.allSatisfy { Program(named: $0) != nil }
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips a test if a program that it needs is missing, except on the build server, where the test then fails.
  ///
  /// - Parameter names: the names of the programs; the test itself finds them with ``Program/required(_:)``.
  /// - Returns: the trait.
  public static func needs(_ names: String...) -> Self {
    let list = names.map { "'\($0)'" }.joined(separator: ", ")
    return .enabled(if: Program.areRequiredOrInstalled(names), "not all of the programs \(list) are installed")
  }
}
