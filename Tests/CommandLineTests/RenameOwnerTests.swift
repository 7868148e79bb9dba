import Foundation
import TestSupport
import Testing

/// `rename-owner OLD NEW`: what one owner has belongs to another one, and nothing else changes.
@Suite struct RenameOwnerTests {
  let sandbox: Sandbox
  private var folder: TemporaryFolder { sandbox.folder }
  private static let original = "127.0.0.1\tlocalhost\n"
  private static let places = ["zones", "hosts", "--directory", "zones", "--file", "hosts"]

  init() throws {
    sandbox = try Sandbox()
    try sandbox.folder.write("hosts", text: Self.original)
  }

  /// Applies the instance of the article for an owner.
  @discardableResult
  private func apply(_ owner: String, _ more: String...) async throws -> Program.Result {
    try await sandbox.run(["apply"] + Self.places + ["--owner", owner] + more + Sandbox.instance)
  }

  private func rename(_ old: String, _ new: String, _ more: String...) async throws -> Program.Result {
    try await sandbox.run(["rename-owner", old, new] + Self.places + more)
  }

  @Test(
    "Owner marks and markers change, and nothing else",
    arguments: [[], ["--catalog", "catalog.example"], ["--layout", "responsePolicy"], ["--reload", "exit 1"]])
  func onlyMarksChange(options: [String]) async throws {
    let result = try await sandbox.run(
      ["apply"] + Self.places + ["--owner", "old", "--no-backup"] + options + Sandbox.instance)
    #expect(result.status == (options.contains("--reload") ? 1 : 0))
    let before = try folder.contents()
    let expected = before.mapValues { bytes in
      Array(String(decoding: bytes, as: UTF8.self).replacing("owner=old", with: "owner=new").utf8)
    }
    let renamed = try await rename("old", "new", "--no-backup")
    #expect(renamed.errors == "" && renamed.status == 0)
    #expect(try folder.contents() == expected)
    #expect(expected.count >= 3 && expected.filter { before[$0.key] == $0.value } == [:])
    let plan = try await sandbox.run(
      ["plan", "--owner", "new", "--detailed-exitcode"] + Self.places
        + options.filter { !$0.contains("exit") && $0 != "--reload" }
        + Sandbox.instance)
    #expect(plan.status == 0, "the new owner has nothing to do")
  }

