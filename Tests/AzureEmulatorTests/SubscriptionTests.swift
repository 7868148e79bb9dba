import TestSupport
import Testing

/// What Azure CLI asks beside zones: the cloud, the tenant, subscriptions and resource groups.
@Suite("The emulator's subscriptions") struct SubscriptionTests {
  private func ask(_ client: EmulatorClient, _ target: String, _ method: String = "GET") throws -> Reply {
    try EmulatorClient.exchange(client.emulator.port, method, target)
  }

  @Test("The documents that clients read before they sign in need no token") func discovery() throws {
    let client = try EmulatorClient()
    let endpoint = client.emulator.endpoint
    let cloud = try ask(client, "/metadata/endpoints?api-version=2022-09-01")
    #expect(cloud.status == 200)
    #expect(
      cloud.json == [
        "name": "AzureEmulator", "resourceManager": .string(endpoint), "suffixes": [:],
        "authentication": [
          "loginEndpoint": .string(endpoint), "tenant": "common", "identityProvider": "AAD",
          "audiences": ["https://management.core.windows.net/", "https://management.azure.com/"],
        ],
      ])
    let openID = try ask(client, "/contoso/v2.0/.well-known/openid-configuration")
    #expect(openID.status == 200)
    #expect(openID.json["issuer"] == .string("\(endpoint)/contoso/v2.0"))
    #expect(openID.json["token_endpoint"] == .string("\(endpoint)/contoso/oauth2/v2.0/token"))
    let instance = try ask(
      client,
      "/common/discovery/instance?api-version=1.0&authorization_endpoint=https://h:1/contoso/oauth2/v2.0/authorize")
    #expect(
      instance.json["tenant_discovery_endpoint"]
        == .string("\(endpoint)/contoso/v2.0/.well-known/openid-configuration"))
    #expect(try ask(client, "/metadata/endpoints?api-version=2022-09-01", "POST").wrappedCode == "MethodNotAllowed")
    let old = try ask(client, "/metadata/endpoints?api-version=2015-01-01")
    #expect(old.status == 400)
    #expect(
      old.json["error"] == [
        "code": "InvalidApiVersionParameter",
        "message": "The api-version '2015-01-01' is invalid. The supported versions are '2022-09-01'.",
      ])
    #expect(try ask(client, "/subscriptions?api-version=2022-12-01").status == 401)
  }

  /// A request with the token and the version of Azure CLI.
  private func send(
    _ client: EmulatorClient, _ method: String, _ path: String, _ body: String? = nil
  ) throws -> Reply {
    try EmulatorClient.exchange(
      client.emulator.port, method, "\(path)?api-version=2022-12-01", body: body,
      fields: ["Authorization": "Bearer \(client.token)"])
  }

  @Test("There is one tenant, and every subscription exists") func subscriptions() throws {
    let folder = try TemporaryFolder()
    let services = try folder.write("services.json", text: ServiceFixture.file([ServiceFixture.classic("contoso")]))
    let client = try EmulatorClient(["--services", services])
    let tenant: JSON = "00000000-0000-0000-0000-000000000001"
    #expect(try send(client, "GET", "/tenants").json["value"].elements.map { $0["tenantId"] } == [tenant])
    try client.makeZone("contoso.example")
    let all = try send(client, "GET", "/subscriptions")
    #expect(all.status == 200)
    #expect(all.json["value"].elements.map { $0["subscriptionId"] } == ["0000-1111", "s"])
    let one = try send(client, "GET", "/subscriptions/Any")
    #expect(
      one.json == [
        "id": "/subscriptions/Any", "subscriptionId": "Any", "tenantId": tenant, "displayName": "Any",
        "state": "Enabled",
      ])
    #expect(try send(client, "GET", "/subscriptions/forbidden").status == 403)
    #expect(try send(client, "PUT", "/subscriptions/Any", "{}").wrappedCode == "MethodNotAllowed")
    #expect(try send(client, "POST", "/tenants").wrappedCode == "MethodNotAllowed")
  }

  @Test("An empty emulator lists one subscription, so that Azure CLI signs in") func empty() throws {
    let client = try EmulatorClient()
    #expect(
      try send(client, "GET", "/subscriptions").json["value"].elements.map { $0["id"] }
        == ["/subscriptions/00000000-0000-0000-0000-000000000000"])
  }

  @Test("Every resource group exists, and a PUT changes nothing") func groups() throws {
    let client = try EmulatorClient()
    try client.makeZone("contoso.example")
    let path = "/subscriptions/0000-1111/resourcegroups"
    let all = try send(client, "GET", path)
    #expect(all.json["value"].elements.map { $0["name"] } == ["rg-dns"])
    #expect(try send(client, "GET", path.replacing("0000-1111", with: "other")).json["value"] == [])
    #expect(
      try send(client, "GET", "\(path)/rg-any").json == [
        "id": "/subscriptions/0000-1111/resourceGroups/rg-any", "name": "rg-any", "location": "westeurope",
        "type": "Microsoft.Resources/resourceGroups", "properties": ["provisioningState": "Succeeded"],
      ])
    let made = try send(client, "PUT", "\(path)/rg-any", #"{"location":"eastus"}"#)
    #expect(made.status == 200)
    #expect(made.json["location"] == "eastus")
    #expect(try send(client, "GET", "\(path)/rg-any").json["location"] == "westeurope")
    #expect(try send(client, "HEAD", "\(path)/rg-any").status == 204)
    #expect(try send(client, "DELETE", "\(path)/rg-any").wrappedCode == "MethodNotAllowed")
    #expect(try send(client, "GET", "/subscriptions/forbidden/resourcegroups").status == 403)
  }
}
