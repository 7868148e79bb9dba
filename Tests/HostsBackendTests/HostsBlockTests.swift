import DNSModel
import FileReplacement
import Foundation
import HostsBackend
import Reconciliation
import TestSupport
import Testing

/// The text and the position of the managed block, and which files are refused.
@Suite struct HostsBlockTests {
  let folder: TemporaryFolder
  let owner = Owner("contoso-platform") ?? .standard
  let desiredState = DesiredState.present([
    BackendConformance.recordSet("contoso-apim.westus.azure-api.net", ["10.1.0.5"]),
    BackendConformance.recordSet("contoso-apim.portal.azure-api.net", ["10.1.0.5"]),
  ])

  static let block = """
    # BEGIN apim-dns owner=contoso-platform (managed: edits inside are lost)
    10.1.0.5\tcontoso-apim.westus.azure-api.net
    10.1.0.5\tcontoso-apim.portal.azure-api.net
    # END apim-dns owner=contoso-platform

    """

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Plans for a file with the given text; nil leaves the file as it is.
  private func plan(_ desiredState: DesiredState, text: String?, keepsBackup: Bool = false) async throws -> PlannedWork
  {
    if let text { try folder.write("hosts", text: text) }
    let backend = HostsBackend(path: folder.path("hosts"), owner: owner, keepsBackup: keepsBackup)
    return try await backend.plan(desiredState)
  }

  private func apply(_ desiredState: DesiredState, text: String?) async throws -> String {
    _ = try await plan(desiredState, text: text).apply()
    return try folder.text(of: "hosts")
  }

  @Test("A new block goes to the end of the file") func blockGoesToTheEnd() async throws {
    #expect(try await apply(desiredState, text: "127.0.0.1 localhost\n") == "127.0.0.1 localhost\n" + Self.block)
  }

  @Test("A missing file is created") func missingFileIsMade() async throws {
    #expect(try await apply(desiredState, text: nil) == Self.block)
  }

  @Test func blockInTheMiddleOfTheFileStaysThere() async throws {
    let old = "# BEGIN apim-dns owner=contoso-platform\n10.1.0.4 old.example\n# END apim-dns owner=contoso-platform  \n"
    #expect(try await apply(desiredState, text: "1.2.3.4 a\n\(old)1.2.3.5 b") == "1.2.3.4 a\n\(Self.block)1.2.3.5 b")
  }

