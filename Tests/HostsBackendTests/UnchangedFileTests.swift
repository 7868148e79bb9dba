import DNSModel
import FileReplacement
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import HostsBackend

/// The quick look at big files says the same as the reading of the whole file, or nothing.
@Suite struct UnchangedFileTests {
  private let folder: TemporaryFolder
  private let owner = Owner("contoso-platform") ?? .standard
  private let desired = [
    BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.5"]),
    BackendConformance.recordSet("contoso-apim.portal.azure-api.net", ["10.1.0.5"]),
  ]

  init() throws {
    folder = try TemporaryFolder(inMemory: true)
  }

  private var block: [UInt8] {
    ManagedBlock.text(of: desired, owner: owner, lineEnd: "\n", lineEndBeforeIsOurs: false)
  }

  /// Lines of somebody else, at least so many bytes of them.
  private func lines(_ size: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < size {
      let kind = Int.random(in: 0..<20, using: &random)
      let number = Int.random(in: 0..<1_000_000, using: &random)
      switch kind {
      case 0: bytes += "# westus.azure-api.net \(number)\n".utf8
      case 1: bytes += "\n".utf8
      case 2: bytes += "0.0.0.0 contoso.portal.azure-api.net.tracker\(number).example # BEGIN\n".utf8
      case 3: bytes += [UInt8](repeating: UInt8(ascii: "x"), count: number % 5000) + [0x0A]
      default: bytes += "10.0.0.\(number % 256)\th\(number).bench.test\n".utf8
      }
    }
    return bytes
  }

  /// Whether the quick look is certain, and whether the whole file says that nothing is to be done.
  private func looks(at bytes: [UInt8]) async throws -> (isCertain: Bool, isUnchanged: Bool) {
    let path = try folder.write("hosts", bytes)
    let patch = try? HostsPatch(
      HostsBackend(path: path, owner: owner), .present(desired), on: FileSnapshot(of: path))
    // A file that has just been written is not looked at quickly.
    try await Task.sleep(for: .milliseconds(110))
    let isUnchanged = patch.map { !$0.changesFile && $0.plan.conflicts.isEmpty && $0.plan.unchanged == 2 } ?? false
    return (await UnchangedFile(path: path, owner: owner, desired: desired).isCertain(), isUnchanged)
  }

  /// Wherever the block stands, over the middle of the file and over the ends of pieces too.
  @Test func aPlainFileIsCertain() async throws {
    var random = SeededGenerator(seed: 4)
    let size = 1 << 21
    let edges = [0, 1 << 18, 1 << 20, 1 << 21].flatMap { edge in (-block.count - 1...1).map { edge + $0 } }
    for place in edges where place >= 0 && Int.random(in: 0..<16, using: &random) == 0 {
      var bytes = lines(place, &random).prefix(place)
      if !bytes.isEmpty { bytes[bytes.endIndex - 1] = 0x0A }
      bytes += block
      bytes += lines(max(size - bytes.count, 1), &random)
      #expect(try await looks(at: Array(bytes)) == (true, true), "a block at \(place)")
    }
  }

  /// A foreign line with one of our names, across the end of a piece, the middle of the file, and what is read twice there.
  @Test func aForeignLineAcrossAnEdgeIsSeen() async throws {
    var random = SeededGenerator(seed: 6)
    let foreign = Array("10.9.9.9 Contoso-APIM.portal.azure-api.net\n".utf8)
    for edge in [1 << 18, (1 << 18) * 2 - 34, 1 << 20, (1 << 20) + (1 << 18) - 34] {
      for shift in stride(from: -foreign.count, through: 2, by: 5) {
        var bytes = Array((block + lines(edge + shift, &random)).prefix(edge + shift))
        bytes[bytes.endIndex - 1] = 0x0A
        bytes += foreign
        bytes = Array((bytes + lines((1 << 21) - bytes.count, &random)).prefix(1 << 21))
        #expect(try await looks(at: bytes) == (false, false), "a line at \(edge + shift)")
      }
    }
  }

  @Test func aFileThatSomebodyTouchesMeanwhileIsNotCurrent() async throws {
    let path = try folder.write("hosts", text: "127.0.0.1 localhost\n")
    #expect(try !PiecewiseFile(path).isCurrent(), "it is too young to tell")
    try await Task.sleep(for: .milliseconds(110))
    let file = try PiecewiseFile(path)
    #expect(file.isCurrent())
    try folder.write("other", text: "127.0.0.1 localhost\n")
    rename(folder.path("other"), path)
    #expect(!file.isCurrent(), "another file took its place")
    try await Task.sleep(for: .milliseconds(110))
    let again = try PiecewiseFile(path)
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.write(contentsOf: Array("1".utf8))
    #expect(!again.isCurrent(), "somebody wrote to it")
  }

  @Test func whatIsNotPlainIsLeftToTheWholeFile() async throws {
    var random = SeededGenerator(seed: 5)
    let (before, behind) = (lines(1 << 20, &random), lines(1 << 20, &random))
    let text = String(decoding: block, as: UTF8.self)
    let cases: [(bytes: [UInt8], isUnchanged: Bool)] = [
      (before + behind, false),
      (before + block.dropLast(), false),
      (before + "10.9.9.9 Contoso-APIM.westus.azure-api.net\n".utf8 + block + behind, false),
      (before + block + behind + "10.9.9.9 contoso-apim.portal.azure-api.net.\n".utf8, false),
      (before + "# contoso-apim.westus.azure-api.net\n".utf8 + block + behind, true),
      (before + block + "10.1.0.5 contoso-apim.westus.azure-api.net\n".utf8 + behind, true),
      (before + "x".utf8 + block + behind, false),
      (before + block + block + behind, false),
      (before + "# BEGIN apim-dns owner=other\n# END apim-dns owner=other\n".utf8 + block + behind, true),
      (before + "# BEGIN apim-dns owner=other\n".utf8 + block + behind, false),
      (before + text.replacing("10.1.0.5", with: "10.1.0.6", maxReplacements: 1).utf8 + behind, false),
      (before + text.replacing("portal", with: "Portal").utf8 + behind, false),
      (before + text.replacing("\n", with: "\r\n").utf8 + behind, false),
      (before + "10.0.0.1 a\r\n".utf8 + block + behind, true),
      ([0xFF, 0xFE] + before + block, false),
      (Array(block), true),
    ]
    for (bytes, isUnchanged) in cases {
      let looks = try await looks(at: bytes)
      #expect(
        looks == (false, isUnchanged), "\(String(decoding: bytes.dropFirst(before.count).prefix(200), as: UTF8.self))")
    }
  }

  /// A name of one or two letters is looked for in another way.
  @Test func aShortNameIsLeftToTheWholeFile() async throws {
    var random = SeededGenerator(seed: 7)
    let short = [BackendConformance.recordSet("db", ["10.1.0.5"])]
    let path = try folder.write("hosts", lines(1 << 20, &random))
    let backend = HostsBackend(path: path, owner: owner, keepsBackup: false)
    _ = try await backend.plan(.present(short)).apply()
    try await Task.sleep(for: .milliseconds(110))
    #expect(await !UnchangedFile(path: path, owner: owner, desired: short).isCertain())
    #expect(try await backend.plan(.present(short)).plan.isInSync)
  }

  @Test func aFileThatIsNoneIsNotCertain() async throws {
    #expect(await !UnchangedFile(path: folder.path, owner: owner, desired: desired).isCertain())
    #expect(await !UnchangedFile(path: folder.path("none"), owner: owner, desired: desired).isCertain())
  }
}
