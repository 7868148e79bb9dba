import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import Synchronization
import TestSupport
import Testing

/// A name that moves to another zone, or a zone that moves to another network, can always be resolved.
@Suite(.timeLimit(.minutes(5)))
struct MovedNameTests {
  let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  let other = recordSet("fabrikam-apim.azure-api.net", "10.1.0.6")

  /// A client that gets status 403 for some writes.
  private func refusing(_ azure: RunningAzure, _ path: String) -> AnsweringClient {
    AnsweringClient(azure.client) { request in
      guard request.method == "PUT", request.url.contains(path) else { return nil }
      return HTTPResponse(
        status: 403, content: Array("{\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"You may not.\"}}".utf8))
    }
  }

  @Test(arguments: ["/privateDnsZones/contoso-apim.azure-api.net?", "/virtualNetworkLinks/"])
  func failedCreationKeepsEveryOldRecord(refused: String) async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network], layout: .parent), gateway, other)
    let client = refusing(azure, refused)
    let done = try await apply(azure.backend(links: [RunningAzure.network], client: client), gateway, other)
    let left = done.changes.filter { $0.zone == DomainName(constant: "azure-api.net") && $0.outcome == .skipped }
    #expect(
      summary(BackendPlan(backend: .azure, target: "", changes: left, unchanged: 0)).sorted()
        == ["delete link \(done.changes.first { $0.kind == .link && $0.action == .delete }?.name ?? "")"]
        + ["delete record contoso-apim.azure-api.net", "delete record fabrikam-apim.azure-api.net"]
        + ["delete zone azure-api.net"])
    #expect(
      done.warnings.last
        == "nothing was deleted in \(RunningAzure.group), because not everything was created and updated. Correct the "
        + "cause, then apply again.")
    #expect(try await azure.addresses("azure-api.net", "contoso-apim") == ["10.1.0.5"])
    #expect(try await azure.addresses("azure-api.net", "fabrikam-apim") == ["10.1.0.6"])
    #expect(try await azure.list("/azure-api.net/virtualNetworkLinks").count == 1)
    let again = try await apply(azure.backend(links: [RunningAzure.network]), gateway, other)
    #expect(again.changes.allSatisfy { $0.outcome == .applied })
    #expect(try await azure.list("").map { $0["name"] as? String }.count == 2)
  }

  @Test func additionsComeBeforeDeletions() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network], layout: .parent), gateway, other)
    let methods = Recorder()
    let client = AnsweringClient(azure.client) { request in
      methods.note(request.method)
      return nil
    }
    _ = try await apply(azure.backend(links: [RunningAzure.network], client: client), gateway, other)
    let writes = methods.all.filter { $0 == "PUT" || $0 == "DELETE" }
    #expect(writes == Array(repeating: "PUT", count: 6) + Array(repeating: "DELETE", count: 4))
  }

  @Test func oldLinkStaysUntilTheNewOneExists() async throws {
    let azure = try RunningAzure()
    _ = try await apply(azure.backend(links: [RunningAzure.network]), gateway)
    let backend = try azure.backend(
      links: [RunningAzure.network + "-b"], client: refusing(azure, "/virtualNetworkLinks/"))
    let done = try await apply(backend, gateway)
    #expect(done.changes.map(\.action) == [.create, .delete])
    #expect(done.changes.last?.outcome == .skipped)
    #expect(try await azure.list("/\(gateway.name)/virtualNetworkLinks").count == 1)
  }
}