  @Test func planIsShownAndResultIsJSON() async throws {
    try await apply("old")
    let text = try await rename("old", "new")
    #expect(
      text.output == """
        zones  zones
          ~ configuration contoso-apim.portal.azure-api.net.zone  owner=old -> owner=new
          ~ configuration contoso-apim.westus.azure-api.net.zone  owner=old -> owner=new
          ~ configuration named.conf.apim-dns  owner=old -> owner=new
        hosts  hosts
          ~ configuration hosts  owner=old -> owner=new
        0 created, 4 updated, 0 deleted

        """)
    let again = try await rename("old", "new")
    #expect(
      again.errors == "warning: zones: no file belongs to owner old\nwarning: hosts: owner old has no block here\n")
    #expect(again.output.hasSuffix("nothing to do\n") && again.status == 0)
    let json = try await rename("new", "old", "--format", "json")
    #expect(json.status == 0)
    let change =
      #"{"action":"update","after":["owner=old"],"before":["owner=new"],"kind":"configuration","name":"hosts","result":"applied","#
    #expect(json.output.contains(change) && json.output.contains(#""owner":"old","#))
  }

  @Test func inventoryNamesTheTargetsAndNoInstanceIsNeeded() async throws {
    try await apply("old")
    try folder.write(
      "i.json5",
      text: "{ owner: 'old', instances: [], backends: { zones: { directory: 'zones', reload: 'touch ran' } } }")
    let result = try await sandbox.run("rename-owner", "old", "new", "--inventory", "i.json5")
    #expect(result.status == 0 && result.output.hasSuffix("0 created, 3 updated, 0 deleted\n"))
    #expect(!folder.exists("ran"), "a name server reads the same as before")
    #expect(try folder.text(of: "hosts").contains("owner=old"))
    try FileManager.default.removeItem(atPath: folder.path("i.json5"))
    let nowhere = try await sandbox.run("rename-owner", "old", "new")
    #expect(
      nowhere.errors
        == "apim-dns: a backend is required. Add zones or hosts to the command, or configure one under backends: in the "
        + "inventory.\n")
    #expect(nowhere.status == 64)
  }

  @Test("A block of the new owner is a conflict, and nothing is written") func takenBlockIsAConflict() async throws {
    try await apply("old")
    #expect(
      try await sandbox.run(
        "apply", "hosts", "--file", "hosts", "--owner", "new", "--name", "fabrikam-apim", "--region", "eastus", "--vip",
        "10.2.0.5", "--hostnames", "regional"
      ).status == 0)
    let before = try folder.contents()
    let result = try await rename("old", "new", "--force")
    #expect(
      result.errors == """
        apim-dns: refused: hosts:6: owner new has a block here, and a file has one block for each owner. Run 'apim-dns remove hosts \
        --owner old', then apply with owner new.
        apim-dns: nothing was written

        """)
    #expect(result.status == 3)
    #expect(try folder.contents() == before)
  }

  @Test func editedBlockIsAConflict() async throws {
    try await apply("old")
    try folder.write(
      "hosts", text: try folder.text(of: "hosts").replacing("# END", with: "# somebody's note\n# END"))
    let result = try await sandbox.run("rename-owner", "old", "new", "hosts", "--file", "hosts")
    #expect(
      result.errors == """
        apim-dns: refused: hosts:2: the block of owner old was edited. Run 'apim-dns apply hosts' with this owner first.
        apim-dns: nothing was written

        """)
    #expect(result.status == 3)
  }

  @Test("What another owner has in the directory is said once") func conflictsOfAnOwnerAreSaidOnce() async throws {
    try await apply("old")
    let folderPath = folder.path("zones")
    let reason = """
      zones/named.conf.apim-dns: line 1 is '// apim-dns owner=old' and not '// apim-dns owner=new', so the file belongs to another \
      owner. Each owner needs a directory of its own. Choose another one, such as '\(folderPath)-new', and put both 'include \
      "\(folderPath)/named.conf.apim-dns";' and 'include "\(folderPath)-new/named.conf.apim-dns";' into named.conf. 2 more files here \
      belong to that owner. If the files are yours, run 'apim-dns rename-owner old new zones' to give them to this owner.
      """
    let words = ["apply", "zones", "--directory", "zones", "--owner", "new"] + Sandbox.instance
    let result = try await sandbox.run(words)
    #expect(result.errors == "apim-dns: refused: \(reason)\napim-dns: nothing was written\n")
    #expect(result.status == 3)
    let before = try folder.contents()
    let skipped = try await sandbox.run(words + ["--on-conflict", "skip"])
    #expect(
      skipped.errors == """
        apim-dns: left out: zones/contoso-apim.portal.azure-api.net.zone: line 1 is '; apim-dns owner=old' and not '; apim-dns \
        owner=new', so the file belongs to another owner. Choose another directory, or move the file away and apply with \
        --serial-from so that the serial does not decrease. 1 more file here belongs to that owner. If the files are yours, run \
        'apim-dns rename-owner old new zones' to give them to this owner.

        """)
    #expect(skipped.status == 1)
    #expect(try folder.contents() == before)
    // The include file is gone, so the first zone file speaks for both.
    try FileManager.default.removeItem(atPath: folder.path("zones/named.conf.apim-dns"))
    let zones = try await sandbox.run(words).errors
    #expect(zones.split(separator: "\n").count == 2)
    #expect(zones.contains(" 1 more file here belongs to that owner. If the files are yours, run "))
  }
}
