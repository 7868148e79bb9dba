import Foundation
import TestSupport
import Testing

/// Instances that an inventory names by their resource IDs.
@Suite(.timeLimit(.minutes(5))) struct ResourceInstanceTests {
  private static func inventory(_ names: String..., more: String = "") -> String {
    let lines = names.map { "  { resourceId: \"\(ServiceFixture.id($0))\" },\n" }
    return "{ instances: [\n\(lines.joined())\(more)] }\n"
  }

  private static let names =
    ["", ".portal", ".developer", ".management", ".scm"].map { "contoso\($0).azure-api.net" }
    + ["contoso-westus-01.regional.azure-api.net"]

  private func place(_ services: [[String: Any]], _ inventory: String) throws -> EmulatedAzure {
    let azure = try EmulatedAzure(services)
    try azure.folder.write("apim-dns.json5", text: inventory)
    return azure
  }

  @Test func namesAndAddressesAreReadEachTime() async throws {
    let azure = try place([ServiceFixture.classic("contoso")], Self.inventory("contoso"))
    let records = try await azure.ask("records", "--format", "csv")
    #expect(
      records.output.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[0] }
        == Self.names.map { $0[...] })
    // Azure chose the hostnames, so nobody else has to.
    #expect(records.errors == "")

    let applied = try await azure.ask("apply", "hosts", "--file", "hosts", "--verbose")
    #expect(applied.errors.contains("apim-dns: reading \(ServiceFixture.id("contoso")) from Azure\n"))
    #expect(applied.status == 0)
    #expect(try azure.folder.text(of: "hosts").contains("10.1.0.5\tcontoso.azure-api.net\n"))

    let moved = try place([ServiceFixture.classic("contoso", ["10.1.0.6"])], Self.inventory("contoso"))
    let plan = try await moved.ask("plan", "hosts", "--file", azure.folder.path("hosts"), "--detailed-exitcode")
    #expect(plan.output.contains("+10.1.0.6\tcontoso.azure-api.net"))
    #expect(plan.status == 2)
    let script = try await azure.ask("apply", "hosts", "--print-script")
    #expect(script.output.contains("contoso-westus-01.regional.azure-api.net"))
  }

  @Test func thePrivateEndpointOfAResourceIsRead() async throws {
    let hidden = ServiceFixture.v2(
      "hidden", [], ServiceFixture.privateEndpoints(ServiceFixture.networkID("pe")))
    let azure = try place(
      [hidden] + ServiceFixture.endpoint("pe", interface: ["10.6.0.4"]), Self.inventory("hidden"))
    let records = try await azure.ask("records", "--format", "csv")
    #expect(records.output.contains("hidden.privatelink.azure-api.net,300,A,10.6.0.4,gateway,hidden,westus\n"))
    #expect(try await azure.ask("apply", "hosts", "--file", "hosts").status == 0)
    #expect(try azure.folder.text(of: "hosts").contains("10.6.0.4\thidden.azure-api.net\n"))
    let denied = try EmulatedAzure([hidden], ["--forbid", "privateEndpoints"])
    try denied.folder.write("apim-dns.json5", text: Self.inventory("hidden"))
    let refused = try await denied.ask("records")
    #expect(
      refused.errors.hasPrefix(
        "apim-dns.json5:2:17: cannot read 'hidden' from Azure: its private endpoint cannot be read: Azure refused to read "
          + "\(ServiceFixture.networkID("pe")): AuthorizationFailed (403): "))
    #expect(refused.status == 1)
  }

  @Test func removeAndCheckDoNotAskAzure() async throws {
    let azure = try place([ServiceFixture.classic("contoso")], Self.inventory("contoso"))
    #expect(try await azure.ask("apply", "hosts", "--file", "hosts").status == 0)
    let asked = try azure.folder.text(of: "log")
    let removed = try await azure.run(["remove", "hosts", "--file", "hosts", "--yes"])
    #expect(removed.status == 0)
    #expect(!(try azure.folder.text(of: "hosts").contains("contoso")))
    let check = try await azure.run(["check"])
    #expect(
      check.output == """
        inventory OK: 0 instances, 0 hostnames
        1 more instance is read from Azure by other commands, but not by check

        """)
    let json = try await azure.run(["check", "--format", "json"])
    #expect(
      json.output
        == #"{"hostnames":0,"instances":0,"instancesInAzure":1,"omitted":0,"problems":[],"valid":true,"version":1}"#
        + "\n")
    #expect(try azure.folder.text(of: "log") == asked)
  }

  @Test(.needs("named")) func verifyResolvesTheResources() async throws {
    let azure = try place([ServiceFixture.classic("contoso")], Self.inventory("contoso"))
    #expect(try await azure.ask("apply", "zones").status == 0)
    let server = try await NamedServer(
      in: azure.folder, include: azure.folder.path("zones/named.conf.apim-dns"), zones: "")
    let result = try await azure.ask("verify", "--server", "127.0.0.1:\(server.port)")
    #expect(result.output.hasSuffix("6 of 6 answers match the inventory\n"))
    #expect(result.status == 0)
  }

  @Test func unknownResourceIsReportedAndNothingIsWritten() async throws {
    let azure = try place(
      [ServiceFixture.classic("contoso"), ServiceFixture.classic("open", [], ["virtualNetworkType": "None"])],
      Self.inventory("contoso", "gone", "open"))
    let result = try await azure.ask("apply", "hosts", "--file", "hosts")
    #expect(
      result.errors == """
        apim-dns.json5:3:17: Azure has no instance '\(ServiceFixture.id("gone"))'. Correct the resource ID. To list \
        the instances, run 'apim-dns discover --format json'.
        apim-dns.json5:4:17: cannot read 'open' from Azure: its gateway has a public address \
        (virtualNetworkType is None)

        """)
    #expect(result.output == "")
    #expect(result.status == 1)
    #expect(!(try azure.folder.contents().keys.contains("hosts")))
  }

  @Test func duplicateInstanceIsAnError() async throws {
    let own = "  { name: \"Contoso\", region: \"westus\", vip: \"10.1.0.5\" },\n"
    let azure = try place([ServiceFixture.classic("contoso")], Self.inventory("contoso", more: own))
    let result = try await azure.ask("plan", "hosts")
    #expect(
      result.errors == """
        apim-dns.json5:3:11: duplicate instance 'contoso', first defined at line 2. Remove one of them.
          { name: "Contoso", region: "westus", vip: "10.1.0.5" },
                  ^

        """)
    #expect(result.status == 64)
  }

  @Test func inventoryMayComeFromStandardInput() async throws {
    let azure = try EmulatedAzure([ServiceFixture.classic("contoso")])
    let result = try await azure.run(
      ["records", "-i", "-", "--endpoint", azure.emulator.endpoint], input: Self.inventory("contoso"))
    #expect(result.output.hasPrefix("contoso.azure-api.net "))
    #expect(result.status == 0)
  }

  @Test func unreadableResourceIsAFailure() async throws {
    let azure = try place([], Self.inventory("contoso").replacing("/s/", with: "/forbidden/"))
    let result = try await azure.ask("plan", "hosts")
    #expect(result.errors.hasPrefix("apim-dns: Azure refused to read /subscriptions/forbidden/"))
    #expect(result.errors.contains("AuthorizationFailed (403)"))
    #expect(result.status == 1)
    let json = try await azure.ask("plan", "hosts", "--format", "json")
    #expect(json.output.hasPrefix(#"{"backends":[],"errors":[{"backend":"hosts","message":"Azure refused to read "#))
    #expect(json.status == 1)
  }
}
