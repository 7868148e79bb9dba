import Testing

@testable import apim_dns

/// The line that says how far a work has come.
@Suite struct ProgressLineTests {
  private let line = ProgressLine(stage: "azure: writing", done: 120, total: 300, seconds: 4)

  @Test(arguments: [
    (200, "azure: writing  [################------------------------]  120 of 300  30/s  0:06 left"),
    (80, "azure: writing  [############--------------------]  120 of 300  30/s  0:06 left"),
    (60, "azure: writing  [####--------]  120 of 300  30/s  0:06 left"),
    (50, "azure: writing  120 of 300  30/s  0:06 left"),
    (40, "120 of 300  30/s  0:06 left"),
    (20, "120/300 30/s 0:06"),
    (10, "120/300"),
    (5, ""),
  ])
  func partsThatDoNotFitAreLeftOut(columns: Int, text: String) {
    #expect(line.text(columns: columns) == text)
    #expect(text.count < columns)
  }

  @Test(arguments: [
    (0, 300, 4.0, "0 of 300"), (1, 300, 4.0, "1 of 300  15/min  19:56 left"),
    (300, 300, 4.0, "300 of 300  75/s  0:00 left"),
    (2, 7202, 2.0, "2 of 7202  1/s  2:00:00 left"),
  ])
  func lineShowsRateAndTimeLeft(done: Int, total: Int, seconds: Double, text: String) {
    #expect(
      ProgressLine(stage: "s", done: done, total: total, seconds: seconds).text(columns: 80).hasSuffix("]  \(text)"))
  }

  @Test("The time left agrees with the limits of the server: 40 zones of 22 steps a minute")
  func timeLeftUnderALimit() throws {
    for second in 1..<725 {
      let done = min(500, (second / 60 + 1) * 40) * 22
      let text = ProgressLine(
        stage: "s", done: done, total: 11_000, seconds: Double(second), leastSeconds: 720
      ).text(columns: 80)
      let left = try #require(text.split(separator: " ").dropLast().last?.split(separator: ":").compactMap { Int($0) })
      let seconds = left.reduce(0) { $0 * 60 + $1 }
      #expect(abs(seconds - max(0, 720 - second)) <= 65, "\(second): \(text)")
    }
    // Who does more in a second than a minute allows is not limited.
    let fast = ProgressLine(stage: "s", done: 5500, total: 11_000, seconds: 4, leastSeconds: 720)
    #expect(fast.text(columns: 80).hasSuffix("0:04 left"))
  }

  @Test func unknownTotalShowsOnlyTheStage() {
    let line = ProgressLine(stage: "azure: listing zones", done: 0, total: 0, seconds: 4)
    #expect(line.text(columns: 80) == "azure: listing zones")
    #expect(line.text(columns: 20) == "azure: listing zone")
  }
}
