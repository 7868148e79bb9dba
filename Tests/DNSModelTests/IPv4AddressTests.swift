import DNSModel
import Testing

@Suite("IPv4 addresses")
struct IPv4AddressTests {
  @Test(
    "Four numbers from 0 to 255 are an address",
    arguments: [
      ("0.0.0.0", 0), ("10.1.0.5", 0x0A01_0005), ("255.255.255.255", 0xFFFF_FFFF), ("1.20.255.0", 0x0114_FF00),
    ] as [(String, UInt32)])
  func good(_ text: String, _ number: UInt32) {
    #expect(IPv4Address(text)?.number == number)
    #expect(IPv4Address(text)?.description == text)
    #expect(IPv4Address(text.utf8.span) == IPv4Address(number: number))
  }

  @Test(
    "Other texts are not addresses",
    arguments: [
      "", ".", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "01.2.3.4", "1.2.3.04",
      "00.0.0.0",
      "256.0.0.1", "1.2.3.999", "1.2.3.4294967297", "0x1.2.3.4", "1.2.3.a", " 1.2.3.4", "1.2.3.4 ", "+1.2.3.4",
      "-1.2.3.4",
      "1.2.3.4\n", "1.2.3.4/32", "::1", "١.٢.٣.٤", "1,2,3,4",
    ])
  func bad(_ text: String) {
    #expect(IPv4Address(text) == nil)
  }

  @Test("Order is by number, not by text")
  func order() {
    let texts = ["2.0.0.0", "10.0.0.0", "10.0.0.9", "10.0.0.10", "200.0.0.0"]
    #expect(texts.reversed().compactMap { IPv4Address($0) }.sorted().map(\.description) == texts)
  }

  @Test(
    "Unusable ranges contain their first and last address, and not the next ones",
    arguments: [
      ("0.0.0.0", "0.255.255.255", "0.0.0.0/8", "'this network'"),
      ("127.0.0.0", "127.255.255.255", "127.0.0.0/8", "loopback"),
      ("169.254.0.0", "169.254.255.255", "169.254.0.0/16", "link-local"),
      ("168.63.129.16", "168.63.129.16", "168.63.129.16/32", "Azure's own platform address"),
      ("224.0.0.0", "239.255.255.255", "224.0.0.0/4", "multicast"),
      ("240.0.0.0", "255.255.255.255", "240.0.0.0/4", "reserved"),
    ])
  func unusable(_ first: String, _ last: String, _ block: String, _ purpose: String) throws {
    try check(AddressRange.unusable, first, last, block, purpose)
  }

  @Test(
    "Private ranges contain their first and last address, and not the next ones",
    arguments: [
      ("10.0.0.0", "10.255.255.255", "10.0.0.0/8", "private use"),
      ("172.16.0.0", "172.31.255.255", "172.16.0.0/12", "private use"),
      ("192.168.0.0", "192.168.255.255", "192.168.0.0/16", "private use"),
      ("100.64.0.0", "100.127.255.255", "100.64.0.0/10", "shared address space"),
    ])
  func privateUse(_ first: String, _ last: String, _ block: String, _ purpose: String) throws {
    try check(AddressRange.privateUse, first, last, block, purpose)
  }

  private func check(
    _ ranges: [AddressRange], _ first: String, _ last: String, _ block: String, _ purpose: String
  ) throws {
    let range = try #require(ranges.first { $0.description == block })
    #expect(range.purpose == purpose)
    let (low, high) = try (#require(IPv4Address(first)), #require(IPv4Address(last)))
    #expect(range.contains(low) && range.contains(high))
    if low.number > 0 { #expect(!range.contains(IPv4Address(number: low.number - 1))) }
    if high.number < .max { #expect(!range.contains(IPv4Address(number: high.number + 1))) }
  }
}
