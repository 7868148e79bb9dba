import DNSModel
import Testing

@Suite("Times to live")
struct TimeToLiveTests {
  @Test(
    "A TTL is in seconds, or a number with one unit",
    arguments: [
      ("1", 1), ("300", 300), ("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86400), ("007", 7),
      ("2147483647", 2_147_483_647),
      ("24855d", 2_147_472_000),
    ] as [(String, UInt32)])
  func good(_ text: String, _ seconds: UInt32) {
    #expect(TimeToLive(text)?.seconds == seconds)
    #expect(TimeToLive(text)?.description == "\(seconds)")
  }

  @Test(
    "Other texts are not TTLs",
    arguments: [
      "", "0", "0s", "-1", "+1", "1.5", "5M", "5 m", " 5", "5w", "m", "5mm", "1h30m", "2147483648", "24856d", "٣",
      "99999999999999999999", "9223372036854775807d", "0x10", "1e3",
    ])
  func bad(_ text: String) {
    #expect(TimeToLive(text) == nil)
  }

  @Test("A number of seconds from 1 to 2147483647 is a TTL")
  func numbers() {
    #expect(TimeToLive(seconds: 0) == nil)
    #expect(TimeToLive(seconds: -1) == nil)
    #expect(TimeToLive(seconds: 1)?.seconds == 1)
    #expect(TimeToLive(seconds: 2_147_483_647)?.seconds == 2_147_483_647)
    #expect(TimeToLive(seconds: 2_147_483_648) == nil)
    #expect(TimeToLive.standard.seconds == 300)
  }
}
