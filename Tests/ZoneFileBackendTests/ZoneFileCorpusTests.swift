import Diagnostics
import DNSModel
import Foundation
import Reconciliation
import Testing
import TestSupport

@testable import ZoneFileBackend

/// The directory of zone files from other projects, beside the package.
private let corpora = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../../shared/corpora").standardizedFileURL

/// Zone files from other projects: the reader reads every file that named accepts, and reads the same as named.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: corpora.path)))
struct ZoneFileCorpusTests {
  /// All files that may be zone files, with candidates for their origins.
  private static let files: [(path: String, origins: [String])] = {
    let names = FileManager.default.enumerator(atPath: corpora.path)?.compactMap { $0 as? String } ?? []
    return names.sorted().compactMap { name in
      let path = corpora.appending(path: name).path
      guard let bytes = FileManager.default.contents(atPath: path), bytes.count < 400_000,
        bytes.range(of: Data("SOA".utf8)) != nil || bytes.range(of: Data("soa".utf8)) != nil, !name.hasSuffix(".md")
      else { return nil }
      return (path, origins(of: name, String(decoding: bytes, as: UTF8.self)))
    }
  }()

  /// Candidates for the origin of a file: from its text, its name, and common ones.
  private static func origins(of name: String, _ text: String) -> [String] {
    var origins: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      if words.first == "$ORIGIN", words.count > 1, words[1].hasSuffix(".") { origins.append(String(words[1])) }
      if words.contains("SOA"), let owner = words.first, owner.hasSuffix("."), !line.hasPrefix(" ") {
        origins.append(String(owner))
      }
    }
    let file = URL(filePath: name).lastPathComponent
    for ending in ["", ".db", ".zone", ".db.in", ".extension"] where file.hasSuffix(ending) && file.count > ending.count
    {
      origins.append(file.dropLast(ending.count) + ".")
    }
    origins += ["example.", "example.com.", "."]
    return origins.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Whether a file has a directive that the reader does not support.
  private func hasUnsupportedDirective(_ text: String) -> Bool {
    text.split(whereSeparator: \.isNewline).contains { line in
      ["$INCLUDE", "$GENERATE", "$DATE"].contains { line.uppercased().hasPrefix($0) }
    }
  }

  /// Reads all records of a file, and renders them.
  private func written(_ bytes: [UInt8], origin: String) throws -> [UInt8] {
    var reader = ZoneFileRecordReader(bytes, zone: Array(origin.lowercased().utf8))
    var text: [UInt8] = []
    while let head = try reader.next() {
      let record = try ResourceRecord(head, from: &reader)
      text += "$ORIGIN ".utf8 + record.origin + "\n".utf8 + record.line + "\n".utf8
    }
    return text
  }

  /// The records of a file as named reads them, one on each line; nil if named rejects the file.
  private func compiled(_ path: String, origin: String) async throws -> String? {
    let result = try await Program.required("named-compilezone").run(
      ["-q", "-i", "none", "-k", "ignore", "-n", "ignore", "-r", "ignore", "-s", "full", "-o", "-", origin, path])
    return result.status == 0 ? result.output : nil
  }

  @Test(.needs("named-compilezone"), .timeLimit(.minutes(5))) func corpusIsReadTheSameAsByNamed() async throws {
    let workers = 4
    let compared = try await withThrowingTaskGroup { group in
      for worker in 0..<workers {
        group.addTask {
          var compared = 0
          for index in stride(from: worker, to: Self.files.count, by: workers)
          where try await compare(Self.files[index].path, origins: Self.files[index].origins) {
            compared += 1
          }
          return compared
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(compared > 50, "only \(compared) files were compared")
  }

  /// Compares one file, and returns whether named accepts it as a zone other than the root.
  private func compare(_ path: String, origins: [String]) async throws -> Bool {
    let bytes = Array(FileManager.default.contents(atPath: path) ?? Data())
    guard !hasUnsupportedDirective(String(decoding: bytes, as: UTF8.self)) else { return false }
    for origin in origins {
      guard let expected = try await compiled(path, origin: origin) else { continue }
      do {
        let folder = try TemporaryFolder(inMemory: true)
        let copy = try folder.write("copy.zone", try written(bytes, origin: origin))
        let isSame = try await compiled(copy, origin: origin) == expected
        #expect(isSame, "\(path) as \(origin)")
        // A managed zone is never the root.
        if origin == "." { return false }
        try expectSameAddresses(bytes, expected, origin: origin, path)
      } catch let error as ZoneFileError {
        Issue.record("\(SourcePosition(ofByte: error.offset, in: bytes, file: path)): \(error.description)")
      }
      return true
    }
    return false
  }

  /// Compares the managed SOA, NS and A records with the lines that named wrote.
  private func expectSameAddresses(_ bytes: [UInt8], _ expected: String, origin: String, _ path: String) throws {
    let zone = try DomainName(String(origin.dropLast()))
    let found = try ZoneFileReader.contents(of: bytes, origin: zone)
    var lines: Set<String> = []
    for (name, set) in found.recordSets {
      for address in set.addresses { lines.insert("\(name). \(address)") }
    }
    // The glue of a delegation is unmanaged; a relative owner name has no dot at its end.
    for record in found.otherRecords where record.type == .a && record.owner.last != UInt8(ascii: ".") {
      lines.insert(
        "\(String(decoding: record.owner, as: UTF8.self)).\(zone). \(String(decoding: record.data, as: UTF8.self))")
    }
    for server in found.apex.nameServers { lines.insert("\(zone). NS \(server)") }
    lines.insert("SOA \(found.serial) \(found.apex.soa.minimum)")
    var named: Set<String> = []
    for line in expected.split(separator: "\n") {
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map { $0.lowercased() }
      guard words.count > 4 else { continue }
      switch words[3] {
      case "a": named.insert("\(words[0]) \(words[4])")
      case "ns" where words[0] == "\(zone).": named.insert("\(zone). NS \(words[4])")
      case "soa": named.insert("SOA \(words[6]) \(words[10])")
      default: break
      }
    }
    #expect(lines == named, "\(path)")
  }
}
