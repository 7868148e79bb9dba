import Foundation
import TestSupport
import Testing

/// Whatever system call of `plan --out` fails or is the last one: the saved plan is the old one or the new one, whole, and the
/// next run leaves nothing lying about.
@Suite struct SavedPlanFaultTests {
  private static let words = [
    "plan", "hosts", "--file", "hosts", "--out", "plan.json", "--name", "contoso-apim", "--region", "westus", "--vip",
    "10.1.0.5", "--hostnames", "regional",
  ]
  private static let old = #"{"version":1,"owner":"apim-dns","inSync":true,"backends":[],"errors":[]}"# + "\n"

  private static func makeFolder() async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("hosts", text: "127.0.0.1 localhost\n")
    try folder.write("plan.json", text: old)
    return folder
  }

  /// The plan without the path of its folder, which it notes.
  private static func plan(in folder: TemporaryFolder) throws -> String {
    try folder.text(of: "plan.json").replacing(folder.path, with: "FOLDER")
  }

  @Test(.needs("strace"), arguments: SystemCallFaults.all)
  func savedPlanIsOldOrNewWhicheverSystemCallFails(fault: String) async throws {
    let folder = try await Self.makeFolder()
    let program = Program.built("apim-dns")
    try #require(try await program.run(Self.words, in: folder.path).status == 0)
    let new = try Self.plan(in: folder)
    let faults = SystemCallFaults(words: Self.words, file: "plan.json", purpose: " --out", makeFolder: Self.makeFolder)
    try await faults.run(fault) { result in
      let (folder, comment) = (result.folder, result.comment)
      let after = try Self.plan(in: folder)
      #expect(after == Self.old || after == new, comment)
      #expect(result.status != 0 || after == new, comment)
      #expect(try await program.run(Self.words, in: folder.path).status == 0, comment)
      #expect(try Self.plan(in: folder) == new, comment)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["hosts", "plan.json"], comment)
    }
  }
}
