import Foundation
import TestSupport
import Testing

/// API Management instances out of a file.
@Suite("The emulator's API Management instances") struct ServiceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func client(_ text: String, _ arguments: [String] = []) throws -> EmulatorClient {
    try EmulatorClient(["--services", try folder.write("services.json", text: text)] + arguments)
  }

  private func client(_ services: [[String: Any]], _ arguments: [String] = []) throws -> EmulatorClient {
    try client(ServiceFixture.file(services), arguments)
  }

  private static let version = "api-version=2024-05-01"
  private static let all = "/subscriptions/s/providers/Microsoft.ApiManagement/service?\(version)"

  @Test("Instances are listed by subscription and resource group, page by page") func lists() throws {
    let client = try client(
      [
        ServiceFixture.classic("c"), ServiceFixture.classic("a"), ServiceFixture.v2("b"),
        ServiceFixture.classic("d", ["10.1.0.5"], [:], group: "rg-other"),
      ], ["--page-size", "2"])
    let first = try client.send("GET", Self.all)
    #expect(first.status == 200)
    #expect(first.json["value"].elements.map { $0["name"] } == ["a", "b"])
    let second = try client.follow(first.json["nextLink"].text)
    #expect(second.json["value"].elements.map { $0["name"] } == ["c", "d"])
    #expect(second.json["nextLink"] == .null)
    let group = Self.all.replacing("/providers", with: "/resourcegroups/RG-OTHER/providers")
    #expect(try client.send("GET", group).json["value"].elements.map { $0["name"] } == ["d"])
    #expect(try client.send("GET", Self.all.replacing("/s/", with: "/t/")).body == #"{"value":[]}"#)
  }

  @Test("A single instance is returned as in the file") func single() throws {
    let client = try client([ServiceFixture.classic("contoso", ["10.1.0.5"], ServiceFixture.secondLocation("contoso"))])
    let reply = try client.send("GET", "\(ServiceFixture.id("Contoso"))?\(Self.version)")
    #expect(reply.status == 200)
    #expect(reply.fields["etag"] == "\"AAAAAADqC0c=\"")
    #expect(reply.json == JSON(try folder.text(of: "services.json"))?["value"][0])
  }

  @Test("Missing instances and forbidden or invalid requests are errors") func refusals() throws {
    let client = try client([ServiceFixture.classic("contoso")])
    let missing = try client.send("GET", "\(ServiceFixture.id("fabrikam"))?\(Self.version)")
    #expect(missing.status == 404)
    #expect(missing.wrappedCode == "ResourceNotFound")
    #expect(
      missing.json["error"]["message"]
        == "The Resource 'Microsoft.ApiManagement/service/fabrikam' under resource group 'rg-apim' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    )
    let forbidden = try client.send("GET", Self.all.replacing("/s/", with: "/forbidden/"))
    #expect(forbidden.status == 403)
    #expect(forbidden.wrappedCode == "AuthorizationFailed")
    #expect(
      forbidden.json["error"]["message"]
        == "The client does not have authorization to perform action 'GET' over scope '/subscriptions/forbidden/providers/Microsoft.ApiManagement/service' or the scope is invalid. If access was recently granted, please refresh your credentials."
    )
    let zones = "/subscriptions/forbidden/resourceGroups/g/providers/Microsoft.Network/privateDnsZones"
    #expect(try client.send("GET", zones).status == 403)
    let writing = try client.send("PUT", "\(ServiceFixture.id("contoso"))?\(Self.version)", "{}")
    #expect(writing.status == 405)
    let version = try client.send("GET", Self.all.replacing("2024-05-01", with: "2024-06-01"))
    #expect(version.status == 400)
    #expect(version.wrappedCode == "InvalidApiVersionParameter")
    #expect(
      version.json["error"]["message"]
        == "The api-version '2024-06-01' is invalid. The supported versions are '2022-08-01,2024-05-01'.")
    for path in [
      "/subscriptions/s/providers/Microsoft.ApiManagement/service/contoso", "\(ServiceFixture.id("contoso"))/apis",
    ] {
      #expect(try client.send("GET", "\(path)?\(Self.version)").wrappedCode == "InvalidResourceType")
    }
  }

  @Test("Requests for instances are throttled like those for zones") func throttled() throws {
    let client = try client([ServiceFixture.classic("contoso")], ["--throttle", "1,0.001"])
    #expect(try client.send("GET", Self.all).status == 200)
    let refused = try client.send("GET", Self.all)
    #expect(refused.status == 429)
    #expect(refused.fields["retry-after"] != nil)
  }

  @Test(
    "An invalid file is an error and is not changed",
    arguments: [
      ("[]", "is not a list of services: "), ("{}", "is not a list of services: "),
      (
        #"{"value":[{}]}"#,
        "is not a list of services: '' is not the ID of a service, gateway, private endpoint or network interface (at .value[0])"
      ),
      (
        #"{"value":[{"id":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateDnsZones/a.example"}]}"#,
        "' is not the ID of a service, gateway, private endpoint or network interface (at .value[0])"
      ),
    ])
  func wrongFile(text: String, sentence: String) async throws {
    let path = try folder.write("services.json", text: text)
    let result = try await Program.built("azure-emulator").run(["--services", path])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("azure-emulator: \(path) "))
    #expect(result.errors.contains(sentence))
  }

  @Test("A missing file is an error") func missingFile() async throws {
    let path = folder.path("gone.json")
    let result = try await Program.built("azure-emulator").run(["--services", path])
    #expect(result.status == 1)
    #expect(result.errors.hasPrefix("azure-emulator: cannot read \(path): "))
  }

  /// The bodies that lie beside this package on some machines; none on others.
  private static let samples: [JSON] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/azure/apim")
    func read(_ name: String) -> JSON {
      (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).flatMap { JSON($0) } ?? .null
    }
    let recorded = read("service-get-samples.json").elements.filter { $0["method"] == "GET" && $0["status"] == 200 }
    let example = read("ApiManagementServiceGetMultiRegionInternalVnet.json")["responses"]["200"]["body"]
    return recorded.map { $0["body"] } + (example == .null ? [] : [example])
  }()

  @Test("Responses equal recorded ones, field by field", .enabled(if: !samples.isEmpty))
  func recorded() throws {
    let client = try client(#"{"value":[\#(Self.samples.map(\.document).joined(separator: ","))]}"#)
    for sample in Self.samples {
      let reply = try client.send("GET", "\(try #require(sample["id"].text))?\(Self.version)")
      #expect(reply.json == sample)
    }
  }

  @Test("Private endpoints, network interfaces and workspace gateways come out of the same file") func others() throws {
    let resources =
      ServiceFixture.endpoint("pe", dns: ["10.6.0.4"]) + ServiceFixture.gateway("b", hostname: nil)
      + ServiceFixture.gateway("a", hostname: nil)
    let client = try client(resources, ["--page-size", "1"])
    for id in [
      ServiceFixture.networkID("pe"), ServiceFixture.networkID("PE-nic", type: "networkinterfaces"),
      ServiceFixture.gatewayID("a"), "\(ServiceFixture.gatewayID("a"))/configConnections/team",
    ] {
      let reply = try client.send("GET", "\(id)?\(Self.version)")
      #expect(reply.status == 200)
      #expect(reply.json["id"].text?.lowercased() == id.lowercased())
    }
    let first = try client.send("GET", Self.all.replacing("/service?", with: "/gateways?"))
    #expect(first.json["value"].elements.map { $0["name"] } == ["a"])
    #expect(try client.follow(first.json["nextLink"].text).json["value"].elements.map { $0["name"] } == ["b"])
    let connections = try client.send("GET", "\(ServiceFixture.gatewayID("b"))/configConnections?\(Self.version)")
    #expect(
      connections.json["value"].elements.map { $0["id"].text } == [
        "\(ServiceFixture.gatewayID("b"))/configConnections/team"
      ]
    )
    let endpoints = "/subscriptions/s/providers/Microsoft.Network/privateEndpoints?\(Self.version)"
    #expect(try client.send("GET", endpoints).json["value"].elements.map { $0["name"] } == ["pe"])
    let missing = try client.send("GET", "\(ServiceFixture.gatewayID("a"))/configConnections/x?\(Self.version)")
    #expect(missing.status == 404)
    #expect(
      missing.json["error"]["message"]
        == "The Resource 'Microsoft.ApiManagement/gateways/a/configConnections/x' under resource group 'rg-apim' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix"
    )
    let version = try client.send("GET", "\(ServiceFixture.networkID("pe"))?api-version=2024-06-01")
    #expect(
      version.json["error"]["message"]
        == "The api-version '2024-06-01' is invalid. The supported versions are '2023-11-01,2024-05-01'.")
    #expect(try client.send("DELETE", "\(ServiceFixture.networkID("pe"))?\(Self.version)").status == 405)
    for path in [
      "/subscriptions/s/providers/Microsoft.Network/privateEndpoints/pe",
      "/subscriptions/s/providers/Microsoft.ApiManagement/gateways/a/configConnections",
    ] {
      #expect(try client.send("GET", "\(path)?\(Self.version)").wrappedCode == "InvalidResourceType")
    }
  }

  @Test("Access to a type of the file can be denied") func deniedType() async throws {
    let client = try client(
      ServiceFixture.gateway("a", hostname: nil) + [ServiceFixture.classic("contoso")],
      ["--forbid", "gateways", "--forbid=privateendpoints"])
    let refused = try client.send("GET", Self.all.replacing("/service?", with: "/gateways?"))
    #expect(refused.status == 403)
    #expect(refused.wrappedCode == "AuthorizationFailed")
    #expect(try client.send("GET", "\(ServiceFixture.networkID("pe"))?\(Self.version)").status == 403)
    #expect(try client.send("GET", Self.all).status == 200)
    let wrong = try await Program.built("azure-emulator").run(["--forbid", "zones"])
    #expect(wrong.status == 64)
    #expect(
      wrong.errors.hasPrefix(
        "azure-emulator: 'zones' is not a valid --forbid. Use one of service, gateways, configConnections, "
          + "privateEndpoints, networkInterfaces."))
  }
}
