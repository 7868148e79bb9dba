import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import ZoneFileBackend

/// Nine known bugs of serial numbers in programs that write zone files, as tests of whole runs with a set clock.
struct SerialPitfallTests {
  private static let noon = SerialNumberTests.noon
  private static let day = SerialNumberTests.day
  private static let file = "contoso-apim.westus.azure-api.net.zone"

  /// A directory with one zone file that has a given serial.
  private struct ZoneDirectory {
    let folder: TemporaryFolder

    init(serial: UInt32) async throws {
      folder = try TemporaryFolder()
      try await apply([contoso[0]], with: makeBackend(folder.path))
      let text = try folder.text(of: file)
      try folder.write(file, text: text.replacing(" 2026082100 ", with: " \(serial) "))
    }

    /// The serial in the file.
    var serial: UInt32? {
      get throws {
        let line = try folder.text(of: file).split(separator: "\n").first { $0.hasSuffix(" ; serial") }
        return line.flatMap { UInt32($0.split(separator: " ")[0]) }
      }
    }

    /// Changes the address in a run, and returns the new serial.
    @discardableResult
    func change(_ address: UInt32 = 0x0A01_0009, _ policy: SerialPolicy = .date, at now: Int = noon) async throws
      -> UInt32?
    {
      let set = RecordSet(name: contoso[0].name, ttl: .standard, addresses: [IPv4Address(number: address)])
      try await apply([set], with: makeBackend(folder.path, serialPolicy: policy, now: now))
      return try serial
    }
  }

  @Test("1: the hundredth change of a day carries into the next number, never into an eleventh digit")
  func hundredthChangeOfADay() async throws {
    let zones = try await ZoneDirectory(serial: 2_026_082_198)
    #expect(try await zones.change(1) == 2_026_082_199)
    #expect(try await zones.change(2) == 2_026_082_200)
    #expect(try await zones.change(3) == 2_026_082_201)
    #expect(try await zones.change(4, at: Self.noon + Self.day) == 2_026_082_202, "and the next day's is greater")
  }

  @Test("2: a clock that was set back, or a local date other than that of UTC, never decreases the serial")
  func clockSetBack() async throws {
    let zones = try await ZoneDirectory(serial: 2_026_082_100)
    #expect(try await zones.change(1, at: Self.noon - 30 * Self.day) == 2_026_082_101)
    #expect(try await zones.change(2, at: 0) == 2_026_082_102)
    // 23:59:59 and 00:00:00 in UTC, wherever the machine believes to be.
    #expect(try await zones.change(3, at: Self.noon + Self.day / 2 - 1) == 2_026_082_103)
    #expect(try await zones.change(4, at: Self.noon + Self.day / 2) == 2_026_082_200)
  }

  @Test("3: a change of policy between seconds and dates increases the serial both ways")
  func switchedPolicy() async throws {
    let zones = try await ZoneDirectory(serial: 1_787_313_500)
    #expect(try await zones.change(1, .unixtime) == 1_787_313_600)
    #expect(try await zones.change(2, .date) == 2_026_082_100)
    #expect(try await zones.change(3, .unixtime) == 2_026_082_101)
    #expect(try await zones.change(4, .increment) == 2_026_082_102)
  }

  @Test("4: the highest number is followed by a higher one in the circle, and never by 0")
  func highestNumberAndZero() async throws {
    #expect(try await ZoneDirectory(serial: .max).change(1, .increment) == 1)
    #expect(try await ZoneDirectory(serial: .max).change(1, .date) == 2_026_082_100)
    #expect(try await ZoneDirectory(serial: 0).change(1, .increment) == 1)
  }

  @Test("5: the serial never jumps by half the circle or more, which secondaries would read as a decrease")
  func jumpTooFar() async throws {
    // From each of these, 2026082100 is 2^31 + 1, 2^31 and 2^31 - 1 away.
    #expect(try await ZoneDirectory(serial: 4_173_565_747).change() == 4_173_565_748)
    #expect(try await ZoneDirectory(serial: 4_173_565_748).change() == 4_173_565_749)
    #expect(try await ZoneDirectory(serial: 4_173_565_749).change() == 2_026_082_100)
  }

  @Test("6: unchanged records leave the bytes, the modification time and the serial, and run no reload")
  func unchangedRecords() async throws {
    let zones = try await ZoneDirectory(serial: 7)
    let before = try zones.folder.contents()
    let path = zones.folder.path(Self.file)
    let time = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    let done = try await apply(
      [contoso[0]],
      with: makeBackend(
        zones.folder.path, serialPolicy: .unixtime, reloadCommand: "echo run > '\(zones.folder.path("trace"))'",
        now: Self.noon + 5 * Self.day))
    #expect(done.isInSync)
    #expect(try zones.folder.contents() == before)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date == time)
  }

  @Test("7: if the served serial is ahead of the file's, the next one exceeds both")
  func servedSerialAhead() async throws {
    for (file, served, next) in [(5, 2_026_082_150, 2_026_082_151), (2_026_082_150, 5, 2_026_082_151)] {
      let zones = try await ZoneDirectory(serial: UInt32(file))
      let backend = try ZoneFileBackend(
        directory: zones.folder.path, suffixes: [suffix], servedSerial: { _ in .serial(UInt32(served)) },
        owner: Owner("contoso-platform") ?? .standard, now: { Self.noon })
      try await apply([BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.9"])], with: backend)
      #expect(try zones.serial == UInt32(next))
    }
  }

  @Test("8: a field of the SOA record that changed is a change")
  func changedSOAField() async throws {
    let zones = try await ZoneDirectory(serial: 2_026_082_100)
    let text = try zones.folder.text(of: Self.file)
    try zones.folder.write(Self.file, text: text.replacing(" 600 ; retry", with: " 900 ; retry"))
    let done = try await apply([contoso[0]], with: makeBackend(zones.folder.path))
    #expect(done.changes.map(\.kind) == [.zone])
    #expect(try zones.serial == 2_026_082_101)
    #expect(try zones.folder.text(of: Self.file).contains("  2026082101 ; serial\n  3600 ; refresh\n  600 ; retry\n"))
  }

  @Test("9: comments and times in a file are neither compared nor written")
  func commentsAndTimes() async throws {
    let zones = try await ZoneDirectory(serial: 2_026_082_100)
    let text = try zones.folder.text(of: Self.file)
    let noted = text.replacing("\n$ORIGIN", with: "\n; generated 2026-08-20 11:59:59\n\n$ORIGIN") + "; end\n"
    try zones.folder.write(Self.file, text: noted)
    #expect(try await apply([contoso[0]], with: makeBackend(zones.folder.path, now: Self.noon + Self.day)).isInSync)
    #expect(try zones.folder.text(of: Self.file) == noted)
    // The same state at another time gives the same bytes but for the serial.
    let other = try TemporaryFolder()
    try await apply([contoso[0]], with: makeBackend(other.path, now: Self.noon + 9 * Self.day))
    #expect(try other.text(of: Self.file).replacing(" 2026083000 ", with: " 2026082100 ") == text)
  }
}
