import Foundation
import TestSupport
import Testing

/// Whatever system call of an `apply` is the last one or fails: the file is the old one or the new one, and the next run
/// succeeds and leaves nothing lying about.
@Suite struct HostsFaultTests {
  private static let original = "127.0.0.1 localhost\n10.9.9.9 db\n"
  private static let words = [
    "apply", "hosts", "--file", "hosts", "--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5",
    "--hostnames", "regional",
  ]

  /// Makes a folder with a hosts file that has a mode of its own, and what a killed run left there.
  private static func makeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: original)
    try folder.write(".apim-dns.1.1.tmp", text: "what a killed run left")
    chmod(folder.path("hosts"), 0o640)
    return folder
  }

  @Test(.needs("strace"), arguments: SystemCallFaults.all)
  func everySystemCallMayFailOrBeTheLast(fault: String) async throws {
    let folder = try Self.makeFolder()
    let program = Program.built("apim-dns")
    _ = try await program.run(Self.words, in: folder.path)
    let new = try folder.bytes(of: "hosts")
    #expect(try !folder.contents().keys.contains(".apim-dns.1.1.tmp"), "what a killed run left is gone")
    let faults = SystemCallFaults(words: Self.words, file: "hosts", makeFolder: Self.makeFolder)
    try await faults.run(fault) { result in
      let (folder, comment) = (result.folder, result.comment)
      let after = try folder.bytes(of: "hosts")
      #expect(after == Array(Self.original.utf8) || after == new, comment)
      let again = try await program.run(Self.words, in: folder.path)
      #expect(again.status == 0, comment)
      #expect(try folder.bytes(of: "hosts") == new, comment)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(names).subtracting([".apim-dns.1.1.tmp"]) == ["hosts", "hosts.apim-dns.bak"], comment)
      #expect(try folder.text(of: "hosts.apim-dns.bak") == Self.original, comment)
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path("hosts"))[.posixPermissions] as? Int
      #expect(mode == 0o640, comment)
    }
  }
}
