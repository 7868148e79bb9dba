import Testing

@testable import DNSClient

/// The address of a name server on the command line.
struct NameServerTests {
  @Test(arguments: [
    ("10.0.0.1", "10.0.0.1:53"), ("127.0.0.1:5353", "127.0.0.1:5353"), ("::1", "[::1]:53"), ("[::1]", "[::1]:53"),
    ("[2001:DB8:0:0::4]:5353", "[2001:db8::4]:5353"), ("::ffff:10.0.0.1", "[::ffff:10.0.0.1]:53"),
  ])
  func addressWithOrWithoutAPortIsANameServer(text: String, shown: String) {
    #expect(NameServer(text)?.description == shown)
  }

  @Test(arguments: [
    "", "ns1.corp.example", "10.0.0.1:", "10.0.0.1:0", "10.0.0.1:65536", "10.0.0.1:+53", ":53", "[10.0.0.1]:53",
    "[::1", "[::1]53", "[::1]:", "[::1]:0", "[[::1]]:53", "::1]:53", "fe80::1%eth0", "[::1] :53", "2001:db8::4:99999",
    "[]",
  ])
  func otherTextIsNotANameServer(text: String) {
    #expect(NameServer(text) == nil)
  }
}
