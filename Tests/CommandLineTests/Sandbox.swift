import TestSupport

/// The built program in a folder of its own, without any variable of the environment that it could read.
struct Sandbox {
  let folder: TemporaryFolder
  var environment: [String: String] = [:]
  /// Whether to show the warning of zones whose name server and contact suit only a test, as all these tests are.
  var warnsOfTestValues = false

  /// The options that name the instance of the article.
  static let instance = [
    "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional",
  ]

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs the program in the folder.
  func run(_ words: String...) async throws -> Program.Result { try await run(words) }

  /// Runs the program in the folder, with the instance of the article.
  func runInstance(_ words: String...) async throws -> Program.Result { try await run(words + Self.instance) }

  func run(_ words: [String], input: String = "") async throws -> Program.Result {
    let result = try await Program.built("apim-dns").run(
      words, environment: environment, in: folder.path, input: input)
    return warnsOfTestValues ? result : result.withoutTestValues
  }
}

extension Program.Result {
  /// The result without the warning of zones whose name server and contact suit only a test.
  var withoutTestValues: Program.Result { withoutErrors { $0.contains(", which suits only a test. ") } }
}
