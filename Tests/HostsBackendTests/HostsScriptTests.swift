import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// The script for other machines and our own engine leave the same bytes and refuse the same files in the same words.
@Suite struct HostsScriptTests {
  /// A shell, with the programs that it finds.
  enum Shell: String, CaseIterable, Sendable {
    case dash
    case busybox
    case mksh
    case ksh93

    /// The shells that tests need.
    static let required = allCases.map(\.rawValue) + ["getfattr"]

    /// The shell, with the words before the script.
    func program() throws -> (Program, [String]) {
      switch self {
      case .dash, .mksh, .ksh93: (try .required(rawValue), [])
      case .busybox: (try .required("busybox"), ["sh"])
      }
    }

    /// The environment; for busybox a folder with all of its programs and getfattr, so that none of GNU is found.
    func environment(in folder: TemporaryFolder) async throws -> [String: String]? {
      guard self == .busybox else { return nil }
      let bin = folder.path("bin")
      try FileManager.default.createDirectory(atPath: bin, withIntermediateDirectories: true)
      _ = try await Program.required("busybox").run(["--install", "-s", bin])
      _ = try await Program.required("ln").run(["-sf", Program.required("getfattr").path, "\(bin)/getfattr"])
      return ["PATH": bin]
    }
  }

  /// Lines that make a file ours, half ours, or stand in the way, besides those of ``HostsPropertyTests``.
  static let pieces = [
    "# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)", "# END apim-dns owner=apim-dns",
    "# BEGIN apim-dns owner=apim-dns \t", "# END apim-dns owner=apim-dns \r", "# BEGIN apim-dns owner=other (x y)",
    "# END apim-dns owner=other", "# BEGIN apim-dns owner=apim-dns-2", "# END apim-dns owner=apim-dns words",
    "# BEGIN apim-dns owner=apim-dns (managed: edits inside are lost; the line end before this line came with it)",
    "10.1.0.5\tcontoso-apim.westus.azure-api.net", "10.1.0.9 CONTOSO-apim.westus.azure-api.net. x",
    "fd00::1 fabrikam-apim.azure-api.net", "010.2.0.5 fabrikam-apim.azure-api.net",
    "10.2.0.6 fabrikam-apim.azure-api.net", "0xA020005 fabrikam-apim.azure-api.net",
    "127.1 fabrikam-apim.azure-api.net",
    "10.01.0x5 contoso-apim.westus.azure-api.net", "08.1.1.1 fabrikam-apim.azure-api.net",
    "10.2.0.300 fabrikam-apim.azure-api.net", " \t10.3.3.3  a b\tcontoso-apim.portal.azure-api.net #c",
  ].map { Array($0.utf8) }

