@testable import APIManagement
@testable import AzureBackend
@testable import DNSModel
@testable import InstanceDiscovery
@testable import Reconciliation
@testable import ResourceManager
@testable import apim_dns

/// A Resource Manager that answers anything at all: planning, applying and listing instances end, with a result or an error.
///
/// ``ScriptedAnswers`` says what the input is. Once the answers are used up, the server is gone.
func fuzz(_ bytes: [UInt8]) {
  finished {
    let time = PassingTime()
    guard
      let backend = try? AzureBackend(
        subscription: "s", resourceGroup: "g",
        links: [ResourceID("/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v")]
          .compactMap(\.self),
        client: ScriptedAnswers(bytes), tokens: OneToken(), timeout: 60, time: time.systemTime)
    else { fatalError("the settings are wrong") }
    for desiredState in [DesiredState.present(desired), .absent] {
      guard let work = try? await backend.plan(desiredState) else { continue }
      _ = work.plan.changes.map(\.name)
      _ = try? await work.apply()
    }
  }
  finished {
    let directory = try? ServiceDirectory(
      cloud: .global, client: ScriptedAnswers(bytes), tokens: OneToken(), timeout: 60, time: PassingTime().systemTime)
    guard let services = try? await directory?.services(subscription: "s") else { return }
    require(!InventoryText(services, from: "s", in: .global).text.isEmpty, "an inventory without a word")
    require((try? JSONText.of(DiscoveryJSON(services, [], in: .global))) != nil, "no JSON")
  }
}

private let desired = ["a.example", "*.b.example"].compactMap { try? DomainName($0) }.map {
  RecordSet(name: $0, ttl: .standard, addresses: [IPv4Address(number: 0x0A01_0005)])
}

private struct OneToken: TokenSource {
  func newToken() async -> AccessToken { AccessToken("token", end: 1e12) }
}
