import Diagnostics
import DNSModel
import Reconciliation
import Testing
import TestSupport

@testable import ZoneFileBackend

/// What the reader accepts, and its errors with their positions.
struct ZoneFileReaderTests {
  private static let origin = DomainName(constant: "azure-api.net")
  /// The first three lines of most files here.
  private static let head = """
    ; apim-dns owner=contoso-platform
    $ORIGIN azure-api.net.
    @ 3600 IN SOA localhost. hostmaster.localhost. 7 3600 600 1209600 60

    """

  private func read(_ text: String, origin: DomainName = origin) throws(ZoneFileError) -> FoundZone {
    try ZoneFileReader.contents(of: Array(text.utf8), origin: origin)
  }

  /// The contents of a file with three names.
  private func written() throws -> ZoneFileContents {
    ZoneFileContents(
      zone: Zone(
        origin: Self.origin,
        recordSets: contoso + [BackendConformance.recordSet("azure-api.net", ["10.9.0.1", "10.9.0.2"])]),
      apex: try makeBackend("zones").settings.apex, serial: SerialNumber(number: 7))
  }

  @Test func writtenFileIsReadBack() throws {
    let contents = try written()
    let bytes = ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard))
    #expect(try ZoneFileReader.contents(of: bytes, origin: contents.zone.origin).matches(contents))
  }

  @Test func responsePolicyZoneIsReadBack() throws {
    let contents = ZoneFileContents(
      zone: Zone(
        origin: .responsePolicyZone,
        recordSets: contoso + [RecordSet(name: .responsePolicyZone, ttl: .standard, addresses: contoso[0].addresses)],
        isPolicy: true),
      apex: try makeBackend("zones").settings.apex,
      serial: SerialNumber(number: 7))
    let bytes = ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard))
    let found = try ZoneFileReader.contents(of: bytes, origin: contents.zone.origin, isPolicy: true)
    #expect(found.matches(contents))
  }

  @Test("A records at or below a delegation are its glue, wherever the delegation stands")
  func glueIsUnmanaged() throws {
    let found = try read(
      Self.head + "ns.sub 60 IN A 10.0.0.1\nsub 60 IN A 10.0.0.2\nsub 60 IN NS ns.sub\nxsub 60 IN A 10.0.0.3\n")
    #expect(Array(found.recordSets.keys) == ["xsub.azure-api.net"])
    #expect(
      found.otherRecords.map { String(decoding: $0.line, as: UTF8.self) } == [
        "ns.sub.azure-api.net. 60 IN A 10.0.0.1", "sub.azure-api.net. 60 IN A 10.0.0.2",
        "sub.azure-api.net. 60 IN NS ns.sub",
      ])
  }

  @Test func formattingDoesNotMatter() throws {
    let text =
      ##"""
      ; a comment
      TAB ; another one

      $ttl 5M ; and one more
      $ORIGIN AZURE-API.NET. ; the origin
      @ 3600 in soa localhost. hostmaster.localhost. ( ; the fields follow
        7 1h 600
      TAB2w 0W60S);tight
      TAB1h IN NS localhost.
      @ IN 300 A 10.9.0.1
      TABA 10.9.0.2
      $ORIGIN portal
      contoso-\097pimTABTABINTABA   10.1.0.5
      $ORIGIN net.
      Contoso-APIM.westus.azure-api 0h5m TYPE1 \# 4 0A01 (
      0005 )
      """##.replacing("TAB", with: "\t")
    let zone = try written().zone
    let found = try ZoneFileReader.contents(of: Array(text.utf8), origin: zone.origin)
    let comparison = found.difference(to: zone)
    #expect(comparison.changes.isEmpty)
    #expect(comparison.unchanged == 3)
    #expect(try found.apex == written().apex)
    #expect(found.serial.number == 7)
    #expect(found.otherRecords.isEmpty)
  }

  /// The TTLs of all record sets, in the order of their names.
  private static func ttls(_ zone: FoundZone) -> [UInt32?] {
    zone.recordSets.sorted { $0.key < $1.key }.map { $0.value.ttl?.seconds }
  }

  @Test("Records of one name anywhere in the file are one record set, which has no TTL if theirs differ")
  func recordSets() throws {
    let found = try read(
      "@ 60 SOA a. b.c. 7 1 2 3 4\ny 60 A 10.0.0.9\nx 60 A 10.0.0.2\nX.y 60 A 10.0.0.3\nx 60 A 10.0.0.1\ny 30 A 10.0.0.8\n"
        + "x 60 A 10.0.0.2\n")
    #expect(
      found.recordSets.map { "\($0.key) \($0.value.ttl?.seconds ?? 0) \($0.value.addresses)" }.sorted()
        == ["x 60 [10.0.0.1, 10.0.0.2]", "x.y 60 [10.0.0.3]", "y 0 [10.0.0.8, 10.0.0.9]"].map {
          $0.replacing(" ", with: ".\(Self.origin) ", maxReplacements: 1)
        })
  }

  /// Without `$TTL`, a record takes the TTL of the previous record, and without any TTL, the minimum of the SOA record.
  @Test func missingTTLComesFromThePreviousRecordOrTheSOA() throws {
    let found = try read("@ SOA a. b.c. 7 1 2 3 4m\nx A 10.0.0.1\ny 60 A 10.0.0.2\nz A 10.0.0.3\n")
    #expect(Self.ttls(found) == [240, 60, 240])
    #expect(found.apex.soa.ttl == 240)
    let other = try read("@ 60 SOA a. b.c. 7 1 2 3 4\nx A 10.0.0.1\ny 30 A 10.0.0.2\nz A 10.0.0.3\n")
    #expect(Self.ttls(other) == [60, 30, 30])
  }

  @Test("Unmanaged records keep their wording: escapes, quotes, and relative names with their origin")
  func unmanagedRecords() throws {
    let found = try read(
      Self.head + ##"""
        @ 3600 IN NS localhost.
        *.w 1h MX 10 mail ; a comment
        \100ns IN TXT ( "a;b" "c\"d" ; another one
          e\ f)
         AAAA ::1
        $ORIGIN Sub
        x TYPE65280 \# 2 ABCD
        $TTL 1d
        @ PTR y
        """##)
    let contents = ZoneFileContents(
      zone: Zone(origin: Self.origin, recordSets: []), apex: found.apex, serial: found.serial,
      otherRecords: found.otherRecords)
    let text = String(decoding: ZoneFileText.bytes(of: contents, mark: .zoneFile(.standard)), as: UTF8.self)
    #expect(
      text == ##"""
        ; apim-dns owner=apim-dns
        ; managed: SOA, NS records of the apex, and A records that no delegation covers; all others are kept
        $ORIGIN azure-api.net.
        $TTL 3600
        @ 3600 IN SOA localhost. hostmaster.localhost. (
          7 ; serial
          3600 ; refresh
          600 ; retry
          1209600 ; expire
          60 ; minimum, the TTL of negative answers
        )
        @ 3600 IN NS localhost.
        *.w.azure-api.net. 3600 IN MX 10 mail
        \100ns.azure-api.net. 3600 IN TXT "a;b" "c\"d" e\ f
        \100ns.azure-api.net. 3600 IN AAAA ::1
        $ORIGIN sub.azure-api.net.
        x.sub.azure-api.net. 3600 IN TYPE65280 \# 2 ABCD
        sub.azure-api.net. 86400 IN PTR y

        """##)
    #expect(try read(text).matches(contents))
  }

  @Test(arguments: [
    ("contoso 300 IN A 10.1", 4, 18, "'10.1' is not a valid IPv4 address"),
    (##"contoso 300 IN A \# 4 0A0100"##, 4, 18, ##"'\#' is not a valid IPv4 address"##),
    (##"contoso 300 IN A \# 5 0A010005"##, 4, 18, ##"'\#' is not a valid IPv4 address"##),
    (##"contoso 300 IN A \#"##, 4, 20, "the line ends before the data length"),
    ("contoso 300 IN A 10.1.0.5 10.1.0.6", 4, 27, "unexpected '10.1.0.6' after the last field"),
    ("contoso 300 IN A", 4, 17, "the line ends before the IPv4 address"),
    ("contoso 300 IN", 4, 15, "the line ends before the record type"),
    ("contoso ; 300", 4, 14, "the line ends before the record type"),
    ("contoso 300 IN AA 10.1.0.5", 4, 16, "unknown record type 'AA'; a type without a name is TYPE and its number"),
    ("contoso 300 CH A 10.1.0.5", 4, 13, "class 'CH' is not supported; only IN is"),
    ("contoso 2147483648 IN A 10.1.0.5", 4, 9, "'2147483648' is not a valid TTL from 0 to 2147483647 seconds"),
    ("contoso 5x IN A 10.1.0.5", 4, 9, "'5x' is not a valid TTL from 0 to 2147483647 seconds"),
    ("contoso 1h5 IN A 10.1.0.5", 4, 9, "'1h5' is not a valid TTL from 0 to 2147483647 seconds"),
    ("con..toso 300 IN A 10.1.0.5", 4, 1, "'con..toso' is not a valid domain name"),
    (##"con\300toso 300 IN A 10.1.0.5"##, 4, 1, ##"'con\300toso' is not a valid domain name"##),
    ("$INCLUDE /etc/passwd", 4, 1, "$INCLUDE is not supported in a managed zone file"),
    ("$GENERATE 1-9 h$ A 10.0.0.$", 4, 1, "$GENERATE is not supported in a managed zone file"),
    ("$DATE 20260821", 4, 1, "unknown directive '$DATE'; only $ORIGIN and $TTL are supported"),
    ("$TTL", 4, 5, "the line ends before the TTL"),
    ("@ 60 IN SOA a. b.c. 1 2 3 4 5", 4, 9, "the zone has more than one SOA record"),
    (
      "corp.example. 60 IN SOA a. b.c. 1 2 3 4 5", 4, 21,
      "the SOA record is for 'corp.example.', but the file's name is for 'azure-api.net.'"
    ),
    ("ü..\u{1B}[2J 300 IN TXT x", 4, 1, "'ü..?[2J' is not a valid domain name"),
    ("contoso 300 IN TXT ( x", 4, 20, "this '(' has no closing ')'"),
    ("contoso 300 IN TXT x )", 4, 22, "this ')' has no opening '('"),
    ("contoso 300 IN TXT \"x\ny\"", 4, 20, "the quoted string does not end on its line"),
  ])
  func errorHasAPosition(line: String, row: Int, column: Int, sentence: String) throws {
    try expect(Self.head + line + "\n", row, column, sentence)
  }

  @Test(arguments: [
    ("", 1, 1, "the zone has no SOA record"),
    (" 60 IN A 10.1.0.5", 1, 2, "the first record has no owner name"),
    ("@ 60 IN SOA a. b.c. 1 2 3 4", 1, 28, "the line ends before the minimum TTL"),
    ("@ 60 IN SOA a. b.c. -1 2 3 4 5", 1, 21, "'-1' is not a valid serial from 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. +1 2 3 4 5", 1, 21, "'+1' is not a valid serial from 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. 4294967296 2 3 4 5", 1, 21, "'4294967296' is not a valid serial from 0 to 4294967295"),
    ("@ 60 IN SOA a. b.c. 1 2x 3 4 5", 1, 23, "'2x' is not a valid refresh time from 0 to 4294967295 seconds"),
    ("a IN A 10.1.0.5", 1, 6, "the record has no TTL, and neither $TTL nor an earlier record sets one"),
    // Found by `make fuzz`: the record was kept with a TTL that is not valid when it is written.
    ("@ IN SOA a. b.c. 1 2 3 4 2147483648", 1, 26, "'2147483648' is not a valid TTL from 0 to 2147483647 seconds"),
  ])
  func errorInTheFirstLineHasAPosition(text: String, row: Int, column: Int, sentence: String) throws {
    try expect(text, row, column, sentence)
  }

  /// NS records that named accepts and this program never writes are read, and differ from the desired ones.
  @Test(arguments: [
    (
      "@ 60 IN NS a.example.\n@ 61 IN NS b.example.",
      ["NS a.example ttl 0 or several", "NS b.example ttl 0 or several"]
    ),
    ("@ 0 IN NS .", ["NS . ttl 0 or several"]),
    ("@ 60 IN NS *.EXAMPLE.\n@ 60 IN NS b\\+c", ["NS *.example ttl 60", "NS b+c.azure-api.net ttl 60"]),
  ])
  func unusualNSRecordsDifferFromTheDesiredOnes(lines: String, contents: [String]) throws {
    let found = try read(Self.head + lines + "\n")
    #expect(found.apex.value.contents.dropFirst() == contents[...])
    #expect(try found.apex != written().apex)
  }

  @Test(arguments: [
    ("@ 60 IN SOA . . 1 2 3 4 5", "SOA . ."),
    ("@ 60 IN SOA a_b. host\\032master.c_d. 1 2 3 4 5", #"SOA a_b host\032master.c_d."#),
    ("@ 0 IN SOA a. b.c. 1 2 3 4 5", "SOA a b@c"),
  ])
  func unusualSOARecordIsRead(line: String, content: String) throws {
    let found = try read(line + "\n")
    #expect(found.apex.value.contents == [content + " refresh 2 retry 3 expire 4 minimum 5"])
  }

  @Test func addressRecordOutsideTheZoneIsUnmanaged() throws {
    let found = try read(Self.head + "contoso. 300 IN A 10.1.0.5\n")
    #expect(found.recordSets.isEmpty)
    #expect(found.otherRecords.map { String(decoding: $0.line, as: UTF8.self) } == ["contoso. 300 IN A 10.1.0.5"])
    let policy = try ZoneFileReader.contents(
      of: Array("@ 60 IN SOA a. b.c. 1 2 3 4 5\n@ 60 IN A 10.1.0.5\n".utf8), origin: .responsePolicyZone, isPolicy: true
    )
    #expect(policy.recordSets.isEmpty)
    #expect(
      policy.otherRecords.map { String(decoding: $0.line, as: UTF8.self) } == ["rpz.apim-dns.invalid. 60 IN A 10.1.0.5"]
    )
  }

  private func expect(_ text: String, _ row: Int, _ column: Int, _ sentence: String) throws {
    let error = try #require(throws: ZoneFileError.self) { try read(text) }
    let position = SourcePosition(ofByte: error.offset, in: Array(text.utf8), file: "f")
    #expect("\(position): \(error.description)" == "f:\(row):\(column): \(sentence)")
  }

  @Test(arguments: [
    (
      "@ 60 IN NS a.",
      "Add an SOA record, or move the file away and apply with --serial-from so that the serial does not decrease."
    ),
    (
      Self.head + "@ 60 IN SOA a. b.c. 1 2 3 4 5",
      "Remove one of the SOA records, or move the file away and apply with --serial-from so that the serial does not "
        + "decrease."
    ),
    (
      Self.head + "a",
      "Correct the line, or move the file away and apply with --serial-from so that the serial does not decrease."
    ),
  ])
  func errorSaysWhatToDo(text: String, fix: String) throws {
    let error = try #require(throws: ZoneFileError.self) { try read(text + "\n") }
    #expect(error.fix == fix)
  }

  /// A huge word is an error where a name or a number is expected; unmanaged data may be long.
  @Test(arguments: [
    ("WORD", 1, "owner name"), ("a WORD", 3, "record type"), ("a 300 IN WORD", 10, "record type"),
    ("a 300 IN A WORD", 12, "IPv4 address"), ("$TTL WORD", 6, "TTL"), ("$ORIGIN WORD", 9, "origin"),
    ("@ NS WORD", 6, "name server"),
  ])
  func hugeWordIsAnError(line: String, column: Int, expected: String) throws {
    let word = String(repeating: "\0", count: 1_000_000)
    #expect(
      throws: ZoneFileError(
        at: Self.head.utf8.count + column - 1, "a word of 1000000 bytes is too long for the \(expected)")
    ) {
      try read(Self.head + line.replacing("WORD", with: word) + "\n")
    }
    #expect(CanonicalName.read(Array(word.utf8)[...], origin: []) == nil)
    #expect(try read(Self.head + "a TXT \(word)\n").otherRecords.count == 1)
  }
}
