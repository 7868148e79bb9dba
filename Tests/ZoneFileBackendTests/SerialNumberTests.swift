import DNSModel
import Testing

@testable import ZoneFileBackend

/// Serial numbers under policies, clocks and overflows.
struct SerialNumberTests {
  /// 2026-08-21 12:00:00 UTC.
  static let noon = 1_787_313_600
  /// One day in seconds.
  static let day = 86_400

  private func next(_ present: UInt32?, _ policy: SerialPolicy, at seconds: Int = noon) -> UInt32 {
    SerialNumber.next(after: present.map { SerialNumber(number: $0) }, by: policy, at: seconds).number
  }

  @Test func newZoneStartsWithThePolicysNumber() {
    #expect(next(nil, .date) == 2_026_082_100)
    #expect(next(nil, .unixtime) == 1_787_313_600)
    #expect(next(nil, .increment) == 1)
  }

  @Test func hundredthChangeOfADayCarriesIntoTheNextDay() {
    #expect(next(2_026_082_198, .date) == 2_026_082_199)
    #expect(next(2_026_082_199, .date) == 2_026_082_200)
    #expect(next(2_026_082_200, .date) == 2_026_082_201)
  }

  @Test func dayAfterACarryContinuesAboveIt() {
    #expect(next(2_026_082_200, .date, at: Self.noon + Self.day) == 2_026_082_201)
    #expect(next(2_026_082_207, .date, at: Self.noon + Self.day) == 2_026_082_208)
    #expect(next(2_026_082_207, .date, at: Self.noon + 2 * Self.day) == 2_026_082_300)
  }

  @Test func dateIsThatOfUTC() {
    let midnight = Self.noon + Self.day / 2
    #expect(next(nil, .date, at: midnight - 1) == 2_026_082_100)
    #expect(next(nil, .date, at: midnight) == 2_026_082_200)
  }

  @Test(arguments: [
    (0, 1), (1, 1_970_010_100), (951_782_399, 2_000_022_800), (951_782_400, 2_000_022_900),
    (951_868_800, 2_000_030_100),
    (1_709_164_800, 2_024_022_900), (1_735_689_599, 2_024_123_100), (1_735_689_600, 2_025_010_100),
    (4_107_542_400, 2_100_030_100),
  ])
  func serialIsTheDateInTheCalendar(seconds: Int, serial: Int) {
    #expect(next(nil, .date, at: seconds) == UInt32(serial))
  }

  @Test func clockSetBackNeverDecreasesTheSerial() {
    #expect(next(2_026_082_103, .date, at: Self.noon - 30 * Self.day) == 2_026_082_104)
    #expect(next(1_787_313_600, .unixtime, at: Self.noon - 1) == 1_787_313_601)
    #expect(next(1_787_313_600, .unixtime, at: -5) == 1_787_313_601)
    #expect(next(nil, .date, at: -5) == 1)
  }

  @Test func changedPolicyIncreasesBothWays() {
    #expect(next(1_787_313_600, .date) == 2_026_082_100, "the date is greater than the seconds")
    #expect(next(2_026_082_100, .unixtime) == 2_026_082_101, "the seconds are less than the date")
    #expect(next(2_026_082_100, .increment) == 2_026_082_101)
  }

  @Test func twoChangesWithinOneSecondHaveTwoNumbers() {
    #expect(next(1_787_313_600, .unixtime) == 1_787_313_601)
    #expect(next(1_787_313_601, .unixtime) == 1_787_313_602)
  }

  @Test func highestNumberIsFollowedByOneAndNeverByZero() {
    #expect(next(4_294_967_295, .increment) == 1)
    #expect(next(4_294_967_294, .increment) == 4_294_967_295)
    #expect(next(4_294_967_295, .unixtime) == 1_787_313_600, "which is greater by RFC 1982")
    #expect(next(4_294_967_295, .date) == 2_026_082_100, "which is greater by RFC 1982")
    #expect(next(0, .increment) == 1)
  }

  @Test func serialNeverJumpsByHalfTheCircle() {
    // 2026082100 is less than these by RFC 1982, or half a circle away, which RFC 1982 leaves undefined.
    #expect(next(4_173_565_747, .date) == 4_173_565_748, "2^31 + 1 away")
    #expect(next(4_173_565_748, .date) == 4_173_565_749, "2^31 away")
    #expect(next(4_173_565_749, .date) == 2_026_082_100, "2^31 - 1 away")
  }

  @Test func nextSerialIsHigherUnderEveryPolicy() {
    for policy in SerialPolicy.allCases {
      for present: UInt32 in [0, 1, 99, 1_787_313_599, 2_026_082_199, 2_147_483_647, 2_147_483_648, 4_294_967_295] {
        for seconds in [Int.min, -1, 0, 1, Self.noon, 4_294_967_296, Int.max / 1000] {
          let new = next(present, policy, at: seconds)
          #expect(new != 0)
          #expect(SerialNumber(number: present).isLess(than: SerialNumber(number: new)))
        }
      }
    }
  }

  @Test func comparisonFollowsRFC1982() {
    func isLess(_ left: UInt32, _ right: UInt32) -> Bool {
      SerialNumber(number: left).isLess(than: SerialNumber(number: right))
    }
    #expect(isLess(0, 1))
    #expect(isLess(4_294_967_295, 0))
    #expect(isLess(0, 2_147_483_647))
    #expect(!isLess(0, 2_147_483_648), "undefined")
    #expect(!isLess(2_147_483_648, 0), "undefined")
    #expect(!isLess(0, 2_147_483_649))
    #expect(!isLess(7, 7))
    #expect(!isLess(1, 0))
  }

  @Test func policiesHaveFixedNames() {
    #expect(SerialPolicy.allCases.map(\.rawValue) == ["date", "unixtime", "increment"])
  }
}
