import Foundation
import TestSupport
import Testing

/// The workflow and the pipeline of docs/recipes.md, whose steps run here against the emulator as a runner would run them.
@Suite(.timeLimit(.minutes(5)), .needs("python3", "bash")) struct PipelineRecipeTests {
  /// The root of this package.
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private let emulator: RunningEmulator
  private let folder: TemporaryFolder
  private let service: RunningProgram
  /// The address of the service that issues OIDC tokens.
  private let serviceURL: String

  init() throws {
    emulator = try RunningEmulator()
    folder = try TemporaryFolder()
    service = try RunningProgram(
      .required("python3"), [Self.root.appending(path: "scripts/peers/pipeline_service.py").path],
      log: folder.path("requests"))
    serviceURL = "http://127.0.0.1:\(service.firstLine())"
    try folder.write(
      "contoso.json5",
      text: """
        { hostnames: "regional", instances: [{ name: "contoso-apim", region: "westus", vip: "10.1.0.5" }],
          backends: { azure: { subscription: "s", resourceGroup: "rg-dns" } } }
        """)
    // Only a command line may send a token to another Resource Manager than Azure's.
    try folder.writeProgram(
      "bin/apim-dns",
      text: """
        #!/bin/sh
        test "$1" = check || set -- "$@" --endpoint '\(emulator.endpoint)'
        exec '\(Program.built("apim-dns").path)' "$@"

        """)
  }

  /// What every job finds in its environment; nobody answers at the address of virtual machines.
  private var environment: [String: String] {
    [
      "PATH": "\(folder.path)/bin:/usr/bin:/bin", "AZURE_AUTHORITY_HOST": emulator.endpoint,
      "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:1",
    ]
  }

  /// The YAML below a heading of the recipes.
  private func recipe(_ heading: String) async throws -> [String: Any] {
    let page = try String(contentsOf: Self.root.appending(path: "docs/recipes.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "\n### \(heading)\n").dropFirst().first)
    let lines = section.components(separatedBy: "\n").drop { !$0.hasPrefix("    ") }
      .prefix { $0.hasPrefix("    ") || $0.isEmpty }
    let converted = try await Program.required("python3").run(
      ["-c", "import json, sys, yaml; print(json.dumps(yaml.load(sys.stdin, yaml.BaseLoader)))"],
      input: lines.joined(separator: "\n"))
    #expect(converted.errors == "")
    return try #require(JSONSerialization.jsonObject(with: Data(converted.output.utf8)) as? [String: Any])
  }

  /// Runs a step in the shell of a runner.
  private func runStep(_ script: String, _ environment: [String: String]) async throws -> Program.Result {
    let file = try folder.write("step.sh", text: script)
    return try await Program.required("bash").run(
      ["--noprofile", "--norc", "-e", file], environment: environment, in: folder.path)
  }

  /// Whether the emulator has what the inventory says.
  private func isInSync() async throws -> Bool {
    let own = ["AZURE_TENANT_ID": "t", "AZURE_CLIENT_ID": "c", "AZURE_CLIENT_SECRET": "s"]
    let script = "apim-dns plan azure --inventory contoso.json5 --detailed-exitcode"
    return try await runStep(script, environment.merging(own) { $1 }).status == 0
  }

  /// Checks that no step wrote a token, and that each access token had a new OIDC token.
  private func check(_ outputs: [String], request: String) throws {
    let files = ["plan.json", "comment.md", "result.json"].compactMap { try? folder.text(of: $0) }
    #expect(files.count == 3)
    for text in outputs + files {
      #expect(!text.contains("job-token") && !text.contains("eyJ"), "\(text)")
    }
    // Of auth, plan and apply.
    #expect(
      try folder.text(of: "requests").split(separator: "\n").map(String.init)
        == Array(repeating: "\(request) 200", count: 3))
  }

  @Test func gitHubWorkflowPlansAndApplies() async throws {
    let workflow = try await recipe("GitHub Actions")
    #expect(Set(try #require(workflow["on"] as? [String: Any]).keys) == ["pull_request", "push"])
    var environment = environment
    environment["GITHUB_ACTIONS"] = "true"
    environment["GITHUB_STEP_SUMMARY"] = folder.path("summary.md")
    for (name, value) in try #require(workflow["env"] as? [String: String]) {
      #expect(value == "${{ vars.\(name) }}")
      environment[name] = name.lowercased()
    }
    // GitHub sets these only in a job with the permission.
    if (workflow["permissions"] as? [String: String])?["id-token"] == "write" {
      environment["ACTIONS_ID_TOKEN_REQUEST_URL"] = "\(serviceURL)/github/idtoken?api-version=2.0"
      environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = "job-token"
    }
    let job = try #require((workflow["jobs"] as? [String: [String: Any]])?["dns"])
    var outputs: [String] = []
    for step in try #require(job["steps"] as? [[String: Any]]) {
      guard let script = step["run"] as? String else { continue }
      let result = try await runStep(script, environment)
      outputs += [result.output, result.errors]
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
    #expect(outputs.count == 4)
    #expect(outputs[0].contains("github-oidc  "))
    #expect(outputs[0].contains("  account  azure_client_id\n  tenant   azure_tenant_id\n"))
    #expect(try await isInSync())
    try check(outputs + [folder.text(of: "summary.md")], request: "GET /github/idtoken")
  }

  @Test func azurePipelinePlansAndApplies() async throws {
    let pipeline = try await recipe("Azure Pipelines")
    var outputs: [String] = []
    for step in try #require(pipeline["steps"] as? [[String: Any]]) {
      let inputs = try #require(step["inputs"] as? [String: String])
      #expect(step["task"] as? String == "AzureCLI@2" && inputs["scriptType"] == "bash")
      // The agent sets the first two, the task the others.
      var environment = environment.merging([
        "TF_BUILD": "True", "SYSTEM_OIDCREQUESTURI": "\(serviceURL)/azure/oidctoken",
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection-1", "AZURESUBSCRIPTION_CLIENT_ID": "client-1",
        "AZURESUBSCRIPTION_TENANT_ID": "tenant-1",
      ]) { $1 }
      for (name, value) in try #require(step["env"] as? [String: String]) {
        environment[name] = value == "$(System.AccessToken)" ? "job-token" : value
      }
      let result = try await runStep(try #require(inputs["inlineScript"]), environment)
      outputs += [result.output, result.errors]
      #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
    #expect(outputs.count == 4)
    #expect(outputs[0].contains("azure-pipelines  "))
    #expect(outputs[0].contains("  account  client-1\n  tenant   tenant-1\n"))
    #expect(try await isInSync())
    try check(outputs, request: "POST /azure/oidctoken")
  }

  /// A redirect would send the token of the job to another server.
  @Test func requestForAnOIDCTokenFollowsNoRedirect() async throws {
    let result = try await runStep(
      "apim-dns auth --auth azure-pipelines",
      environment.merging([
        "SYSTEM_OIDCREQUESTURI": "\(serviceURL)/elsewhere/azure/oidctoken", "SYSTEM_ACCESSTOKEN": "job-token",
        "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "connection-1", "AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t",
      ]) { $1 })
    #expect(
      result.output
        == "azure-pipelines    failed: cannot get a token for Azure: Azure DevOps responded with status 302 and no readable "
        + "reason. Add 'SYSTEM_ACCESSTOKEN: $(System.AccessToken)' to 'env' of the step.\n")
    #expect(result.status == 1)
    #expect(try folder.text(of: "requests") == "POST /elsewhere/azure/oidctoken 302\n")
  }

  @Test func jobThatHasEndedGetsNoToken() async throws {
    let result = try await runStep(
      "apim-dns auth --auth github-oidc",
      environment.merging([
        "ACTIONS_ID_TOKEN_REQUEST_URL": "\(serviceURL)/github/idtoken?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "other-token", "AZURE_CLIENT_ID": "c", "AZURE_TENANT_ID": "t",
      ]) { $1 })
    #expect(
      result.output
        == "github-oidc        failed: cannot get a token for Azure: GitHub Actions responded with status 401: The job has "
        + "ended. Add 'permissions: { id-token: write }' to the job, and run the command in that job.\n")
    #expect(result.status == 1)
  }
}
