import DNSModel
import FileReplacement
import Foundation
import Reconciliation
import ZoneFileBackend

/// Parts of the work on zone files, each run by itself: `benchmark zone-file-part PART …`.
enum ZoneFileParts {
  /// The zone of all figures.
  private static let suffix = DomainName(constant: "azure-api.net")

  /// Runs a part.
  ///
  /// - Parameter words: `emit COUNT FILE TIMES`, `read FILE` or `apply COUNT FOLDER`.
  /// - Throws: where a file cannot be read or written.
  static func run(_ words: [String]) async throws {
    switch (words.first, words.count) {
    case ("emit", 4): try emit(Int(words[1]) ?? 0, to: words[2], times: Int(words[3]) ?? 1)
    case ("read", 2): try read(words[1])
    case ("apply", 3): try await apply(Int(words[1]) ?? 0, in: words[2])
    default: throw BenchmarkError("no such part: \(words)")
    }
  }

  /// Record sets as 500,000 instances of the scheme `v2` have them, one address each.
  static func recordSets(_ count: Int, first: UInt32 = 0x0A00_0001) -> RecordSetList {
    var sets = RecordSetList()
    let endings = [".azure-api.net", ".developer.azure-api.net"].map { Array($0.utf8) }
    for number in 0..<count {
      let addresses = [IPv4Address(number: (number == 0 ? first : 0x0A00_0001) + UInt32(number / 2))]
      let name = Array("apim-\(number / 2 + 1_000_000)".utf8)
      let ending = endings[number % 2]
      sets.append(name.span, ending.span, .standard, addresses.span)
    }
    return sets
  }

  /// A backend that writes one zone for everything.
  static func backend(_ folder: String) throws -> ZoneFileBackend {
    try ZoneFileBackend(
      directory: folder, layout: .parent, suffix: suffix, nameServers: [DomainName(constant: "ns1.corp.example")],
      now: { Int(Date().timeIntervalSince1970) })
  }

  /// Emits the same zone again and again, each time to the disk.
  private static func emit(_ count: Int, to path: String, times: Int) throws {
    let zone = Zone(origin: suffix, recordSets: recordSets(count))
    let backend = try backend("unused")
    let clock = ContinuousClock()
    var (best, total) = (Duration.seconds(1_000), Duration.zero)
    for _ in 0..<times {
      let start = clock.now
      try? FileManager.default.removeItem(atPath: path)
      let file = try StagedFile(replacing: FileSnapshot(of: path), under: FolderLock(around: path)) {
        (put) throws(FileError) in
        try ZoneFileText.write(zone, by: backend, to: put)
      }
      try file.commit()
      let time = clock.now - start
      best = min(best, time)
      total += time
    }
    print("emitted in \(total / times), at best \(best)")
  }

  /// Reads a file.
  private static func read(_ path: String) throws {
    let clock = ContinuousClock()
    let start = clock.now
    guard let count = ZoneFileText.addressCount(in: try FileSnapshot(of: path).bytes, origin: suffix) else {
      throw BenchmarkError("cannot read \(path)")
    }
    print("read \(count) in \(clock.now - start)")
  }

  /// All that the backend does in one run that changes one address.
  private static func apply(_ count: Int, in folder: String) async throws {
    let sets = recordSets(count, first: 0x0A00_0001 + UInt32.random(in: 1...1_000_000))
    let backend = try backend(folder)
    let clock = ContinuousClock()
    let start = clock.now
    let work = try await backend.plan(.present(sets))
    let planned = clock.now - start
    _ = try await work.carryOut()
    print("planned in \(planned), all in \(clock.now - start)")
  }
}
