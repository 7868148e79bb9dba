import APIManagement
import DNSModel
import Foundation
import ResourceManager
import TestSupport
import Testing

@testable import InstanceDiscovery

@Suite("What Azure reports about an instance")
struct ServiceReportTests {
  private func read(_ service: [String: Any], in cloud: Cloud = .global) throws -> ReportedService {
    let wire = try JSONDecoder().decode(WireService.self, from: JSONSerialization.data(withJSONObject: service))
    return try #require(ReportedService(wire, in: cloud))
  }

  private func reason(_ service: [String: Any], in cloud: Cloud = .global) throws -> String? {
    guard case .leftOut(let reason) = try read(service, in: cloud).finding else { return nil }
    return reason
  }

  private func names(_ service: [String: Any], in cloud: Cloud = .global) throws -> [String] {
    guard case .usable(let instance) = try read(service, in: cloud).finding else { return [] }
    return try instance.records(in: cloud, ttl: .standard).map {
      "\($0.recordSet.name.text) \($0.recordSet.addresses.map(\.description).joined(separator: ","))"
    }
  }

  @Test("A classic instance has all of its names, in lower case") func classic() throws {
    let changes = ServiceFixture.secondLocation("contoso").merging([
      "developerPortalUrl": "https://Contoso.developer.azure-api.net"
    ]) { $1 }
    #expect(
      try names(ServiceFixture.classic("contoso", ["10.1.0.5"], changes)) == [
        "contoso.azure-api.net 10.1.0.5", "contoso.portal.azure-api.net 10.1.0.5",
        "contoso.developer.azure-api.net 10.1.0.5", "contoso.management.azure-api.net 10.1.0.5",
        "contoso.scm.azure-api.net 10.1.0.5", "contoso-westus-01.regional.azure-api.net 10.1.0.5",
        "contoso-westus2-01.regional.azure-api.net 10.2.0.6",
      ])
  }

  @Test("Names under other suffixes are ignored") func foreignSuffixes() throws {
    #expect(try names(ServiceFixture.v2("contoso")) == ["contoso.azure-api.net 10.5.0.4"])
    let inAnotherCloud = ServiceFixture.classic("contoso", ["10.1.0.5"], ["gatewayUrl": "https://contoso.azure-api.us"])
    #expect(try names(inAnotherCloud, in: .usGovernment) == ["contoso.azure-api.us 10.1.0.5"])
    let suffixItself = ["gatewayUrl": "https://azure-api.net", "portalUrl": "https://xazure-api.net"]
    let left = try names(
      ServiceFixture.v2("contoso", ["10.5.0.4"], suffixItself.merging(["scmUrl": "https://a.azure-api.net"]) { $1 }))
    #expect(left == ["a.azure-api.net 10.5.0.4"])
  }

  @Test("Custom hostnames are reported separately") func customNames() throws {
    let configurations = [
      "hostnameConfigurations": ["contoso.azure-api.net", "API.corp.example", "api.corp.example"]
        .map { ["type": "Proxy", "hostName": $0] }
    ]
    #expect(
      try read(ServiceFixture.classic("contoso", ["10.1.0.5"], configurations)).customNames.map(\.text) == [
        "api.corp.example"
      ])
  }

  @Test("A v2 instance with private addresses is usable with any network type but External")
  func injection() throws {
    #expect(try reason(ServiceFixture.v2("a", ["10.1.0.4"], ["virtualNetworkType": "None"])) == nil)
    #expect(
      try reason(ServiceFixture.v2("a", ["10.1.0.4"], ["virtualNetworkType": "External"]))
        == "its gateway has a public address (virtualNetworkType is External)")
    #expect(
      try reason(ServiceFixture.classic("a", ["10.1.0.5"], ["virtualNetworkType": "None"]))
        == "its gateway has a public address (virtualNetworkType is None)")
    #expect(
      try reason(ServiceFixture.classic("a", ["10.1.0.5"], ["virtualNetworkType": NSNull()]))
        == "its gateway has a public address (virtualNetworkType is not set)")
  }

  @Test("An incomplete report makes no instance") func notWhole() throws {
    func reason(_ changes: [String: Any]) throws -> String? {
      try self.reason(ServiceFixture.classic("contoso", ["10.1.0.5"], changes))
    }
    for state in ["Created", "Activating", "Terminating", "Deleting", "Deleted"] {
      #expect(
        try reason(["provisioningState": state])
          == "it is not fully provisioned (provisioningState is \(state)). Run the command again later.")
    }
    #expect(try reason(["provisioningState": "Updating"]) == nil)
    for nothing in [NSNull(), []] as [Any] {
      #expect(
        try reason(["privateIPAddresses": nothing])
          == "Azure reports no private IP address in westus. Run the command again later.")
    }
    for address in ["172.XX.0.5", "127.0.0.1", "168.63.129.16"] {
      #expect(
        try reason(["privateIPAddresses": [address]])
          == "Azure reports the private IP address '\(address)', which is not valid in a virtual network")
    }
    #expect(
      try reason(["gatewayRegionalUrl": NSNull()].merging(ServiceFixture.secondLocation("contoso")) { $1 })
        == "Azure reports hostnames for only 1 of the instance's 2 locations. Run the command again later.")
    #expect(
      try reason(ServiceFixture.secondLocation("contoso", []))
        == "Azure reports no private IP address in westus2. Run the command again later.")
    #expect(
      try self.reason(ServiceFixture.v2("contoso", ["10.1.0.4"], ["gatewayUrl": NSNull()]))
        == "Azure reports no hostname under azure-api.net for it")
    #expect(
      try reason(["privateIPAddresses": (1...21).map { "10.1.0.\($0)" }])
        == "Azure reports 21 private IP addresses in westus, and a name can have at most 20")
    #expect(
      try reason(["additionalLocations": [["location": "West US", "privateIPAddresses": ["10.2.0.6"]]]])
        == "Azure reports the location westus twice")
    var nowhere = ServiceFixture.classic("contoso")
    nowhere["location"] = "(Stage)"
    #expect(try self.reason(nowhere) == "Azure reports the location '(Stage)', which is not a valid region")
    var nameless = ServiceFixture.classic("contoso")
    nameless["id"] = ServiceFixture.id("1contoso")
    #expect(try self.reason(nameless) == "'1contoso' is not a valid instance name")
  }

  @Test("A second location without a hostname is ignored") func silentLocation() throws {
    let silent: [String: Any] = [
      "gatewayRegionalUrl": NSNull(),
      "additionalLocations": [["location": "West US 2", "privateIPAddresses": ["10.2.0.6"]]],
    ]
    guard case .usable(let instance) = try read(ServiceFixture.classic("contoso", ["10.1.0.5"], silent)).finding else {
      Issue.record("it was left out")
      return
    }
    #expect(instance.locations.count == 1)
    #expect(instance.givenNames.isEmpty && instance.scheme == .classic)
  }

  /// Hostname configurations: the type and the name of each.
  private func configured(_ names: (String, String)...) -> [String: Any] {
    ["hostnameConfigurations": names.map { ["type": $0.0, "hostName": $0.1] }]
  }

  @Test("The hostname of the configuration endpoint is in the hostname configurations") func configuration() throws {
    let changes = configured(
      ("ConfigurationApi", "Contoso.configuration.azure-api.net"), ("configurationapi", "c.example"))
    #expect(
      try names(ServiceFixture.classic("contoso", ["10.1.0.5"], changes)).filter {
        $0.contains(".configuration.") || $0.contains("c.example")
      }
        == ["contoso.configuration.azure-api.net 10.1.0.5"])
  }

  @Test("A default hostname without a URL is in the hostname configurations") func configuredDefaults() throws {
    let changes = configured(
      ("Proxy", "contoso.azure-api.net"), ("Portal", "contoso.portal.azure-api.net"), ("Scm", "scm.corp.example"),
      ("Other", "contoso.other.azure-api.net"))
    let nulls: [String: Any] = ["portalUrl": NSNull(), "scmUrl": NSNull(), "managementApiUrl": NSNull()]
    #expect(
      try names(ServiceFixture.classic("contoso", ["10.1.0.5"], changes.merging(nulls) { $1 })) == [
        "contoso.azure-api.net 10.1.0.5", "contoso.portal.azure-api.net 10.1.0.5",
        "contoso.developer.azure-api.net 10.1.0.5", "contoso-westus-01.regional.azure-api.net 10.1.0.5",
      ])
  }

  @Test("A location whose gateway is disabled needs neither a regional hostname nor an address") func disabled() throws
  {
    func locations(_ changes: [String: Any]) throws -> [String] {
      guard case .usable(let instance) = try read(ServiceFixture.classic("contoso", ["10.1.0.5"], changes)).finding
      else { return [] }
      return instance.locations.map { "\($0.region?.name ?? "") \($0.virtualIPs)\($0.gatewayIsDisabled ? " off" : "")" }
    }
    func second(_ more: [String: Any]) -> [String: Any] {
      ["additionalLocations": [["location": "West US 2", "disableGateway": true].merging(more) { $1 }]]
    }
    let off = second(["privateIPAddresses": ["10.2.0.6"], "gatewayRegionalUrl": NSNull()])
    #expect(try locations(off) == ["westus [10.1.0.5]", "westus2 [10.2.0.6] off"])
    #expect(try locations(second(["privateIPAddresses": NSNull()])) == ["westus [10.1.0.5]"])
    // With the gateway of the primary location disabled, names lead to the other one.
    let primary = ServiceFixture.secondLocation("contoso").merging(
      ["disableGateway": true, "gatewayRegionalUrl": NSNull()]) { $1 }
    #expect(try locations(primary) == ["westus [10.1.0.5] off", "westus2 [10.2.0.6]"])
    #expect(
      try names(ServiceFixture.classic("contoso", ["10.1.0.5"], primary)) == [
        "contoso.azure-api.net 10.2.0.6", "contoso.portal.azure-api.net 10.1.0.5",
        "contoso.developer.azure-api.net 10.1.0.5", "contoso.management.azure-api.net 10.1.0.5",
        "contoso.scm.azure-api.net 10.1.0.5", "contoso-westus2-01.regional.azure-api.net 10.2.0.6",
      ])
    #expect(
      try reason(ServiceFixture.classic("contoso", ["10.1.0.5"], off.merging(["disableGateway": true]) { $1 }))
        == "its gateway is disabled in every location")
  }

  @Test("Custom hostnames become names of their endpoints on request") func customNamesOnRequest() throws {
    let changes = configured(
      ("Proxy", "contoso.azure-api.net"), ("Proxy", "*.api.corp.example"), ("DeveloperPortal", "dev.corp.example"),
      ("Other", "other.corp.example"))
    func read(_ service: [String: Any], _ addresses: [String]? = nil) throws -> (Instance, [String]) {
      let wire = try JSONDecoder().decode(WireService.self, from: JSONSerialization.data(withJSONObject: service))
      let reported = try #require(
        ReportedService(wire, behind: addresses.map { .success($0) }, includesCustomNames: true, in: .global))
      guard case .usable(let instance) = reported.finding else { throw UnusableReport("\(reported.finding)") }
      return (instance, reported.customNames.map(\.text))
    }
    let (classic, rest) = try read(
      ServiceFixture.classic("contoso", ["10.1.0.5"], changes.merging(["developerPortalUrl": NSNull()]) { $1 }))
    #expect(classic.givenNames[.gateway]?.map(\.text) == ["contoso.azure-api.net", "*.api.corp.example"])
    #expect(
      classic.givenNames[.developerPortal]?.map(\.text) == ["contoso.portal.azure-api.net", "dev.corp.example"])
    #expect(rest == ["other.corp.example"])
    // A private endpoint serves the gateway alone.
    let (hidden, others) = try read(
      ServiceFixture.v2(
        "contoso", [], changes.merging(ServiceFixture.privateEndpoints(ServiceFixture.networkID("a"))) { $1 }),
      ["10.6.0.4"])
    #expect(
      try hidden.records(in: .global, ttl: .standard).map { "\($0.hostname) \($0.recordSet.name)" } == [
        "contoso.azure-api.net contoso.privatelink.azure-api.net", "*.api.corp.example *.api.corp.example",
      ])
    #expect(others == ["dev.corp.example", "other.corp.example"])
  }
}
