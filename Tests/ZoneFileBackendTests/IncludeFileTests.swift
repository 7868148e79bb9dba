import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

struct IncludeFileTests {
  /// A zone that named loads without special settings.
  private static let zone = Zone(
    origin: DomainName(constant: "a.example"), recordSets: [BackendConformance.recordSet("a.example", ["10.1.0.5"])])

  private func text(_ zones: [Zone], in directory: String) throws(BackendError) -> String {
    String(
      decoding: try IncludeFile.bytes(for: zones, catalog: nil, in: directory, mark: .includeFile(.standard)),
      as: UTF8.self)
  }

  @Test func pathIsQuoted() throws {
    #expect(
      try text([Self.zone], in: #"/srv/it's "here"; \o/"#) == #"""
        // apim-dns owner=apim-dns
        // managed: edits are lost
        // in named.conf: include "/srv/it's \"here\"; \o//named.conf.apim-dns";
        zone "a.example" { type primary; file "/srv/it's \"here\"; \o//a.example.zone"; };

        """#)
  }

  @Test(.needs("named-checkconf"), arguments: [#"it's "here"; \o"#, "zonen für Köln", "%s $name {x} // /* # *"])
  func namedFindsTheFilesInADirectoryOfAnyName(name: String) async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path(name)))
    let result = try await Program.required("named-checkconf").run(["-z", folder.path("\(name)/named.conf.apim-dns")])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  @Test(arguments: ["/srv/a\nb", "/srv/a\u{7F}", #"/srv/a\"b"#])
  func pathThatNamedConfCannotExpressIsRefused(directory: String) {
    #expect(
      throws: BackendError(
        .badSettings,
        "the path of the zone file directory contains a control character or '\\\"', which named.conf cannot express. "
          + "Choose another directory.")
    ) { try text([Self.zone], in: directory) }
  }

  @Test func relativeDirectoryBecomesAbsolute() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend("\(folder.path)/x/.././zones/"))
    let text = try folder.text(of: "zones/named.conf.apim-dns")
    #expect(text.contains(#"file "\#(folder.path)/zones/contoso-apim.portal.azure-api.net.zone"; };"#))
  }

  @Test(.needs("named-checkconf"))
  func namedIsConfiguredToAcceptAnUnderscore() async throws {
    let folder = try TemporaryFolder()
    try await apply(
      [BackendConformance.recordSet("dev_api.corp.example", ["10.1.0.5"])], with: makeBackend(folder.path))
    #expect(
      try folder.text(of: "named.conf.apim-dns").hasSuffix(
        #"file "\#(folder.path)/dev_api.corp.example.zone"; check-names ignore; };"# + "\n"))
    let result = try await Program.required("named-checkconf").run(["-z", folder.path("named.conf.apim-dns")])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}
