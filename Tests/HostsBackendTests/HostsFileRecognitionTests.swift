import DNSModel
import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// A file that is not a hosts file is changed only with force, and its lines are not shown.
@Suite struct HostsFileRecognitionTests {
  private let folder: TemporaryFolder
  private let desiredState = DesiredState.present(BackendConformance.first)

  init() throws {
    folder = try TemporaryFolder(inMemory: true)
  }

  private func plan(_ text: String, _ desiredState: DesiredState) async throws -> PlannedWork {
    let path = try folder.write("hosts", text: text)
    return try await HostsBackend(path: path, owner: .standard).plan(desiredState)
  }

  private func diff(_ text: String) async throws -> String {
    let text = String(decoding: try await plan(text, desiredState).unifiedDiff(), as: UTF8.self)
    return text.split(separator: "\n").dropFirst(2).filter { !$0.hasPrefix("+1") && !$0.hasPrefix("+#") }
      .joined(separator: "\n")
  }

  /// Files of other programs, with the number of lines with content and how many of them are hosts entries.
  static let others: [(text: String, lines: Int, entries: Int)] = [
    ("root:$6$s3cret$hash:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\n", 2, 0),
    ("# s3cret\nDefaults env_reset\nroot ALL=(ALL:ALL) ALL\n\n@includedir /etc/sudoers.d\n", 3, 0),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\ns3cretAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----", 3, 0),
    ("PATH=/bin\0AZURE_CLIENT_SECRET=s3cret\0", 1, 0),
    ("10.0.0.1 %any : PSK \"s3cret\"\n", 1, 0),
    // Of pam_radius: address, password, seconds.
    ("127.0.0.1 s3cret 3\nother-server s3cret 3\n", 2, 0),
    ("10.0.0.1:5432:db:user:s3cret\n", 1, 0), ("fe80:user:s3cret word\n", 1, 0),
    // Of hostapd, FreeRADIUS, and a password behind a word that has nothing but hex digits.
    ("00:11:22:33:44:55 s3cretPassphrase\n", 1, 0), ("10.0.0.1:1812 s3cretRadius\n", 1, 0),
    ("cafe:babe s3cretTwo\n", 1, 0),
    ("12345::1 s3cret\n1::2::3 s3cret\n:::1 s3cret\n1:2:3:4:5:6:7:8:9 s3cret\n", 4, 0),
    ("1:2:3:4:5:6:7::8 s3cret\n::1.2.3 s3cret\n1.2.3.4::1 s3cret\n1:2:3:4:5:6:7:1.2.3.4 s3cret\n", 4, 0),
    (":1:2:3:4:5:6:7 s3cret\n1:2:3:4:5:6:7: s3cret\n::1% s3cret\n::1%a%b s3cret\n::% s3cret\n::g s3cret\n", 6, 0),
    ("300.1.1.1 s3cret\n0001.1.1.1 s3cret\n1..1.1 s3cret\n1.1.1 s3cret\n::300.1.1.1 s3cret\n", 5, 0),
    // No name has a part of 64 bytes, and nothing but blanks and tabs parts the fields of what may be shown.
    (
      "10.0.0.1 s3cret\(String(repeating: "x", count: 58))\n10.0.0.1 a.s3cret\(String(repeating: "x", count: 58)).b\n",
      2, 0
    ),
    (
      "10.0.0.1 x\rs3cret\n10.0.0.1 x\u{B}s3cret\n10.0.0.1\u{C}s3cret\n\u{B}10.0.0.1 s3cret\n",
      4, 0
    ),
    ("10.0.0.1 s3cret\r#\n", 1, 0),
    ("10.0.0.1 a\nuser s3cret\nuser s3cret\nuser s3cret\nuser s3cret\n", 5, 1),
  ]

