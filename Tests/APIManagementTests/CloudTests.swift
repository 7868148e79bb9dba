import APIManagement
import DNSModel
import ResourceManager
import Testing

@Suite("Clouds, endpoints and credentials")
struct CloudTests {
  @Test(
    "Each cloud has its own addresses",
    arguments: [
      (.global, "public", "azure-api.net", "https://management.azure.com", "https://login.microsoftonline.com"),
      (
        .usGovernment, "usgovernment", "azure-api.us", "https://management.usgovcloudapi.net",
        "https://login.microsoftonline.us"
      ),
      (.china, "china", "azure-api.cn", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
    ] as [(Cloud, String, String, String, String)])
  func clouds(_ cloud: Cloud, _ word: String, _ suffix: String, _ manager: String, _ authority: String) {
    #expect(cloud.rawValue == word)
    #expect(cloud.gatewaySuffix.text == suffix)
    #expect(cloud.resourceManager == manager)
    #expect(cloud.authority == authority)
  }

  @Test("Each cloud has its name in inventories and options")
  func words() {
    #expect(Cloud.allCases.count == 3)
    #expect(HostnameScheme.allCases.map(\.rawValue) == ["regional", "v2", "classic", "given"])
    #expect(
      Endpoint.allCases.map(\.rawValue) == [
        "gateway", "regionalGateway", "developerPortal", "management", "scm", "configuration",
      ])
    #expect(Access.allCases.map(\.rawValue) == ["injected", "privateEndpoint"])
    #expect(
      CredentialSource.allCases.map(\.rawValue)
        == [
          "auto", "environment", "workload-identity", "github-oidc", "azure-pipelines", "managed-identity", "azure-cli",
        ])
  }
}
