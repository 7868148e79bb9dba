import DNSModel
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// What the reader takes and what it refuses, with the place and the words.
struct ZoneFileReaderTests {
  /// The zone that is read.
  private static let origin = DomainName(constant: "azure-api.net")
  /// The three lines that begin every file here.
  private static let head = """
    ; apim-dns owner=contoso-platform
    $ORIGIN azure-api.net.
    @ 3600 IN SOA localhost. hostmaster.localhost. 7 3600 600 1209600 3600

    """

  /// Reads a text.
  private func read(_ text: String, origin: DomainName = origin) throws(ZoneFileError) -> ZoneFileContents {
    try ZoneFileReader.contents(of: Array(text.utf8), origin: origin)
  }

  /// What our own writer makes of two hostnames.
  private func written() throws -> ZoneFileContents {
    ZoneFileContents(
      zone: Zone(
        origin: Self.origin,
        recordSets: contoso + [BackendConformance.recordSet("azure-api.net", ["10.9.0.1", "10.9.0.2"])]),
      apex: try makeBackend("zones").apex, serial: SerialNumber(number: 7))
  }

  @Test func readsBackWhatWasWritten() throws {
    let contents = try written()
    let bytes = ZoneFileWriter.bytes(of: contents, mark: .zoneFile(.standard))
    #expect(try ZoneFileReader.contents(of: bytes, origin: Self.origin) == contents)
  }

  @Test func readsBackAPolicyZone() throws {
    let contents = ZoneFileContents(
      zone: Zone(origin: .responsePolicyZone, recordSets: contoso), apex: try makeBackend("zones").apex,
      serial: SerialNumber(number: 7))
    let bytes = ZoneFileWriter.bytes(of: contents, mark: .zoneFile(.standard))
    #expect(try ZoneFileReader.contents(of: bytes, origin: .responsePolicyZone) == contents)
  }

  @Test func toleratesWhatDoesNotChangeTheMeaning() throws {
    #expect(
      try read(
        """
        ; a comment
        \t ; another one

        $ttl 300 ; and one more
        $ORIGIN AZURE-API.NET. ; the origin
        contoso-apim.portal\t\tIN\tA   10.1.0.5
        @ 3600 in soa localhost. hostmaster.localhost. 7 3600 600 1209600 3600;tight
        \t3600 IN NS localhost.
        @ A 10.9.0.2
        \tA 10.9.0.1
        Contoso-APIM.westus.azure-api.net. 300 A 10.1.0.5
        """) == written())
  }

  @Test(arguments: [
    (
      "contoso 300 IN AAAA ::1", 4, 16,
      "'AAAA' at 'contoso.azure-api.net.' is not ours: our zones have SOA and NS at 'azure-api.net.' and A"
    ),
    (
      "contoso 300 IN NS localhost.", 4, 16,
      "'NS' at 'contoso.azure-api.net.' is not ours: our zones have SOA and NS at 'azure-api.net.' and A"
    ),
    ("contoso 300 IN A 10.1", 4, 18, "'10.1' is no IPv4 address"),
    ("contoso 300 IN A 10.1.0.5 10.1.0.6", 4, 27, "'10.1.0.6' should not follow here"),
    ("contoso 300 IN A", 4, 17, "the line ends where an address should follow"),
    ("contoso 300 IN", 4, 15, "the line ends where a record type should follow"),
    ("contoso ; 300", 4, 9, "the line ends where a record type should follow"),
    ("contoso IN A 10.1.0.5", 4, 12, "the record has no TTL, and there is no $TTL before it"),
    ("contoso 0 IN A 10.1.0.5", 4, 9, "'0' is no TTL of 1 to 2147483647 seconds"),
    ("contoso 2147483648 IN A 10.1.0.5", 4, 9, "'2147483648' is no TTL of 1 to 2147483647 seconds"),
    ("contoso 5m IN A 10.1.0.5", 4, 9, "'5m' is no TTL of 1 to 2147483647 seconds"),
    (
      "contoso 60 IN A 10.1.0.5\ncontoso 61 IN A 10.1.0.6", 5, 15,
      "the A records of 'contoso.azure-api.net.' have different TTLs"
    ),
    ("@ 60 IN NS a.example.\n@ 61 IN NS b.example.", 5, 9, "the NS records have different TTLs"),
    ("contoso. 300 IN A 10.1.0.5", 4, 17, "'contoso.' is no name that this zone can answer for"),
    ("con$toso 300 IN A 10.1.0.5", 4, 1, "'con$toso' is no name that we write"),
    (#"con\;toso 300 IN A 10.1.0.5"#, 4, 1, #"'con\;toso' is no name that we write"#),
    ("$INCLUDE /etc/passwd", 4, 1, "'$INCLUDE' is not read here, only $ORIGIN and $TTL are"),
    (
      "$ORIGIN corp.example.", 4, 9,
      "'corp.example.' is not the zone that the file's name says, which is 'azure-api.net.'"
    ),
    ("$ORIGIN @", 4, 9, "'@' is not the zone that the file's name says, which is 'azure-api.net.'"),
    ("$TTL", 4, 5, "the line ends where a TTL should follow"),
    ("@ 60 IN SOA a. b.c. 1 2 3 4 5", 4, 9, "the zone has a second SOA record"),
    ("ü\u{1B}[2J 300 IN TXT x", 4, 1, "'ü?[2J' is no name that we write"),
    ("contoso 300 IN A (10.1.0.5)", 4, 18, "'(10.1.0.5)' is no IPv4 address"),
  ])
  func refusesWithThePlace(line: String, row: Int, column: Int, sentence: String) throws {
    try expect(Self.head + line + "\n", row, column, sentence)
  }

  @Test(arguments: [
    ("", 1, 1, "the file ends without an SOA record"),
    (" 60 IN A 10.1.0.5", 1, 2, "the first record has no owner name"),
    ("@ 60 IN SOA a. b.c. 1 2 3 4", 1, 28, "the line ends where the minimum TTL should follow"),
    ("@ 60 IN SOA a. b.c. -1 2 3 4 5", 1, 21, "'-1' is not the serial as a number of 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. +1 2 3 4 5", 1, 21, "'+1' is not the serial as a number of 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. 4294967296 2 3 4 5", 1, 21, "'4294967296' is not the serial as a number of 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. 1 2h 3 4 5", 1, 23, "'2h' is not the refresh time as a number of 0 to 4294967295"),
    (
      "@ 60 IN SOA a. hostmaster 1 2 3 4 5", 1, 16,
      "'hostmaster' is no absolute contact like 'hostmaster.corp.example.'"
    ),
    ("@ 60 IN SOA a. b.c. ( 1 2 3 4 5 )", 1, 21, "'(' is not the serial as a number of 0 to 4294967295"),
  ])
  func refusesABrokenHead(text: String, row: Int, column: Int, sentence: String) throws {
    try expect(text, row, column, sentence)
  }

  @Test func refusesTheApexOfAPolicyZone() {
    let error = #expect(throws: ZoneFileError.self) {
      try read("@ 60 IN A 10.1.0.5\n", origin: .responsePolicyZone)
    }
    #expect(error?.sentence == "'rpz.apim-dns.invalid.' is no name that this zone can answer for")
  }

  /// Expects an error at a place.
  private func expect(_ text: String, _ row: Int, _ column: Int, _ sentence: String) throws {
    let error = try #require(throws: ZoneFileError.self) { try read(text) }
    let position = SourcePosition(ofByte: error.offset, in: Array(text.utf8), file: "f")
    #expect("\(position): \(error.sentence)" == "f:\(row):\(column): \(sentence)")
  }
}
