import Foundation
import TestSupport
import Testing

/// The program against the emulator: real HTTP, a client secret, zones, links and record sets.
@Suite struct AzureCommandTests {
  private let emulator: RunningEmulator
  private let folder: TemporaryFolder

  private static let network =
    "/subscriptions/s/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet1"

  init() throws {
    emulator = try RunningEmulator(["--retry-after", "0"])
    folder = try TemporaryFolder()
  }

  private func run(
    _ command: String, _ words: [String] = [], address: String = "10.1.0.5", secret: String? = "any",
    openFiles: String = "-S -n 1024"
  ) async throws -> Program.Result {
    var environment = [
      "AZURE_AUTHORITY_HOST": emulator.endpoint, "AZURE_TENANT_ID": "tenant", "AZURE_CLIENT_ID": "client",
    ]
    environment["AZURE_CLIENT_SECRET"] = secret
    // Nobody answers there, as on a machine outside of Azure.
    environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = "http://127.0.0.1:1"
    environment["PATH"] = folder.path
    return try await Program(path: "/bin/sh").run(
      [
        "-c", "ulimit \(openFiles); exec \"$0\" \"$@\"", Program.built("apim-dns").path,
        command, "azure", "--name", "contoso-apim", "--region", "westus", "--vip", address, "--hostnames", "regional",
        "--subscription", "s", "--resource-group", "rg-dns", "--link", Self.network, "--endpoint", emulator.endpoint,
      ] + words, environment: environment, in: folder.path)
  }

  @Test func applyCreatesZonesLinksAndRecordsAndRemoveDeletesThem() async throws {
    let applied = try await run("apply")
    #expect(applied.errors == "")
    #expect(applied.output.hasPrefix("azure  /subscriptions/s/resourceGroups/rg-dns\n  + zone contoso-apim.portal"))
    #expect(applied.output.hasSuffix("6 created, 0 updated, 0 deleted\n"))

    let again = try await run("plan", ["--detailed-exitcode"])
    #expect(
      again.output == """
        azure  /subscriptions/s/resourceGroups/rg-dns  in sync, 2 record sets
        everything is in sync

        """)
    #expect(again.status == 0)

    let moved = try await run("apply", address: "10.1.0.6")
    #expect(moved.output.contains("  ~ contoso-apim.westus.azure-api.net  300 10.1.0.5 -> 300 10.1.0.6\n"))
    #expect(moved.status == 0)

    let removed = try await run("remove", ["--yes"])
    #expect(removed.output.hasSuffix("0 created, 0 updated, 6 deleted\n"))
    #expect(removed.status == 0)
  }

  @Test func jsonHasTheKindOfEachChange() async throws {
    let plan = try await run("plan", ["--format", "json"])
    let value = try JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any]
    let backends = try #require(value?["backends"] as? [[String: Any]])
    let changes = try #require(backends.first?["changes"] as? [[String: Any]])
    let kinds = changes.map { $0["kind"] as? String ?? "record" }
    #expect(kinds == ["zone", "link", "record", "zone", "link", "record"])
    #expect(changes.allSatisfy { $0["action"] as? String == "create" && $0["result"] as? String == "planned" })
    #expect(changes[2]["ttl"] as? Int == 300)
    #expect(changes[2]["zone"] as? String == "contoso-apim.portal.azure-api.net")
  }

  @Test func savedPlanIsRefusedIfAnETagChanged() async throws {
    #expect(try await run("apply").status == 0)
    #expect(try await run("plan", ["--out", "plan.json"], address: "10.1.0.6").status == 0)
    let saved = try folder.text(of: "plan.json")
    #expect(saved.contains("\"etag\":\""))
    // Somebody else makes the same change and takes it back: the values are those of the plan, the ETags are not.
    #expect(try await run("apply", address: "10.1.0.7").status == 0)
    #expect(try await run("apply", address: "10.1.0.5").status == 0)
    let refused = try await run("apply", ["--plan", "plan.json"], address: "10.1.0.6")
    #expect(
      refused.errors.contains(
        "plan.json is out of date: only in the saved plan: update contoso-apim.westus.azure-api.net "
          + "(TTL 300 10.1.0.5 -> TTL 300 10.1.0.6, ETag "))
    #expect(refused.status == 3)

    #expect(try await run("plan", ["--out", "plan.json"], address: "10.1.0.6").status == 0)
    let applied = try await run("apply", ["--plan", "plan.json"], address: "10.1.0.6")
    #expect(applied.output.hasSuffix("0 created, 2 updated, 0 deleted\n"))
    #expect(applied.status == 0)
  }

  @Test func wrongSecretIsAFailureThatDoesNotShowIt() async throws {
    let result = try await run("apply", secret: "wrong-secret")
    #expect(result.status == 1)
    #expect(result.errors.contains("AADSTS7000215: Invalid client secret provided"))
    #expect(!(result.output + result.errors).contains("wrong-secret"))
  }

  /// libcurl would wait for ever where it can open no socket, and Swift's threads end the program.
  @Test func tooLowLimitOfOpenFilesIsReported() async throws {
    let low = try await run("apply", openFiles: "-n 255")
    #expect(
      low.errors == """
        apim-dns: azure: cannot get a token for Azure: only 255 files may be open at once, and HTTP requests need up \
        to 256. Raise the limit (ulimit -n).

        """)
    #expect(low.status == 1)
    #expect(try await run("apply", openFiles: "-S -n 20").status == 0)
    #expect(try await run("remove", ["--yes"], openFiles: "-n 256").status == 0)
  }

  @Test func missingCredentialIsAFailure() async throws {
    let result = try await run("plan", secret: nil)
    #expect(result.errors.contains("AZURE_CLIENT_SECRET"))
    #expect(result.status == 1)
  }

  @Test func parentLayoutIsRefused() async throws {
    let result = try await run("apply", ["--layout", "parent"])
    #expect(result.status == 3)
    #expect(result.errors.contains("--force"))
  }
}
