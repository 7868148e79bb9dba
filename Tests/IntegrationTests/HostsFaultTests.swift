import Foundation
import TestSupport
import Testing

/// Whatever system call of a run is the last one or fails: the file is the old one or the new one, with all that it had
/// besides, and the next run succeeds and leaves nothing lying about.
@Suite struct HostsFaultTests {
  private static let words = [
    "apply": ["--name", "contoso-apim", "--region", "westus", "--vip", "10.1.0.5", "--hostnames", "regional"],
    "remove": ["--owner", "apim-dns", "--yes"],
  ]

  /// An older block of ours, with lines of somebody else around it.
  private static let original = """
    127.0.0.1 localhost
    # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
    10.1.0.9\tcontoso-apim.westus.azure-api.net
    # END apim-dns owner=apim-dns
    10.9.9.9 db

    """

  /// Makes a folder with a hosts file that has a mode, an owner, attributes and an access control list of its own, and
  /// what a killed run left there.
  private static func makeFolder() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: original)
    try folder.write(".apim-dns.1.1.tmp", text: "what a killed run left")
    if getuid() == 0 { chown(folder.path("hosts"), 12345, 12345) }
    chmod(folder.path("hosts"), 0o640)
    for (program, words) in [
      ("setfattr", ["-n", "user.origin", "-v", "a word", "hosts"]), ("setfacl", ["-m", "u:23456:r", "hosts"]),
      ("setfacl", ["-d", "-m", "u:34567:rw", "."]),
    ] {
      let result = try await Program.required(program).run(words, in: folder.path)
      try #require(result.errors == "")
    }
    return folder
  }

  /// All that a file has besides its bytes: owner, mode, attributes, and among them the access control list.
  private static func properties(_ name: String, in folder: TemporaryFolder) async throws -> String {
    var status = stat()
    try #require(stat(folder.path(name), &status) == 0)
    let attributes = try await Program.required("getfattr").run(["-d", "-m", "-", name], in: folder.path)
    return "\(status.st_uid) \(status.st_gid) \(status.st_mode) " + attributes.output.replacing(name, with: "")
  }

  @Test(
    .needs("strace", "setfattr", "getfattr", "setfacl"), arguments: SystemCallFaults.all, ["apply", "remove"])
  func fileIsOldOrNewWhicheverSystemCallFailsOrIsTheLast(fault: String, command: String) async throws {
    let words = [command, "hosts", "--file", "hosts"] + (Self.words[command] ?? [])
    let folder = try await Self.makeFolder()
    let program = Program.built("apim-dns")
    let properties = try await Self.properties("hosts", in: folder)
    _ = try await program.run(words, in: folder.path)
    let new = try folder.bytes(of: "hosts")
    #expect(try !folder.contents().keys.contains(".apim-dns.1.1.tmp"), "what a killed run left is gone")
    let faults = SystemCallFaults(words: words, file: "hosts", makeFolder: Self.makeFolder)
    try await faults.run(fault) { result in
      let (folder, comment) = (result.folder, result.comment)
      let after = try folder.bytes(of: "hosts")
      #expect(after == Array(Self.original.utf8) || after == new, comment)
      #expect(result.status != 0 || after == new, comment)
      #expect(try await Self.properties("hosts", in: folder) == properties, comment)
      let again = try await program.run(words, in: folder.path)
      #expect(again.status == 0, comment)
      #expect(try folder.bytes(of: "hosts") == new, comment)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(names).subtracting([".apim-dns.1.1.tmp"]) == ["hosts", ".hosts.apim-dns.bak"], comment)
      #expect(try folder.text(of: ".hosts.apim-dns.bak") == Self.original, comment)
      for name in ["hosts", ".hosts.apim-dns.bak"] {
        #expect(try await Self.properties(name, in: folder) == properties, comment)
      }
    }
  }
}
