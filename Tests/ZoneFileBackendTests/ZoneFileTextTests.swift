import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// The files of the worked example, byte for byte.
struct ZoneFileTextTests {
  @Test("A note of a record set is a comment, which alone never changes a file") func noteIsAComment() async throws {
    let folder = try TemporaryFolder()
    func noted(_ note: String?, _ address: String = "10.1.0.5") -> [RecordSet] {
      var set = BackendConformance.recordSet("contoso-apim.westus.azure-api.net", [address, "10.1.0.6"])
      set.note = note
      return [set]
    }
    let name = "contoso-apim.westus.azure-api.net.zone"
    try await apply(noted(nil), with: makeBackend(folder.path))
    let first = try folder.contents()
    #expect(!(try folder.text(of: name).contains("10.1.0.6 ;")))
    let plan = try await makeBackend(folder.path).plan(.present(noted("gateway of contoso-apim in westus"))).plan
    #expect(plan.isInSync)
    try await apply(noted("gateway of contoso-apim in westus"), with: makeBackend(folder.path))
    #expect(try folder.contents() == first)
    try await apply(noted("gateway of contoso-apim in westus", "10.1.0.7"), with: makeBackend(folder.path))
    #expect(
      try folder.text(of: name).hasSuffix(
        "\n@ 300 IN A 10.1.0.6 ; gateway of contoso-apim in westus\n@ 300 IN A 10.1.0.7 ; gateway of contoso-apim in westus\n"
      ))
    let second = try folder.contents()
    try await apply(noted("gateway of fabrikam-apim in eastus", "10.1.0.7"), with: makeBackend(folder.path))
    #expect(try folder.contents() == second)
  }

  @Test func eachHostnameIsAZone() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path))
    #expect(
      try folder.contents().mapValues { String(decoding: $0, as: UTF8.self) } == [
        "contoso-apim.westus.azure-api.net.zone": """
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN contoso-apim.westus.azure-api.net.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          2026082100 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS localhost.
        @ 300 IN A 10.1.0.5

        """,
        "contoso-apim.portal.azure-api.net.zone": """
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN contoso-apim.portal.azure-api.net.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          2026082100 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS localhost.
        @ 300 IN A 10.1.0.5

        """,
        "named.conf.apim-dns": """
        // apim-dns owner=contoso-platform
        // managed: edits are lost
        // in named.conf: include "\(folder.path)/named.conf.apim-dns";
        zone "contoso-apim.portal.azure-api.net" { type primary; file "\(folder.path)/contoso-apim.portal.azure-api.net.zone"; masterfile-format text; allow-update { none; }; ixfr-from-differences no; max-zone-ttl 2147483647; dnssec-policy none; };
        zone "contoso-apim.westus.azure-api.net" { type primary; file "\(folder.path)/contoso-apim.westus.azure-api.net.zone"; masterfile-format text; allow-update { none; }; ixfr-from-differences no; max-zone-ttl 2147483647; dnssec-policy none; };

        """,
      ])
  }

  @Test func parentLayoutWritesOneZoneForTheSuffix() async throws {
    let folder = try TemporaryFolder()
    let backend = try makeBackend(
      folder.path, layout: .parent,
      nameServers: [DomainName(constant: "ns2.corp.example"), DomainName(constant: "ns1.corp.example")],
      contact: "first.last@corp.example", serialPolicy: .increment)
    let given = BackendConformance.recordSet("api.corp.example", ["10.4.0.6", "10.4.0.5"])
    try await apply(contoso + [given], with: backend)
    #expect(
      try folder.text(of: "azure-api.net.zone") == #"""
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN azure-api.net.
        $TTL 3600
        @ 3600 IN SOA ns2.corp.example. first\.last.corp.example. (
          1 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS ns1.corp.example.
        @ 3600 IN NS ns2.corp.example.
        contoso-apim.portal 300 IN A 10.1.0.5
        contoso-apim.westus 300 IN A 10.1.0.5

        """#)
    #expect(
      try folder.text(of: "api.corp.example.zone") == #"""
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN api.corp.example.
        $TTL 3600
        @ 3600 IN SOA ns2.corp.example. first\.last.corp.example. (
          1 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS ns1.corp.example.
        @ 3600 IN NS ns2.corp.example.
        @ 300 IN A 10.4.0.5
        @ 300 IN A 10.4.0.6

        """#)
  }

  @Test func responsePolicyLayoutWritesOneZone() async throws {
    let folder = try TemporaryFolder()
    try await apply(contoso, with: makeBackend(folder.path, layout: .responsePolicy))
    #expect(
      try folder.contents().mapValues { String(decoding: $0, as: UTF8.self) } == [
        "rpz.apim-dns.invalid.zone": """
        ; apim-dns owner=contoso-platform
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        ; response policy zone: the owner names are the names that clients query
        $ORIGIN rpz.apim-dns.invalid.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          2026082100 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS localhost.
        contoso-apim.portal.azure-api.net 300 IN A 10.1.0.5
        contoso-apim.westus.azure-api.net 300 IN A 10.1.0.5

        """,
        "named.conf.apim-dns": """
        // apim-dns owner=contoso-platform
        // managed: edits are lost
        // in named.conf: include "\(folder.path)/named.conf.apim-dns";
        // and in its options: response-policy { zone "rpz.apim-dns.invalid"; } qname-wait-recurse no break-dnssec yes;
        // if a response-policy stands there already: add zone "rpz.apim-dns.invalid"; to its zones
        // in a named.conf with views: the include and the response-policy in each view
        // on secondaries, also those of a catalog: zone "rpz.apim-dns.invalid" { type secondary; primaries { ADDRESS-OF-THIS-SERVER; }; }; and the same response-policy
        zone "rpz.apim-dns.invalid" { type primary; file "\(folder.path)/rpz.apim-dns.invalid.zone"; masterfile-format text; allow-update { none; }; ixfr-from-differences no; max-zone-ttl 2147483647; dnssec-policy none; };

        """,
      ])
  }

  @Test(.needs("named-checkzone", "named-checkconf"), arguments: ZoneLayout.allCases)
  func strictCheckersReportNothing(layout: ZoneLayout) async throws {
    let folder = try TemporaryFolder()
    let check = try Program.required("named-checkzone")
    try await apply(contoso, with: makeBackend(folder.path, layout: layout, contact: "first.last@corp.example"))
    for name in try folder.contents().keys where name.hasSuffix(".zone") {
      let strict = [
        "-q", "-i", "full", "-k", "fail", "-m", "fail", "-M", "fail", "-S", "fail", "-n", "fail", "-r", "fail",
      ]
      let result = try await check.run(strict + ["\(name.dropLast(5))", folder.path(name)])
      #expect(result.status == 0)
      let full = try await check.run(Array(strict.dropFirst()) + ["\(name.dropLast(5))", folder.path(name)])
      #expect(full.output + full.errors == "zone \(name.dropLast(5))/IN: loaded serial 2026082100\nOK\n")
    }
    let configuration = try await Program.required("named-checkconf").run(["-z", folder.path("named.conf.apim-dns")])
    #expect(configuration.status == 0)
    #expect(configuration.output.split(separator: "\n").allSatisfy { $0.hasSuffix("loaded serial 2026082100") })
    #expect(configuration.errors == "")
  }

  @Test func sameRecordsInAnotherOrderAreTheSameBytes() async throws {
    let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
    try await apply(contoso, with: makeBackend(one.path, layout: .parent))
    try await apply(contoso.reversed(), with: makeBackend(other.path, layout: .parent))
    #expect(try one.bytes(of: "azure-api.net.zone") == other.bytes(of: "azure-api.net.zone"))
  }
}
