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

  /// One system call of a run: its name, and how many of that name came before it.
  private struct Call: Hashable {
    let name: String
    let number: Int
  }

  /// Makes a folder with a hosts file that has an attribute and a mode of its own, and what a killed run left there.
  private static func makeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: original)
    try folder.write(".apim-dns.1.1.tmp", text: "what a killed run left")
    chmod(folder.path("hosts"), 0o640)
    return folder
  }

  /// Every system call on files and descriptors, from the first that is about the hosts file to the last one.
  private static func calls() async throws -> [Call] {
    let folder = try makeFolder()
    let result = try await Program.required("strace").run(
      ["-o", folder.path("log"), "-e", "trace=%file,%desc", Program.built("apim-dns").path] + words, in: folder.path)
    try #require(result.status == 0)
    var counts: [String: Int] = [:]
    var calls: [Call] = []
    for line in try folder.text(of: "log").split(separator: "\n") {
      guard let bracket = line.firstIndex(of: "("), !line.hasPrefix("+"), !line.hasPrefix("-") else { continue }
      let name = String(line[..<bracket])
      counts[name, default: 0] += 1
      guard !calls.isEmpty || line.contains("\"hosts\"") && name != "execve" else { continue }
      calls.append(Call(name: name, number: counts[name] ?? 0))
    }
    return calls
  }

  /// Lets one system call of a run fail or be the last one, and then runs the program again.
  private static func check(_ call: Call, _ fault: String, expecting new: [UInt8]) async throws {
    let folder = try makeFolder()
    let comment = Comment(rawValue: "\(call.name) number \(call.number), \(fault)")
    let inject = "inject=\(call.name):\(fault):when=\(call.number)"
    let program = Program.built("apim-dns")
    _ = try await Program.required("strace").run(
      ["-o", "/dev/null", "-e", "trace=\(call.name)", "-e", inject, program.path] + words, in: folder.path)
    let after = try folder.bytes(of: "hosts")
    #expect(after == Array(original.utf8) || after == new, comment)
    let again = try await program.run(words, in: folder.path)
    #expect(again.status == 0, comment)
    #expect(try folder.bytes(of: "hosts") == new, comment)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names).subtracting([".apim-dns.1.1.tmp"]) == ["hosts", "hosts.apim-dns.bak"], comment)
    #expect(try folder.text(of: "hosts.apim-dns.bak") == original, comment)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("hosts"))[.posixPermissions] as? Int
    #expect(mode == 0o640, comment)
  }

  @Test(.needs("strace"), arguments: ["signal=KILL", "error=ENOSPC", "error=EIO", "error=EACCES", "error=EINTR"])
  func everySystemCallMayFailOrBeTheLast(fault: String) async throws {
    let folder = try Self.makeFolder()
    _ = try await Program.built("apim-dns").run(Self.words, in: folder.path)
    let new = try folder.bytes(of: "hosts")
    #expect(try !folder.contents().keys.contains(".apim-dns.1.1.tmp"), "what a killed run left is gone")
    var calls = try await Self.calls()[...]
    #expect(calls.contains { $0.name.hasPrefix("rename") } && calls.contains { $0.name == "fsync" })
    try await withThrowingTaskGroup(of: Void.self) { group in
      var running = 0
      while let call = calls.popFirst() {
        if running == 2 { try await group.next() } else { running += 1 }
        group.addTask { try await Self.check(call, fault, expecting: new) }
      }
      try await group.waitForAll()
    }
  }
}
