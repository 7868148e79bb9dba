import AzureBackend
import DNSModel
import Reconciliation
import ResourceManager
import Testing

/// Zones and links of ours that are not as this program made them.
@Suite(.timeLimit(.minutes(5)))
struct DriftTests {
  private static let gateway = recordSet("contoso-apim.azure-api.net", "10.1.0.5")
  private static let link = "link 'l1' of zone 'contoso-apim.azure-api.net' has"

  /// A zone of ours with the gateway and a link, whose settings are those in JSON.
  private func azure(zone: String = "", link: String = "", linkTags: Bool = true) throws -> RunningAzure {
    let mark = #"{"managedBy":"apim-dns","owner":"contoso-platform","team":"dns"}"#
    return try RunningAzure(
      zones: #"{"name":"contoso-apim.azure-api.net","tags":\#(mark)\#(zone),"#
        + #""links":[{"name":"l1",\#(linkTags ? #""tags":\#(mark),"# : "")"virtualNetwork":{"id":"\#(RunningAzure.network)"}\#(link)}],"#
        + #""recordSets":[{"type":"A","name":"@","ttl":300,"metadata":\#(mark),"aRecords":[{"ipv4Address":"10.1.0.5"}]}]}"#
    )
  }

  @Test(
    "A link of ours that is failed or changed is shown and mended",
    arguments: [
      (#","provisioningState":"Failed""#, ["provisioningState: Failed"], ["provisioningState: Succeeded"]),
      (#","registrationEnabled":true"#, ["registrationEnabled: true"], ["registrationEnabled: false"]),
      (
        #","resolutionPolicy":"NxDomainRedirect""#, ["resolutionPolicy: NxDomainRedirect"],
        ["resolutionPolicy: Default"]
      ),
      (
        #","registrationEnabled":true,"provisioningState":"Failed""#,
        ["provisioningState: Failed", "registrationEnabled: true"],
        ["provisioningState: Succeeded", "registrationEnabled: false"]
      ),
    ])
  func link(settings: String, before: [String], after: [String]) async throws {
    let azure = try azure(link: settings)
    let backend = try azure.backend(links: [RunningAzure.network])
    let work = try await backend.plan(.present([Self.gateway]))
    #expect(summary(work.plan) == ["update link l1"])
    #expect(work.plan.changes.map(\.before?.contents) == [before])
    #expect(work.plan.changes.map(\.after?.contents) == [after])
    let done = try await work.apply()
    #expect(done.changes.map(\.outcome) == [.applied])
    let found = try await azure.list("/\(Self.gateway.name)/virtualNetworkLinks")
    #expect(found.map { ($0["tags"] as? [String: String])?["team"] } == ["dns"], "other tags are kept")
    #expect(try await backend.plan(.present([Self.gateway])).plan.isInSync)
  }

  @Test("A zone of ours that is failed is shown and mended") func zone() async throws {
    let azure = try azure(zone: #","provisioningState":"Failed""#)
    let backend = try azure.backend()
    let work = try await backend.plan(.present([Self.gateway]))
    #expect(summary(work.plan) == ["update zone contoso-apim.azure-api.net"])
    #expect(work.plan.changes.map(\.before?.contents) == [["provisioningState: Failed"]])
    #expect(work.plan.changes.map(\.after?.contents) == [["provisioningState: Succeeded"]])
    #expect(try await work.apply().changes.map(\.outcome) == [.applied])
    #expect((try await azure.ask("GET", "/\(Self.gateway.name)").json["tags"] as? [String: String])?["team"] == "dns")
    #expect(try await backend.plan(.present([Self.gateway])).plan.isInSync)
    #expect(try await azure.addresses("contoso-apim.azure-api.net") == ["10.1.0.5"])
  }

  @Test("A broken link that nothing is said about, or of someone else, stays as it is, with a warning")
  func otherLinks() async throws {
    let own = try azure(link: #","provisioningState":"Failed""#)
    let silent = try await own.backend().plan(.present([Self.gateway])).plan
    #expect(silent.isInSync)
    #expect(
      silent.warnings == [
        "\(Self.link) provisioningState: Failed. To have it mended, name its network with --link, or with links: under backends: "
          + "{ azure } in the inventory."
      ])
    let foreign = try azure(link: #","provisioningState":"Failed","registrationEnabled":true"#, linkTags: false)
    let plan = try await foreign.backend(links: [RunningAzure.network]).plan(.present([Self.gateway])).plan
    #expect(plan.isInSync)
    #expect(
      plan.warnings == [
        "\(Self.link) provisioningState: Failed, registrationEnabled: true. It is not managed, so mend it yourself."
      ])
    // Registration is the choice of whoever made the link.
    let chosen = try azure(link: #","registrationEnabled":true"#, linkTags: false)
    #expect(
      try await chosen.backend(links: [RunningAzure.network]).plan(.present([Self.gateway])).plan.warnings == [])
  }

  @Test("A link with settings of its own is not adopted") func adoption() async throws {
    let azure = try azure(link: #","resolutionPolicy":"NxDomainRedirect""#, linkTags: false)
    let backend = try azure.backend(links: [RunningAzure.network])
    let plan = try await AzureOwnership(backend, .adopt).plan(.present([Self.gateway])).plan
    #expect(plan.changes.isEmpty)
    #expect(
      plan.warnings == [
        "link 'l1' of zone 'contoso-apim.azure-api.net' not adopted: it has resolutionPolicy: NxDomainRedirect"
      ])
  }

  @Test("A link that someone changes between plan and apply is a conflict") func changedMeanwhile() async throws {
    let azure = try azure(link: #","registrationEnabled":true"#)
    let work = try await azure.backend(links: [RunningAzure.network]).plan(.present([Self.gateway]))
    try await azure.ask(
      "PATCH", "/\(Self.gateway.name)/virtualNetworkLinks/l1", #"{"tags":{"managedBy":"apim-dns","owner":"other"}}"#)
    #expect(
      try await work.apply().changes.map(\.outcome) == [
        .conflict("link 'l1' of zone 'contoso-apim.azure-api.net' changed since the plan. Plan again.")
      ])
  }

  @Test("A zone that someone changes between plan and apply is a conflict") func changedZone() async throws {
    let azure = try azure(zone: #","provisioningState":"Failed""#)
    let work = try await azure.backend().plan(.present([Self.gateway]))
    try await azure.ask(
      "PATCH", "/\(Self.gateway.name)", #"{"tags":{"managedBy":"apim-dns","owner":"other"}}"#)
    #expect(
      try await work.apply().changes.map(\.outcome) == [
        .conflict("zone 'contoso-apim.azure-api.net' changed since the plan. Plan again.")
      ])
  }
}
