import Testing

@testable import azure_emulator

/// What `--throttle` makes of requests.
@Suite struct ThrottleTests {
  @Test(arguments: [(1, 1), (0.3, 4), (1e-300, 1_000_000_000)] as [(Double, Int)])
  func requestAboveTheRateLimitMustWait(rate: Double, wait: Int) {
    var throttle = Throttle(burst: 2, rate: rate)
    let now = ContinuousClock.now
    #expect(throttle.take("read s", now: now).wait == nil)
    #expect(throttle.take("read s", now: now).wait == nil)
    #expect(throttle.take("write s", now: now).wait == nil)
    #expect(throttle.take("read s", now: now).wait == wait)
  }
}
