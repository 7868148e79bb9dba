import TestSupport
import Testing

@testable import FileReplacement

/// Temporary files of runs that were killed.
@Suite struct LitterTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func whoeverGetsTheLockRemovesWhatNobodyHolds() throws {
    let foreign = [
      ".apim-dns.1.tmp", ".apim-dns.01.2.tmp", ".apim-dns.1.2.tmp~", "apim-dns.1.2.tmp", ".apim-dns.0.2.tmp",
      ".apim-dns.1.-2.tmp", ".apim-dns.1.4294967296.tmp", ".apim-dns.a.2.tmp", ".apim-dns.1.2.3.tmp", ".other.1.2.tmp",
    ]
    for name in foreign + [".apim-dns.1.2.tmp", ".apim-dns.4000000.4294967295.tmp"] {
      try folder.write(name, text: "x")
    }
    let path = try folder.write("file", text: "old")
    let staged = try StagedFile(Array("new".utf8), replacing: FileSnapshot(of: path))
    try FolderLock(around: path).release()
    #expect(
      try Set(folder.contents().keys)
        == Set(foreign + ["file", String(staged.temporaryPath.dropFirst(folder.path.count + 1))]),
      "a file that is being written is no litter")
    try staged.commit()
    #expect(try folder.text(of: "file") == "new")
  }
}
