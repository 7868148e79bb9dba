import APIManagement
import DNSModel
import Foundation
import HTTPTransport
import ProgramExecution
import Reconciliation
import TestSupport
import Testing

@testable import AzureBackend
@testable import ResourceManager

/// Whether `make test-live` runs the tests.
private let isAskedFor = ProcessInfo.processInfo.environment["APIM_DNS_TEST_LIVE"] == "1"

/// The conformance suite in a real subscription; `make test-live` runs it.
@Suite(.timeLimit(.minutes(60)), .enabled(if: isAskedFor, "only 'make test-live' runs this"))
struct LiveConformanceTests {
  @Test func removeRestoresTheResourceGroup() async throws {
    let variables = ProcessInfo.processInfo.environment
    let subscription = try #require(variables["AZURE_SUBSCRIPTION_ID"])
    let group = try #require(variables["APIM_DNS_TEST_RESOURCE_GROUP"])
    let cloud = Cloud(rawValue: variables["APIM_DNS_TEST_CLOUD"] ?? "public") ?? .global
    let endpoint = variables["APIM_DNS_TEST_ENDPOINT"] ?? cloud.resourceManager
    let links = try variables["APIM_DNS_TEST_VIRTUAL_NETWORK"].map { [try #require(ResourceID($0))] } ?? []
    let client = LibcurlClient()
    let chain = try CredentialChain(
      .automatic, cloud: cloud, environment: variables, client: client, programs: SystemProgramRunner())
    let tokens = TokenCache(chain, .system)
    let access = ZoneAccess(
      zones:
        "\(endpoint)/subscriptions/\(subscription)/resourceGroups/\(group)/providers/Microsoft.Network/privateDnsZones",
      client: client
    ) { try await tokens.token().secret }
    // A random name, which no other run uses.
    let suffix = String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    let domain = "\(suffix).\(variables["APIM_DNS_TEST_DOMAIN"] ?? "apim-dns-test.example")"
    let owner = try #require(Owner("apim-dns-test-\(suffix)"))
    let place = AzureTarget(azure: access, domain: domain, owner: owner.identifier) {
      try AzureBackend(
        cloud: cloud, subscription: subscription, resourceGroup: group, links: links, layout: .perHostname,
        owner: owner, endpoint: endpoint, client: client, tokens: chain, timeout: 600)
    }
    print("zones below \(domain) are made in \(group), and removed")
    do {
      try await BackendConformance.check(place)
    } catch {
      try await removeAll(place)
      throw error
    }
    try await removeAll(place)
    #expect(try await place.zones().isEmpty)
  }

  /// Removes all zones below the domain, with their links.
  private func removeAll(_ place: AzureTarget) async throws {
    for zone in try await place.zones() {
      let name = try #require(zone["name"] as? String)
      for link in try await place.azure.list("/\(name)/virtualNetworkLinks") {
        try await place.azure.ask("DELETE", "/\(name)/virtualNetworkLinks/\(link["name"] as? String ?? "")")
      }
      try await place.azure.ask("DELETE", "/\(name)")
    }
  }
}
