import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// Temporary files of runs that were killed.
@Suite struct LeftoverTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test("Leftovers of killed runs are removed under the lock") func whoeverGetsTheLockRemovesWhatKilledRunsLeft() throws
  {
    let foreign = [
      ".apim-dns.1.tmp", ".apim-dns.01.2.tmp", ".apim-dns.1.2.tmp~", "apim-dns.1.2.tmp", ".apim-dns.0.2.tmp",
      ".apim-dns.1.-2.tmp", ".apim-dns.1.4294967296.tmp", ".apim-dns.a.2.tmp", ".apim-dns.1.2.3.tmp", ".other.1.2.tmp",
    ]
    for name in foreign + [".apim-dns.1.2.tmp", ".apim-dns.4000000.4294967295.tmp"] {
      try folder.write(name, text: "x")
    }
    mkdir(folder.path(".apim-dns.1.3.tmp"), 0o755)
    symlink("file", folder.path(".apim-dns.1.4.tmp"))
    let path = try folder.write("file", text: "old")
    _ = try FolderLock(around: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(names) == Set(foreign + ["file", ".apim-dns.1.3.tmp", ".apim-dns.1.4.tmp"]))
  }

  @Test("A file that is being written is not a leftover") func whatIsBeingWrittenIsNoLitter() throws {
    let path = try folder.write("file", text: "old")
    let staged = try StagedFile("new", for: path)
    let error = #expect(throws: FileError.self) { try FolderLock(around: path, timeout: 0.02) }
    #expect(error?.code == .locked)
    #expect(try String(contentsOfFile: staged.temporaryPath, encoding: .utf8) == "new")
    try staged.commit()
    _ = try FolderLock(around: path)
  }

  /// The folder to which a symbolic link leads is locked as well, once for all files in it.
  @Test("A file that is being written behind a link is not a leftover") func whatIsBeingWrittenElsewhereIsNoLitter()
    throws
  {
    let links = ["one", "two"]
    for link in links {
      try folder.write("elsewhere/\(link)", text: "old")
      symlink("elsewhere/\(link)", folder.path(link))
    }
    let lock = try FolderLock(around: folder.path("one"))
    do {
      let one = try StagedFile([1], replacing: FileSnapshot(of: folder.path("one")), under: lock)
      let two = try StagedFile([2], replacing: FileSnapshot(of: folder.path("two")), under: lock)
      #expect(throws: FileError.self) { try FolderLock(around: folder.path("elsewhere/one"), timeout: 0.02) }
      try one.commit()
      try two.commit()
    }
    #expect(try folder.contents()["elsewhere/two"] == [2])
    #expect(throws: FileError.self) { try FolderLock(around: folder.path("elsewhere/one"), timeout: 0.02) }
    withExtendedLifetime(lock) {}
  }
}
