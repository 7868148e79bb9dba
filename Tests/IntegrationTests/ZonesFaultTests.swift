import Foundation
import TestSupport
import Testing

/// Whichever system call of an `apply` or `remove` of zone files fails or kills the run: every file is the old or the new one, the
/// include file names no missing zone, and the next run completes the change and leaves no temporary files.
@Suite struct ZonesFaultTests {
  private static let options = [
    "zones", "--directory", "zones", "--serial", "increment", "--catalog", "catalog.example", "--yes",
    "-i", "inventory.json5",
  ]

  /// An inventory of two instances in one file, with the address of the second.
  private static func inventory(_ names: [String], _ address: String) -> String {
    let instances = names.map { "{name:'\($0)',region:'westus',vip:'\(address)'}" }
    return "{hostnames:'regional',instances:[\(instances.joined(separator: ","))]}"
  }

  /// A directory with the old files and the new inventory.
  private static func makeFolder(from made: [String: [UInt8]]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, bytes) in made { try folder.write(name, bytes) }
    // One instance moves, one leaves, one is new.
    try folder.write("inventory.json5", text: inventory(["contoso-apim", "tailspin-apim"], "10.1.0.6"))
    return folder
  }

  @Test(.needs("strace"), arguments: SystemCallFaults.all, ["apply", "remove"])
  func everyFileIsOldOrNewWhicheverSystemCallFails(fault: String, command: String) async throws {
    let words = [command] + Self.options
    let program = Program.built("apim-dns")
    let first = try TemporaryFolder()
    try first.write("inventory.json5", text: Self.inventory(["contoso-apim", "fabrikam-apim"], "10.1.0.5"))
    try #require(try await program.run(["apply"] + Self.options, in: first.path).status == 0)
    // One of the zones to remove has an unmanaged record, so it stays, and so does the catalog.
    let other = "zones/fabrikam-apim.portal.azure-api.net.zone"
    try first.write(other, text: first.text(of: other) + "@ 60 IN TXT \"theirs\"\n")
    // Paths in the include file are absolute, so each directory gets its include file from its own run.
    let old = try first.contents().filter { $0.key.hasSuffix(".zone") }
    let last = try Self.makeFolder(from: old)
    try #require(try await program.run(words, in: last.path).status == 0)
    let new = try last.contents().filter { $0.key.hasSuffix(".zone") }
    #expect(Set(old.keys) != Set(new.keys))
    #expect(new.keys.contains(other) && new.keys.contains("zones/catalog.example.zone"))

    let faults = SystemCallFaults(words: words, file: "zones/named.conf.apim-dns") {
      try Self.makeFolder(from: old)
    }
    try await faults.run(fault) { result in
      let (folder, comment) = (result.folder, result.comment)
      for (name, bytes) in try folder.contents() where name.hasSuffix(".zone") {
        #expect(bytes == old[name] || bytes == new[name], comment)
      }
      if let include = try? folder.text(of: "zones/named.conf.apim-dns") {
        for path in include.split(separator: "\"") where path.hasSuffix(".zone") {
          #expect(FileManager.default.fileExists(atPath: String(path)), comment)
        }
      }
      let again = try await program.run(words, in: folder.path)
      #expect(again.status == 0, comment)
      #expect(try folder.contents().filter { $0.key.hasSuffix(".zone") } == new, comment)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("zones"))
      #expect(names.filter { !$0.hasSuffix(".zone") } == ["named.conf.apim-dns"], comment)
    }
  }
}
