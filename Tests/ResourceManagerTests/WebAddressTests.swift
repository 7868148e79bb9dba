import ResourceManager
import Testing

struct WebAddressTests {
  @Test(arguments: [
    ("https://Management.Azure.com/x", "https", "management.azure.com", 443, "management.azure.com"),
    ("HTTPS://a.example:443?x", "https", "a.example", 443, "a.example"),
    ("http://[::1]:8080/", "http", "::1", 8080, "[::1]:8080"), ("http://a#b", "http", "a", 80, "a"),
    ("https://a.example:/x", "https", "a.example", 443, "a.example"),
  ])
  func validAddressIsParsed(_ text: String, _ scheme: String, _ host: String, _ port: Int, _ server: String) throws {
    let address = try #require(WebAddress(text))
    #expect(address.scheme == scheme)
    #expect(address.host == host)
    #expect(address.port == port)
    #expect(address.server == server)
  }

  @Test(arguments: [
    "", "a.example", "//a.example", "ftp://a.example", "https://", "https://:443", "https://a b", "https://u@a.example",
    "https://a.example:0", "https://a.example:65536", "https://a.example:+1", "https://[::1", "https://[::1]x",
    "https://a.example\n", "https://ä.example", "https:/a.example", "https://a.example\\@b.example",
  ])
  func invalidAddressIsNil(_ text: String) {
    #expect(WebAddress(text) == nil)
  }

  @Test(arguments: [
    ("http://127.0.0.1", true), ("http://127.255.3.4:1", true), ("http://localhost", true), ("http://[::1]", true),
    ("http://128.0.0.1", false), ("http://127.0.0.1.example", false), ("http://127.0.0", false),
    ("http://localhost.example", false), ("http://127.0.0.256", false),
  ])
  func loopbackAddressIsRecognised(_ text: String, _ isLoopback: Bool) {
    #expect(WebAddress(text)?.isLoopback == isLoopback)
  }
}
