import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

struct IncludeFileTests {
  /// A zone that named loads without special settings.
  private static let zone = Zone(
    origin: DomainName(constant: "a.example"), recordSets: [BackendConformance.recordSet("a.example", ["10.1.0.5"])])

  private func text(
    _ zones: [Zone], in directory: String, _ version: BINDVersion = .v9x16, _ options: [String] = []
  ) throws(BackendError) -> String {
    let file = IncludeFile(
      zones: zones, catalog: nil, directory: directory, version: version, options: options.compactMap(ZoneOption.init))
    return String(decoding: try file.bytes(mark: .includeFile(.standard)), as: UTF8.self)
  }

  /// The statement of the zone.
  private func statement(_ version: BINDVersion, _ options: [String] = []) throws -> String {
    try String(#require(text([Self.zone], in: "/z", version, options).split(separator: "\n").last))
  }

  @Test("A statement has nothing that its version of BIND does not know, and nothing twice")
  func statementOfEachVersion() throws {
    #expect(
      try statement(.v9x11) == """
        zone "a.example" { type master; file "/z/a.example.zone"; masterfile-format text; allow-update { none; }; \
        ixfr-from-differences no; max-zone-ttl 2147483647; };
        """)
    #expect(
      try statement(.v9x16) == """
        zone "a.example" { type primary; file "/z/a.example.zone"; masterfile-format text; allow-update { none; }; \
        ixfr-from-differences no; max-zone-ttl 2147483647; dnssec-policy none; };
        """)
    #expect(
      try statement(.v9x20, ["allow-query { lan; };", " allow-update { key k; } "]) == """
        zone "a.example" { type primary; file "/z/a.example.zone"; masterfile-format text; ixfr-from-differences no; \
        dnssec-policy none; allow-query { lan; }; allow-update { key k; }; };
        """)
  }

  @Test(arguments: [
    "", ";", "allow-query", "allow-query { lan; }; }; options { }", "allow-query { lan; };  x y", "notify no; // x",
    "notify no #",
    "notify /* no", "notify \"no", "notify }", "notify { {", "type secondary", "file \"x\"", "Notify no", "notify\nno",
    "also\\ x",
    "notify no\u{7F}",
  ])
  func whatIsNotOneStatementIsNoZoneOption(text: String) {
    #expect(ZoneOption(text) == nil)
  }

  @Test func pathIsQuoted() throws {
    #expect(
      try text([Self.zone], in: #"/srv/it's "here"; \o/"#) == #"""
        // apim-dns owner=apim-dns
        // managed: edits are lost
        // in named.conf: include "/srv/it's \"here\"; \o//named.conf.apim-dns";
        zone "a.example" { type primary; file "/srv/it's \"here\"; \o//a.example.zone"; masterfile-format text; allow-update { none; }; ixfr-from-differences no; max-zone-ttl 2147483647; dnssec-policy none; };

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
    #expect(text.contains(#"file "\#(folder.path)/zones/contoso-apim.portal.azure-api.net.zone"; "#))
  }

  @Test(.needs("named-checkconf"))
  func namedIsConfiguredToAcceptAnUnderscore() async throws {
    let folder = try TemporaryFolder()
    try await apply(
      [BackendConformance.recordSet("dev_api.corp.example", ["10.1.0.5"])], with: makeBackend(folder.path))
    #expect(
      try folder.text(of: "named.conf.apim-dns").hasSuffix(
        "dnssec-policy none; check-names ignore; };\n"))
    let result = try await Program.required("named-checkconf").run(["-z", folder.path("named.conf.apim-dns")])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }
}
