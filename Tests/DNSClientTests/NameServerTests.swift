import Testing

@testable import DNSClient

/// How a name server is named on the command line.
struct NameServerTests {
  @Test(arguments: [("10.0.0.1", "10.0.0.1:53"), ("127.0.0.1:5353", "127.0.0.1:5353")])
  func isAnAddressWithOrWithoutAPort(text: String, shown: String) {
    #expect(NameServer(text)?.description == shown)
  }

  @Test(arguments: ["", "ns1.corp.example", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:+53", ":53", "::1"])
  func isNothingElse(text: String) {
    #expect(NameServer(text) == nil)
  }
}