  @Test("The block uses the most frequent line end of the file") func linesEndAsMostOthersDo() async throws {
    let text = try await apply(desiredState, text: "127.0.0.1 localhost\r\n10.0.0.1 a\r\n10.0.0.2 b\n")
    #expect(
      text.utf8.elementsEqual(
        ("127.0.0.1 localhost\r\n10.0.0.1 a\r\n10.0.0.2 b\n"
          + Self.block.split(separator: "\n").map { "\($0)\r\n" }.joined()).utf8))
  }

  @Test("A byte order mark does not count as a line") func byteOrderMarkIsNoLine() async throws {
    #expect(try await apply(desiredState, text: "\u{FEFF}").utf8.elementsEqual(("\u{FEFF}" + Self.block).utf8))
    #expect(try await plan(desiredState, text: nil).plan.isInSync)
  }

  @Test("A missing line end is added with the block and removed with it") func missingLineEndIsAddedAndTakenBack()
    async throws
  {
    let begin =
      "# BEGIN apim-dns owner=contoso-platform "
      + "(managed: edits inside are lost; the line end before this line came with it)\n"
    let text = try await apply(desiredState, text: "127.0.0.1 localhost")
    #expect(text == "127.0.0.1 localhost\n" + begin + Self.block.drop { $0 != "\n" }.dropFirst())
    #expect(try await plan(desiredState, text: nil).plan.isInSync)
    // A line that was appended since must not be joined to the line before.
    #expect(try await apply(.absent, text: text + "10.0.0.9 new\n") == "127.0.0.1 localhost\n10.0.0.9 new\n")
    #expect(try await apply(.absent, text: text) == "127.0.0.1 localhost")
  }

  /// Found by `make fuzz`: the carriage return was taken for half of the line end that is added with the block.
  @Test("A carriage return at the end of the file is not a line end and stays")
  func carriageReturnAtTheEndIsNoLineEndAndStays() async throws {
    let original: [UInt8] = [0x31, 0x2E, 0x32, 0x2E, 0x33, 0x2E, 0x34, 0x20, 0x61, 0x0D]
    try folder.write("hosts", original)
    _ = try await plan(desiredState, text: nil).apply()
    #expect(try folder.bytes(of: "hosts").starts(with: original + [0x0D, 0x0A]))
    _ = try await plan(.absent, text: nil).apply()
    #expect(try folder.bytes(of: "hosts") == original)
  }

  @Test("An edited block is restored") func touchedBlockIsPutRight() async throws {
    let touched = Self.block.replacing("10.1.0.5\t", with: "10.1.0.5  ")
    let work = try await plan(desiredState, text: touched)
    #expect(work.plan.changes == [Change(.update, .configuration, name: folder.path("hosts"))])
    #expect(work.plan.unchanged == 2)
    _ = try await work.apply()
    #expect(try folder.text(of: "hosts") == Self.block)
  }

  @Test(
    "Incomplete, nested and duplicate blocks are refused",
    arguments: [
      (
        "# BEGIN apim-dns owner=contoso-platform\n10.0.0.1 a\n",
        1, "the block of owner contoso-platform starts here, but no END marker follows"
      ),
      (
        "\n# END apim-dns owner=contoso-platform\n", 2,
        "a block of owner contoso-platform ends here, but no BEGIN "
          + "marker comes before it"
      ),
      (
        "# END apim-dns owner=contoso-platform\n# BEGIN apim-dns owner=contoso-platform\n",
        1, "a block of owner contoso-platform ends here, but no BEGIN marker comes before it"
      ),
      (block + block, 5, "owner contoso-platform has a second block here; the first one starts in line 1"),
      (
        "# BEGIN apim-dns owner=contoso-platform\n" + block, 2,
        "a block of owner contoso-platform starts inside the block of owner contoso-platform that starts in line 1"
      ),
      (
        "# BEGIN apim-dns owner=x\n" + block + "# END apim-dns owner=x\n", 2,
        "a block of owner contoso-platform starts inside the block of owner x that starts in line 1"
      ),
      (
        "# BEGIN apim-dns owner=contoso-platform-2\n", 1,
        "the block of owner contoso-platform-2 starts here, but no END marker follows"
      ),
    ])
  func incompleteNestedAndDuplicateBlocksAreRefused(text: String, line: Int, reason: String) async throws {
    let path = folder.path("hosts")
    await #expect(
      throws: BackendError(.refused, "\(path):\(line): \(reason). Correct the markers by hand, then run again.")
    ) { _ = try await plan(desiredState, text: text) }
    #expect(try folder.text(of: "hosts") == text)
  }

  @Test func utf16IsRefused() async throws {
    try folder.write("hosts", [0xFF, 0xFE, 0x31, 0x00])
    await #expect(
      throws: BackendError(
        .refused, "\(folder.path("hosts")): the file is UTF-16, which resolvers cannot read. Save it as UTF-8 first.")
    ) { _ = try await plan(desiredState, text: nil) }
  }

  @Test func folderIsRefused() async throws {
    await #expect(
      throws: BackendError(.refused, "\(folder.path): not a regular file. Give the path of the file itself.")
    ) {
      _ = try await HostsBackend(path: folder.path, owner: owner).plan(desiredState)
    }
  }

  @Test("The previous contents are kept as a backup") func whatWasThereBeforeIsKeptBesideTheFile() async throws {
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    chmod(folder.path("hosts"), 0o640)
    let work = try await plan(desiredState, text: nil, keepsBackup: true)
    _ = try await work.apply()
    #expect(try folder.text(of: ".hosts.apim-dns.bak") == "127.0.0.1 localhost\n")
    var status = stat()
    #expect(stat(folder.path(".hosts.apim-dns.bak"), &status) == 0 && status.st_mode & 0o7777 == 0o640)
    let again = try await plan(desiredState, text: nil, keepsBackup: true)
    _ = try await again.apply()
    #expect(try folder.text(of: ".hosts.apim-dns.bak") == "127.0.0.1 localhost\n")
  }

  /// The plan has the conflict, and if the path is taken after the plan, nothing is written either.
  @Test(
    "A backup path with a link or a folder is a conflict", arguments: ["link", "folder", "link that leads nowhere"])
  func backupGoesThroughNoLinkAndIntoNoFolder(kind: String) async throws {
    try folder.write("secret", text: "secret")
    let name = folder.path(".hosts.apim-dns.bak")
    let early = try await plan(desiredState, text: "127.0.0.1 localhost\n", keepsBackup: true)
    switch kind {
    case "folder": try #require(mkdir(name, 0o755) == 0)
    case "link": try #require(symlink(folder.path("secret"), name) == 0)
    default: try #require(symlink("nowhere", name) == 0)
    }
    let reason =
      "this path is needed for the backup, but is not a regular file. Remove it."
    let late = try await plan(desiredState, text: nil, keepsBackup: true)
    #expect(
      late.plan.conflicts == [
        Conflict(name: folder.path("hosts"), place: name, reason: reason, yieldsToForce: false)
      ])
    await #expect(throws: BackendError(.refused, "\(name): \(reason)")) { _ = try await early.apply() }
    #expect(try folder.text(of: "secret") == "secret")
    #expect(try folder.text(of: "hosts") == "127.0.0.1 localhost\n")
    #expect(try await plan(desiredState, text: nil, keepsBackup: false).plan.conflicts == [])
    #expect(try await plan(.absent, text: nil, keepsBackup: true).plan.conflicts == [], "nothing is written")
  }

  @Test("A marker without a valid owner is refused", arguments: HostsScriptTests.markersOfNobody)
  func markerWithoutAValidOwnerIsRefused(contents: [UInt8]) async throws {
    try folder.write("hosts", contents)
    await #expect(
      throws: BackendError(
        .refused,
        "\(folder.path("hosts")):2: the owner in this marker is not 1-63 letters, digits, hyphens, underscores or "
          + "dots. Correct the markers by hand, then run again.")
    ) { _ = try await plan(desiredState, text: nil) }
  }

  @Test("A file in sync is not written") func unchangedFileKeepsItsIdentity() async throws {
    _ = try await apply(desiredState, text: "127.0.0.1 localhost\n")
    let before = try FileSnapshot(of: folder.path("hosts"))
    _ = try await plan(desiredState, text: nil).apply()
    #expect(try before.isCurrent())
  }
}
