/// An Azure emulator with API Management instances, and the program run against it.
public struct EmulatedAzure: Sendable {
  /// The working directory of the program.
  public let folder: TemporaryFolder
  /// The running emulator.
  public let emulator: RunningEmulator

  /// Starts an emulator.
  ///
  /// - Parameters:
  ///   - services: the instances.
  ///   - arguments: further arguments for the emulator.
  public init(_ services: [[String: Any]], _ arguments: [String] = []) throws {
    folder = try TemporaryFolder()
    let file = try folder.write("services.json", text: ServiceFixture.file(services))
    emulator = try RunningEmulator(["--services", file] + arguments, log: folder.path("log"))
  }

  /// Runs the program with a client secret for the emulator, and with further environment variables.
  public func run(
    _ words: [String], secret: String = "any", input: String = "", variables: [String: String] = [:]
  ) async throws -> Program.Result {
    let environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client",
      "AZURE_CLIENT_SECRET": secret,
      // Nothing listens there, as on a machine outside Azure.
      "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1", "PATH": folder.path,
    ]
    return try await Program.built("apim-dns").run(
      words, environment: environment.merging(variables) { $1 }, in: folder.path, input: input)
  }

  /// Runs the program with the emulator as its Resource Manager.
  public func ask(_ words: String...) async throws -> Program.Result {
    try await run(words + ["--endpoint", emulator.endpoint])
  }
}