  @Test("A file that is not a hosts file is refused, and its lines are not shown", arguments: others.indices)
  func fileThatIsNotAHostsFileIsRefusedAndNotShown(index: Int) async throws {
    let (text, lines, entries) = Self.others[index]
    let work = try await plan(text, desiredState)
    let path = folder.path("hosts")
    #expect(
      work.plan.conflicts.map { "\($0.place): \($0.reason)" } == [
        "\(path): this does not look like a hosts file: of \(lines) lines with content, \(entries) are hosts "
          + "entries. Give the path of the right file, or use --force to add the block anyway."
      ])
    #expect(work.plan.conflicts.map(\.yieldsToForce) == [true])
    let diff = String(decoding: work.unifiedDiff(), as: UTF8.self)
    #expect(diff.contains("contoso-apim") && !diff.contains("s3cret") && !diff.contains("root"))
    #expect(diff.contains("(not shown: not a hosts entry)\n"))
  }

  @Test("A block in such a file can be kept and removed") func blockInAnotherFileCanBeKeptAndRemoved() async throws {
    let shadow = Self.others[0].text
    #expect(try await plan(shadow, .absent).plan.conflicts.isEmpty)
    // After a block was forced into it, the block can be kept and removed.
    let work = try await plan(shadow, desiredState)
    let reasons = work.plan.conflicts.map { "\($0.place): \($0.reason)" }
    await #expect(throws: BackendError(.refused, reasons.joined(separator: "; "))) { try await work.apply() }
    #expect(try folder.text(of: "hosts") == shadow)
    _ = try await work.apply(overriding: work.plan.conflicts)
    let backend = HostsBackend(path: folder.path("hosts"), owner: .standard)
    #expect(try await backend.plan(.present(BackendConformance.second)).plan.conflicts.isEmpty)
    #expect(try await backend.plan(.absent).plan.conflicts.isEmpty)
    let diff = String(decoding: try await backend.plan(.absent).unifiedDiff(), as: UTF8.self)
    #expect(!diff.contains("s3cret"))
  }

  @Test(
    "Every real hosts file is recognised",
    .enabled(if: !HostsCorpus.files.isEmpty, "the corpora are not beside this package"))
  func everyRealFileIsOne() async throws {
    for path in HostsCorpus.files {
      let text = String(decoding: try HostsCorpus.bytes(of: path), as: UTF8.self)
      #expect(try await plan(text, desiredState).plan.conflicts.isEmpty, "\(path)")
    }
  }

  @Test(
    "Unusual hosts files are recognised",
    arguments: [
      "", "# only comments\n", "010.0.0.1 a\nfe80::1%lo0 localhost\n0.0.0.0 0.0.0.0\n::ffff:10.1.1.1 b_c *.d\n",
      "::1 a\n1:2:3:4:5:6:7:8 b\n::ffff:010.1.1.255 c\nfe80::%eth0 d\n1:2:3:4:5:6:1.2.3.4 e\n1:2:3:4:5:6:7:: f\n::2:3:4:5:6:7:8 g\n",
      "10.0.0.1 \(String(repeating: "x", count: 63)).\(String(repeating: "y", count: 63)). \r\r\r\n",
      "\u{FEFF}10.0.0.1 é\r\n10.1.0.104\r\n",
    ])
  func oddFilesAreStillHostsFiles(text: String) async throws {
    #expect(try await plan(text, desiredState).plan.conflicts.isEmpty)
  }

  @Test("The diff shows hosts entries and comments around the block") func linesAroundOursAreShownWhereTheyAreOfHosts()
    async throws
  {
    #expect(
      try await diff("10.0.0.1 a # remark\n# comment\nPASSWORD=s3cret\n\n") == """
        @@ -2,3 +2,9 @@
         # comment
         (not shown: not a hosts entry)
        \(" ")
        """)
    #expect(
      try await diff("10.0.0.1 a\0s3cret\n10.0.0.2 b\n") == """
        @@ -1,2 +1,8 @@
         (not shown: not a hosts entry)
         10.0.0.2 b
        """)
  }

  /// Comments in a configuration may contain earlier secrets.
  @Test("The diff shows comments only in hosts files") func commentsAreShownInHostsFilesAlone() async throws {
    for text in [
      "#password=s3cret\n", "user s3cret\n# s3cret\n10.0.0.1 a # s3cret\nuser x\nuser y\nuser z\n# s3cret\n",
    ] {
      let diff = try await diff(text)
      #expect(!diff.contains("s3cret") && diff.contains("(not shown: not a hosts entry)"))
    }
  }

  @Test("The diff hides a line that only gets a line end") func lineWithoutAnEndIsNotShownBecauseItGetsOne()
    async throws
  {
    #expect(
      try await diff("10.0.0.1 a\nPASSWORD=s3cret") == """
        @@ -1,2 +1,8 @@
         10.0.0.1 a
        -(not shown: not a hosts entry)
        +(not shown: not a hosts entry)
        """)
  }

  /// The name is managed, and the field before it is not an address.
  @Test("A message never quotes a field that is not an address") func noMessageRepeatsWhatIsNoAddress() async throws {
    let work = try await plan("127.0.0.1 localhost\nuser:s3cret contoso-apim.westus.azure-api.net\n", desiredState)
    #expect(work.plan.conflicts.isEmpty)
  }

  @Test(
    "The script refuses files of the kernel and large files",
    .needs("dash"),
    arguments: [
      (
        "/proc/self/environ",
        "the file is in the kernel file system 'proc', not on a disk. Give the path of a file on a disk."
      ),
      ("sparse", "larger than 64 MiB. Give the path of the right file."),
    ])
  func scriptReadsNoMoreThanTheEngine(name: String, reason: String) async throws {
    let path = name == "sparse" ? try folder.write("sparse", text: "") : name
    if name == "sparse" { try #require(truncate(path, 64 << 20 + 1) == 0) }
    let script = try HostsBackend(path: path, owner: .standard).script(for: desiredState)
    let result = try await Program.required("dash").run([folder.write("s.sh", text: script)])
    #expect(result.errors == "apim-dns: refused: \(path): \(reason)\n")
    #expect(result.status == 3)
  }

  @Test(
    "Files of the kernel are refused, even new ones",
    arguments: [
      ("/proc/self/environ", "proc"), ("/proc/new-hosts", "proc"), ("/proc/no/such/hosts", "proc"),
      ("/dev/new-hosts", "devtmpfs"), ("/dev/no/such/hosts", "devtmpfs"),
    ])
  func whatTheKernelShowsIsNoHostsFile(path: String, system: String) async throws {
    let error = await #expect(throws: BackendError.self) {
      _ = try await HostsBackend(path: path, owner: .standard).plan(desiredState)
    }
    #expect(
      error?.description
        == "\(path): the file is in the kernel file system '\(system)', not on a disk. Give the path of a file on a "
        + "disk.")
    #expect(error?.code == .refused)
  }

  /// A block breaks `/etc/ld.so.preload`, even if that file did not exist before.
  @Test(
    "A file without entries needs a name that contains 'hosts'",
    .enabled(if: Program.areRequiredOrInstalled(HostsScriptTests.Shell.required)),
    arguments: [nil, "", "\n", "# only a comment\n"])
  func fileWithoutEntriesNeedsANameWithHosts(text: String?) async throws {
    for (name, isHosts) in [
      ("ld.so.preload", false), ("hosts/x", false), ("hosts.allow", false), ("My-Hosts.txt", true),
    ] {
      let path = folder.path(name)
      try folder.write("hosts/other", text: "")
      let backend = HostsBackend(path: path, owner: .standard, keepsBackup: false)
      let reason =
        "this may not be a hosts file: it has no entries, and its name does not contain 'hosts'. Give the path of "
        + "the right file, or use --force to add the block anyway."
      for shell in HostsScriptTests.Shell.allCases {
        if let text { try folder.write(name, text: text) } else { unlink(path) }
        let expected = isHosts ? [] : [Conflict(name: path, place: path, reason: reason, yieldsToForce: true)]
        #expect(try await backend.plan(desiredState).plan.conflicts == expected)
        #expect(try await backend.plan(.absent).plan.conflicts == [])
        let (program, words) = try shell.program()
        let asked = try await program.run(words + [folder.write("s.sh", text: backend.script(for: desiredState))])
        #expect(asked.errors == (isHosts ? "" : "apim-dns: refused: \(path): \(reason)\n"))
        #expect(asked.status == (isHosts ? 0 : 3))
        let forced = try await program.run(
          words + [folder.write("f.sh", text: backend.script(for: desiredState, overridesConflicts: true))])
        #expect(forced.status == 0)
        #expect(try await backend.plan(desiredState).plan.conflicts == [], "what has our block has been meant before")
      }
    }
  }
}
