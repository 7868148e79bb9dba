import DNSModel
import Testing

@Suite("Domain names")
struct DomainNameTests {
  private static let label63 = String(repeating: "a", count: 63)
  private static let name253 = "\(label63).\(label63).\(label63).\(String(repeating: "b", count: 61))"

  @Test(
    "Names are kept in lower case without the trailing dot",
    arguments: [
      ("a", "a"), ("localhost", "localhost"), ("Contoso-APIM.Azure-API.net.", "contoso-apim.azure-api.net"),
      ("_acme._tcp.example", "_acme._tcp.example"), ("1.2.3.a4", "1.2.3.a4"), ("1a", "1a"),
      ("a--b.example", "a--b.example"),
      ("\(label63).example", "\(label63).example"), (name253, name253), ("\(name253).", name253), ("a.1-2", "a.1-2"),
    ])
  func good(_ written: String, _ text: String) throws {
    let name = try DomainName(written)
    #expect(name.text == text)
    #expect(name.description == text)
  }

  @Test("Only a whole first label is a wildcard") func wildcards() throws {
    let name = try DomainName(allowingWildcard: "*.API.corp.example.")
    #expect(name.text == "*.api.corp.example" && name.isWildcard && name.ownZone.text == "api.corp.example")
    let plain = try DomainName(allowingWildcard: "api.corp.example")
    #expect(!plain.isWildcard && plain.ownZone == plain)
    for text in ["*", "*.", "*..a", "**.a.example", "a.*.example", "*a.example", "*.*.example", "*.\(Self.name253)"] {
      #expect(throws: DomainNameError.self) { try DomainName(allowingWildcard: text) }
    }
    #expect(throws: DomainNameError.self) { try DomainName("*.api.corp.example") }
    #expect(try DomainName(allowingWildcard: "*.\(Self.name253.dropFirst(2))").text.utf8.count == 253)
  }

  @Test(
    "Each invalid name has its error",
    arguments: [
      ("", .empty, "the domain name is empty"),
      (".", .empty, "the domain name is empty"),
      ("..", .emptyLabel, "'..' is not a valid domain name: it has an empty label"),
      (".a", .emptyLabel, "'.a' is not a valid domain name: it has an empty label"),
      ("a..b", .emptyLabel, "'a..b' is not a valid domain name: it has an empty label"),
      ("a..", .emptyLabel, "'a..' is not a valid domain name: it has an empty label"),
      ("\(name253)b", .nameTooLong, "'\(name253)b' is not a valid domain name: it is longer than 253 characters"),
      (
        "a\(label63).b", .labelTooLong,
        "'a\(label63).b' is not a valid domain name: a label is longer than 63 characters"
      ),
      (
        "b.a\(label63)", .labelTooLong,
        "'b.a\(label63)' is not a valid domain name: a label is longer than 63 characters"
      ),
      ("-a.b", .hyphenAtEdge, "'-a.b' is not a valid domain name: a label begins or ends with a hyphen"),
      ("a-.b", .hyphenAtEdge, "'a-.b' is not a valid domain name: a label begins or ends with a hyphen"),
      ("a.b-", .hyphenAtEdge, "'a.b-' is not a valid domain name: a label begins or ends with a hyphen"),
      ("-", .hyphenAtEdge, "'-' is not a valid domain name: a label begins or ends with a hyphen"),
      ("a b", .badCharacter, "'a b' is not a valid domain name: only letters, digits, '-', '_' and '.' are allowed"),
      ("*.a", .badCharacter, "'*.a' is not a valid domain name: only letters, digits, '-', '_' and '.' are allowed"),
      ("a/b", .badCharacter, "'a/b' is not a valid domain name: only letters, digits, '-', '_' and '.' are allowed"),
      (
        "bücher.example", .badCharacter,
        "'bücher.example' is not a valid domain name: only letters, digits, '-', '_' and '.' are allowed"
      ),
      ("a\n", .badCharacter, "'a\n' is not a valid domain name: only letters, digits, '-', '_' and '.' are allowed"),
      (
        "10.1.0.5", .looksLikeAddress,
        "'10.1.0.5' is not a valid domain name: the last label is a number, so programs would read it as an IPv4 address"
      ),
      (
        "a.1", .looksLikeAddress,
        "'a.1' is not a valid domain name: the last label is a number, so programs would read it as an IPv4 address"
      ),
      (
        "7.", .looksLikeAddress,
        "'7.' is not a valid domain name: the last label is a number, so programs would read it as an IPv4 address"
      ),
    ] as [(String, DomainNameError.Code, String)])
  func bad(_ written: String, _ code: DomainNameError.Code, _ message: String) {
    let error = #expect(throws: DomainNameError.self) { try DomainName(written) }
    #expect(error?.code == code)
    #expect(error?.description == message)
  }

  @Test("Names that differ only in case or the dot are the same")
  func equality() throws {
    #expect(try DomainName("A.B.") == DomainName("a.b"))
    #expect(try Set([DomainName("A"), DomainName("a")]).count == 1)
  }

  @Test("Canonical order is that of the example in RFC 4034 §6.1")
  func order() throws {
    let sorted = try ["example", "a.example", "yljkjljk.a.example", "z.a.example", "zabc.a.example", "z.example"]
      .map { name throws in try DomainName(name) }
    for _ in 0..<20 { #expect(sorted.shuffled().sorted() == sorted) }
    // By label, not by byte of the text: '-' sorts before '.'.
    #expect(try DomainName("b.a") < DomainName("a.a-b"))
    #expect(try DomainName("a.b") < DomainName("a-.b".replacing("-.", with: "-a.")))
    #expect(try !(DomainName("a") < DomainName("a")))
  }

  @Test(
    "A name below an origin has a relative form",
    arguments: [
      ("a.b.c", "b.c", "a"), ("x.a.b.c", "b.c", "x.a"), ("b.c", "b.c", "@"), ("ab.c", "b.c", nil), ("c", "b.c", nil),
      ("b.c.d", "b.c", nil),
    ] as [(String, String, String?)])
  func relative(_ name: String, _ origin: String, _ relative: String?) throws {
    #expect(try DomainName(name).relative(to: DomainName(origin)) == relative)
    #expect(try DomainName(name).isAtOrBelow(DomainName(origin)) == (relative != nil))
  }

  @Test("An invalid constant ends the program")
  func constant() async {
    #expect(DomainName(constant: "A.example").text == "a.example")
    #expect(DomainName.responsePolicyZone.text == "rpz.apim-dns.invalid")
    await #expect(processExitsWith: .failure) { _ = DomainName(constant: "a b") }
  }
}
