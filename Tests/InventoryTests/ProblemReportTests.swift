import Diagnostics
import DNSModel
import Testing

@testable import Inventory

@Suite("How problems are shown")
struct ProblemReportTests {
  @Test("Twelve mistakes are twelve problems in the order of the file")
  func twelve() {
    let text = """
      {
        owner: "contoso platform",
        clod: "public",
        ttl: "5 minutes",
        hostnames: "regionl",
        instances: [
          { name: "contoso_apim", region: "westus", vip: "10.1.0.5" },
          { name: "fabrikam-apim", region: "westus", vip: "10.1.0" },
          { name: "legacy-apim", region: "eastus", vip: "8.8.8.8" },
          { name: "adatum-apim", region: 5, vip: "10.4.0.5", names: { gateway: ["-api.corp.example"] } },
        ],
        backends: {
          zones: { contact: "hostmaster", layout: "perHost" },
          zones: {},
        },
      }
      """
    let reading = InventoryFileTests.read(text, file: "contoso.json5")
    #expect(reading.inventory == nil)
    #expect(
      reading.problems.map(\.description) == [
        "contoso.json5:2:10: 'contoso platform' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.",
        "contoso.json5:3:3: unknown key 'clod'. Did you mean 'cloud'?",
        "contoso.json5:4:8: '5 minutes' is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, "
          + "2h or 1d.",
        "contoso.json5:5:14: unknown hostname scheme 'regionl'. Did you mean 'regional'?",
        "contoso.json5:7:13: 'contoso_apim' is not a valid instance name. Use 1-50 letters, digits or '-'; start with a "
          + "letter and don't end with '-'.",
        "contoso.json5:8:53: '10.1.0' is not a valid IPv4 address. Use four numbers from 0 to 255 without leading "
          + "zeros, such as 10.1.0.5.",
        "contoso.json5:9:51: 8.8.8.8 is not a private address (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, "
          + "100.64.0.0/10). If "
          + "the virtual network uses it anyway, set publicVip: true for the instance.",
        "contoso.json5:10:36: expected a string, found a number",
        "contoso.json5:10:75: '-api.corp.example' is not a valid domain name: a label begins or ends with a hyphen",
        "contoso.json5:13:23: 'hostmaster' is not a valid mail address. Use one such as hostmaster@corp.example, "
          + "without spaces.",
        "contoso.json5:13:45: unknown layout 'perHost'. Use 'perHostname', 'parent' or 'responsePolicy'.",
        "contoso.json5:14:5: duplicate key 'zones', first defined at line 13. Remove one of them.",
      ])
  }

  @Test("Dots left in the example are reported as invalid values")
  func dots() {
    let reading = InventoryFileTests.read(
      """
      { backends: { azure: { subscription: "…", resourceGroup: "rg-dns",
        links: [{ virtualNetwork: "/subscriptions/…/virtualNetworks/vnet1" }] } } }
      """)
    #expect(
      reading.report == """
        a.json5:1:38: '…' is not a valid subscription. Use its ID, such as 00000000-0000-0000-0000-000000000000, \
        which 'az account show' prints as id.
        { backends: { azure: { subscription: "…", resourceGroup: "rg-dns",
                                             ^
        a.json5:2:29: '/subscriptions/…/virtualNetworks/vnet1' is not a valid virtual network. Use its resource ID, \
        such as /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/NAME.
          links: [{ virtualNetwork: "/subscriptions/…/virtualNetworks/vnet1" }] } } }
                                    ^
        """)
  }

  @Test("The caret is under the position")
  func caret() {
    let reading = InventoryFileTests.read("{\n  owner: 'é', ttl: 0, instances: [] }")
    #expect(
      reading.report == """
        a.json5:2:10: 'é' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.
          owner: 'é', ttl: 0, instances: [] }
                 ^
        a.json5:2:20: 0 is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d.
          owner: 'é', ttl: 0, instances: [] }
                           ^
        """)
  }

  @Test("The caret's line keeps tabs, control characters are not shown, and the caret may be after the end")
  func caretCorners() {
    #expect(
      InventoryFileTests.read("\t{\tttl: 0, backends: {} }").report.hasSuffix(
        "\n\t{\tttl: 0, backends: {} }\n\t \t     ^"))
    #expect(
      InventoryFileTests.read("{ /*\u{1B}[2J*/ ttl: 0, backends: {} }").report.hasSuffix(
        "\n{ /*\u{FFFD}[2J*/ ttl: 0, backends: {} }\n                ^"))
    #expect(InventoryFileTests.read("{ instances: 'x'").report.hasSuffix("\n{ instances: 'x'\n                ^"))
    #expect(
      InventoryFileTests.read("{\n").report.hasSuffix(
        "a.json5:2:1: expected a key or '}', found the end of the file"))
    #expect(InventoryFileTests.read("").report == "a.json5:1:1: expected a value, found the end of the file")
  }

  @Test("The excerpt of a very long line is the part around the position")
  func longLine() {
    let blanks = String(repeating: " ", count: 200)
    let reading = InventoryFileTests.read("{\(blanks)ttl: 0,\(blanks)\nbackends: {} }")
    let (before, behind) = (String(repeating: " ", count: 55), String(repeating: " ", count: 58))
    let caret = String(repeating: " ", count: 61) + "^"
    #expect(reading.problems.first?.excerpt == "…\(before)ttl: 0,\(behind)…\n\(caret)")
    #expect(reading.problems.first?.description.hasPrefix("a.json5:1:207: ") == true)
  }

  @Test(
    "Lines end with LF, CR or both; columns count characters, without a byte order mark",
    arguments: [
      ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1), ("a\n\rb", 3, 3, 1), ("a\r\n", 3, 2, 1),
      ("é€😀b", 9, 1, 4),
      ("\u{FEFF}ab", 3, 1, 1), ("\u{FEFF}ab", 0, 1, 1), ("\u{FEFF}ab", 4, 1, 2), ("a\u{2028}b", 4, 1, 3), ("", 0, 1, 1),
      ("ab", 99, 1, 3), ("a\n", 1, 1, 2), ("a\r\nb", 2, 1, 3),
    ])
  func positions(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
    var source = SourceText(bytes: Array(text.utf8), file: "f")
    let position = source.position(ofByte: offset)
    #expect(position == SourcePosition(file: "f", line: line, column: column))
  }

  @Test(
    "No line of a file that is not an inventory is shown",
    arguments: [
      "root:$6$s3cret:19000:0:99999:7:::\n", "s3cret", "[Interface]\nPrivateKey = s3cret\n",
      "# s3cret\n{ instances: }", "// s3cret\n0 s3cret", "/* s3cret", "\u{1B}s3cret", "'s3cret",
    ])
  func noLineOfAnotherFileIsShown(_ text: String) {
    let reading = InventoryFileTests.read(text)
    #expect(
      reading.report
        == "a.json5:1:1: this is not an inventory, which starts with '{' and a key such as 'instances'. Use another file."
    )
  }

  @Test(
    "No line, key or value of a file without the keys of an inventory is shown",
    arguments: [
      (
        #"{"$schema":"https://x.example/2019/deploymentParameters.json#","parameters":{"p":{"value":"s3cret"}}}"#,
        [
          "1:64: unknown key '…'. \(rootKeys)"
        ]
      ),
      (#"{"clouds":{"a":{"password":"s3cret"}}}"#, ["1:2: unknown key '…'. Did you mean 'cloud'?"]),
      (#"{"hostname":"s3cret"}"#, ["1:2: unknown key '…'. Did you mean 'hostnames'?"]),
      (#"{"instance":"s3cret"}"#, ["1:2: unknown key '…'. Did you mean 'instances'?"]),
      (#"{"backend":{"instances":"s3cret"}}"#, ["1:2: unknown key '…'. Did you mean 'backends'?"]),
      (#"{"backend":{"instances":"s3cret" 1"#, ["1:34: expected ',' or '}'"]),
      (#"{"backend":{"instances":["s3cret" 1"#, ["1:35: expected ',' or ']'"]),
      (
        #"{"owner":"s3 cret","cloud":"s3cret","hostnames":"s3cret","ttl":"s3cret"}"#,
        [
          "1:10: '…' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'.",
          "1:28: unknown cloud '…'. Use 'public', 'usgovernment' or 'china'.",
          "1:49: unknown hostname scheme '…'. Use 'regional', 'v2', 'classic' or 'given'.",
          "1:64: '…' is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d.",
        ]
      ),
      (
        #"{"ttl":0}"#,
        ["1:8: '…' is not a valid TTL. Use 1-2147483647 seconds, or a duration such as 30s, 5m, 2h or 1d."]
      ),
      ("{ s3cret: 1}", ["1:3: unknown key '…'. \(rootKeys)"]),
      ("{ s3cret", ["1:9: expected ':' after the key, found the end of the file"]),
      ("{ owner: s3cret }", ["1:10: expected a value. Put text in quotes."]),
      ("{ owner: 'x' s3cret", ["1:14: expected ',' or '}'"]),
      (#"{ owner: '\5' }"#, ["1:11: JSON5 has no octal escapes. Use '\\x' instead."]),
      ("{ \"s3cret\": \"x", ["1:13: this string is not closed. Close it with '\"'."]),
      ("// s3cret", ["1:10: expected a value, found the end of the file"]),
      ("[\"s3cret\"]", ["1:1: expected an object, found a list"]),
      (
        "{ owner: 's3cret',\n 'owner': 's3cret' }",
        ["2:2: duplicate key 'owner', first defined at line 1. Remove one of them."]
      ),
      ("{ owner: s3cret, instances: [] }", ["1:10: expected a value. Put text in quotes."]),
    ])
  func nothingOfAFileWithoutInventoryKeysIsShown(_ text: String, _ problems: [String]) {
    #expect(InventoryFileTests.read(text).report == problems.map { "a.json5:\($0)" }.joined(separator: "\n"))
  }

  @Test("Invalid UTF-8 is not shown before a key of an inventory")
  func invalidUTF8IsNotShownBeforeAnInventoryIsKnown() {
    func report(_ text: [UInt8]) -> String { Inventory.read(bytes: text, file: "a.json5").report }
    #expect(
      report(Array("{".utf8) + [0xFF] + Array("s3cret".utf8))
        == "a.json5:1:2: the file is not valid UTF-8 here. Save it as UTF-8.")
    #expect(
      report(Array("{instances:[".utf8) + [0xFF, 0x7D])
        == "a.json5:1:13: the file is not valid UTF-8 here. Save it as UTF-8.\n{instances:[\u{FFFD}}\n            ^")
  }

  @Test(
    "One key of an inventory at the root is enough to show lines, also before an error",
    arguments: [
      "{ instances: [ x", "{ backends: { zones: [ x", "{ 'owner': 1, 'instances' x", "{ inst\\u0061nces: x",
      "{ $schema: 'https://x.example/inventory.schema.json', x", "{ owner: {}, ttl: [{}], instances: [], x",
    ])
  func knownInventory(_ text: String) {
    #expect(InventoryFileTests.read(text).report.contains("\n\(text)\n"))
  }

  /// What is said behind an unknown key at the root.
  private static let rootKeys =
    "Use 'owner', 'cloud', 'ttl', 'hostnames', 'endpoints', 'access', 'instances', 'backends' or '$schema'."

  @Test("No value of another JSON file is shown")
  func otherJSON() {
    #expect(
      InventoryFileTests.read("{ \"AccessToken\": {\n \"secret\": \"s3cret\" } }").report
        == "a.json5:1:3: unknown key '…'. Use 'owner', 'cloud', 'ttl', 'hostnames', 'endpoints', 'access', 'instances', 'backends' or "
        + "'$schema'.")
  }

  @Test("The text of a problem that is not shown is never made")
  func textOfAHiddenProblemIsNeverMade() {
    let log = ProblemLog()
    var made = 0
    func text() -> String {
      made += 1
      return "wrong"
    }
    for offset in 0..<100_000 { log.report(text(), at: .byte(offset)) }
    #expect(log.count == 100_000 && made < 500)
    log.report("at the beginning", at: .option("--vip"))
    #expect(log.problems().first?.message == "at the beginning")
    #expect(log.problems().count == 100)
  }

  @Test("Positions in one long line are counted in linear time")
  func longLineOfProblems() {
    let text = "{ instances: [ " + String(repeating: "é, ", count: 3) + "] }"
    var source = SourceText(bytes: Array(text.utf8), file: "f")
    let offsets = 0..<text.utf8.count
    let forward = offsets.map { source.position(ofByte: $0).column }
    let fresh = offsets.map { offset in
      var source = SourceText(bytes: Array(text.utf8), file: "f")
      return source.position(ofByte: offset).column
    }
    #expect(forward == fresh)
    #expect(offsets.reversed().map { source.position(ofByte: $0).column } == fresh.reversed())
  }

  @Test("The first hundred problems are shown, and the others are counted")
  func hundred() {
    for (count, omission) in [(100, nil), (101, "and 1 more problem"), (1234, "and 1134 more problems")]
      as [(Int, String?)]
    {
      let text = "{ instances: [\n" + String(repeating: "5,\n", count: count) + "] }"
      let reading = InventoryFileTests.read(text)
      #expect(
        reading.problems.map { $0.origin }
          == (2...101).map { .position(SourcePosition(file: "a.json5", line: $0, column: 1)) })
      #expect(reading.omitted == count - 100)
      #expect(reading.report.hasSuffix("\n\(omission ?? "^")"))
      #expect(reading.inventory == nil)
    }
  }

  @Test("A warning is marked as such, and does not displace errors from the report")
  func warnings() {
    let log = ProblemLog(bytes: Array("ab".utf8), file: "f")
    for _ in 0..<1000 { log.report("odd", at: .byte(0), .warning) }
    #expect(!log.hasErrors)
    log.report("wrong", at: .byte(1))
    let problems = log.problems()
    #expect(log.hasErrors)
    #expect(log.count == 1001)
    #expect(problems.count == 100)
    #expect(problems.first?.description == "f:1:1: warning: odd")
    #expect(problems.last?.description == "f:1:2: wrong")
  }

  @Test("Control characters are escaped, and long values are cut")
  func harmless() {
    let reading = InventoryFileTests.read(
      #"{ owner: '\x1B[31m\u202E', cloud: '\#(String(repeating: "x", count: 5000))', instances: [] }"#)
    #expect(
      reading.problems.map(\.description) == [
        #"a.json5:1:10: '\u{1B}[31m\u{202E}' is not a valid owner. Use 1-63 letters, digits, '-', '_' or '.'."#,
        "a.json5:1:35: unknown cloud '\(String(repeating: "x", count: 120))…'. Use 'public', 'usgovernment' or 'china'.",
      ])
    let long = InventoryProblem(severity: .error, origin: .option("--x"), message: String(repeating: "y", count: 9999))
    #expect(long.message == String(repeating: "y", count: 600) + "…")
  }
}