  static func file(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = HostsPropertyTests.file(&random)
    guard Bool.random(using: &random) else { return bytes }
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      bytes += pieces.randomElement(using: &random) ?? []
      bytes += HostsPropertyTests.lineEnds.randomElement(using: &random) ?? []
    }
    return bytes
  }

  /// Files that no chance would make.
  static let special: [[UInt8]] =
    [
      [], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE, 0x31, 0x00], Array("1\0 2\0 3\0 4\0".utf8), Array("1\0x\0y\0z\0".utf8),
      Array("\u{FEFF}# BEGIN apim-dns owner=apim-dns\r\n# END apim-dns owner=apim-dns".utf8), Array("\n".utf8),
      Array("127.0.0.1 localhost\r\n".utf8) + Array(repeating: UInt8(ascii: "y"), count: 1 << 20)
        + Array(" z\r\n".utf8),
      Array("10.9.9.9 ".utf8) + Array(repeatElement("name ".utf8, count: 40_000).joined())
        + Array("contoso-apim.westus.azure-api.net\n".utf8),
      Array(
        String(
          repeating: "10.9.9.9 contoso-apim.westus.azure-api.net x contoso-apim.westus.azure-api.net\n", count: 300
        ).utf8),
      Array((0..<150).map { "10.9.9.\($0) contoso-apim.westus.azure-api.net\n" }.joined().utf8),
      // A NUL byte begins no marker and ends a line; the byte 1 does neither.
      Array(
        "\0 BEGIN apim-dns owner=apim-dns\n10.9.9.9 x\0contoso-apim.westus.azure-api.net\n10.9.9.9 a\u{1}b c\n".utf8),
      Array("10.9.9.9 x\u{1} contoso-apim.westus.azure-api.net\n".utf8),
    ] + markersOfNobody

  /// Marker lines with an owner that nobody can be, such as one that speaks to a terminal or a pipeline.
  static let markersOfNobody = [
    "", "é", "ü", "a\u{1B}[2J", "a\0", "##vso[task.complete]", "::error::x", "a/b", String(repeating: "x", count: 64),
  ].map { Array("10.0.0.1 a\n# BEGIN apim-dns owner=\($0)\n# END apim-dns owner=\($0)\n".utf8) }

  /// What our engine says to a goal: the bytes that it leaves, or its refusals.
  private func engine(_ desiredState: DesiredState, _ backend: HostsBackend) async throws -> [String] {
    do throws(BackendError) {
      let work = try await backend.plan(desiredState)
      guard work.plan.conflicts.isEmpty else { return work.plan.conflicts.map { "\($0.place): \($0.reason)" } }
      _ = try await work.apply()
      return []
    } catch {
      return [error.description]
    }
  }

  @Test(
    "The script writes the same bytes and messages as the program",
    .enabled(if: Program.areRequiredOrInstalled(Shell.required)),
    arguments: Shell.allCases
  )
  func scriptWritesTheSameBytesAsTheProgram(shell: Shell) async throws {
    let folder = try TemporaryFolder(inMemory: true)
    let path = folder.path("hosts")
    let (program, words) = try shell.program()
    let environment = try await shell.environment(in: folder)
    let backend = HostsBackend(path: path, owner: .standard, keepsBackup: false)
    let goals: [DesiredState] = [.present(BackendConformance.first), .present(BackendConformance.second), .absent]
    for (index, desiredState) in goals.enumerated() {
      try folder.write("\(index).sh", text: try backend.script(for: desiredState))
    }
    var random = SeededGenerator(seed: 4)
    var files = Self.special + (0..<50).map { _ in Self.file(&random) }
    files += HostsFileRecognitionTests.others.map { Array($0.text.utf8) }
    // Each shell takes half of the real files.
    let half = HostsCorpus.files.enumerated().filter { $0.offset.isMultiple(of: 2) == (shell == .dash) }
    files += try half.map { try HostsCorpus.bytes(of: $0.element) }
    var refusals = 0
    for original in files {
      let comment = Comment(rawValue: String(decoding: original.prefix(2000), as: UTF8.self))
      var before = original
      for (index, desiredState) in goals.enumerated() {
        try folder.write("hosts", before)
        let refused = try await engine(desiredState, backend)
        let expected = try folder.bytes(of: "hosts")
        try folder.write("hosts", before)
        let result = try await program.run(words + [folder.path("\(index).sh")], environment: environment)
        #expect(result.status == (refused.isEmpty ? 0 : 3), comment)
        #expect(
          result.errors.split(separator: "\n").map(String.init) == refused.map { "apim-dns: refused: \($0)" }, comment)
        #expect(try folder.bytes(of: "hosts") == expected, comment)
        refusals += refused.isEmpty ? 0 : 1
        before = expected
      }
    }
    #expect(refusals > 20, "refusals must be among what is compared")
    #expect(
      try folder.contents().keys.count { !$0.hasPrefix("bin/") } == 4, "nothing is left but the file and the scripts")
  }

  @Test(.needs("dash")) func scriptKeepsModeBackupAndIdentity() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("hosts", text: "127.0.0.1 localhost\n")
    chmod(path, 0o640)
    let backend = HostsBackend(path: path, owner: .standard)
    let script = try folder.write("s.sh", text: try backend.script(for: .present(BackendConformance.first)))
    let changed = try await Program.required("dash").run([script])
    #expect(changed.output == "\(path): changed\n")
    #expect(try folder.text(of: ".hosts.apim-dns.bak") == "127.0.0.1 localhost\n")
    for name in ["hosts", ".hosts.apim-dns.bak"] {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
      #expect(mode == 0o640)
    }
    try folder.write("hosts.apim-dns.bak", text: "older\n")
    _ = try await backend.plan(.absent).apply()
    #expect(!folder.exists("hosts.apim-dns.bak"), "the name of older versions")
    try folder.write("hosts.apim-dns.bak", text: "older\n")
    #expect(try await Program.required("dash").run([script]).output == "\(path): changed\n")
    #expect(!folder.exists("hosts.apim-dns.bak"), "the name of older versions")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    let same = try await Program.required("dash").run([script])
    #expect(same.output == "\(path): in sync\n")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == before)
    #expect(try await backend.plan(.present(BackendConformance.first)).plan.isInSync)
  }

  @Test(.needs("shellcheck")) func shellcheckReportsNothing() async throws {
    let folder = try TemporaryFolder()
    let backend = HostsBackend(path: "/etc/it's hosts", owner: .standard)
    let script = try folder.write("s.sh", text: try backend.script(for: .present(BackendConformance.first)))
    let result = try await Program.required("shellcheck").run(["-s", "sh", script])
    #expect(result.output == "")
    #expect(result.status == 0)
  }

  @Test("A name of the system is refused before the script is made") func nameOfTheSystemNeverGetsIntoAScript()
    async throws
  {
    let backend = HostsBackend(path: "/etc/hosts", owner: .standard)
    let desiredState = DesiredState.present([BackendConformance.recordSet("localhost", ["10.1.0.5"])])
    let reason =
      "/etc/hosts: the name localhost is reserved for the system, and programs rely on its address. Remove it from the "
      + "inventory, or use --force to write it anyway."
    #expect(throws: BackendError(.refused, reason)) { _ = try backend.script(for: desiredState) }
    #expect(try backend.script(for: desiredState, overridesConflicts: true).contains("10.1.0.5\tlocalhost\n"))
  }
}
