import Foundation
import TestSupport
import Testing

@testable import FileReplacement

@Suite struct FolderTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func filesAreListedByTheEndOfTheirNames() throws {
    for name in ["b.zone", "a.zone", "a.zone.bak", ".hidden.zone"] { try folder.write(name, text: "") }
    #expect(try Folder(folder.path).fileNames(endingIn: ".zone") == ["a.zone", "b.zone"])
    #expect(try Folder(folder.path("none")).fileNames(endingIn: ".zone") == [])
  }

  @Test("Missing parent folders are created too") func folderIsMadeWithThoseAboveIt() throws {
    try Folder(folder.path("a/b/c")).create()
    try Folder(folder.path("a/b/c")).create()
    try folder.write("a/b/c/file", text: "")
    #expect(try folder.contents().keys.sorted() == ["a/b/c/file"])
  }

  @Test("A file that changed is not removed") func onlyAFileThatIsStillTheSameIsRemoved() throws {
    let path = try folder.write("file", text: "old")
    let snapshot = try FileSnapshot(of: path)
    try folder.write("file", text: "theirs")
    let error = #expect(throws: FileError.self) { try Folder.remove(snapshot) }
    #expect(error?.code == .changedMeanwhile)
    try Folder.remove(FileSnapshot(of: path))
    #expect(try folder.contents().isEmpty)
  }

  @Test("A link is removed together with its file") func linkGoesWithTheFileToWhichItLeads() throws {
    try folder.write("elsewhere/file", text: "old")
    symlink("elsewhere/file", folder.path("link"))
    try Folder.remove(FileSnapshot(of: folder.path("link")))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["elsewhere"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("elsewhere")).isEmpty)
  }

  @Test("A second run waits for the lock and then fails") func secondRunWaitsForTheLockAndFails() throws {
    let path = try folder.write("file", text: "old")
    func write(timeout: Double) throws -> Bool {
      try OwnFile(path, timeout: timeout).replace(ifOurs: { _ in true }, with: { _ in Array("new".utf8) })
    }
    // Whoever can read the folder can hold its lock.
    let reader = open(folder.path, O_RDONLY | O_CLOEXEC)
    try #require(reader >= 0 && flock(reader, LOCK_EX) == 0)
    let error = #expect(throws: FileError.self) { try write(timeout: 0.02) }
    #expect(
      error?.description == "\(folder.path): another run has held the folder's lock for 0 s. Wait for that run to "
        + "end, then run again.")
    #expect(try folder.contents() == ["file": Array("old".utf8)])
    close(reader)
    // A process that another test starts has the lock until it becomes another program.
    #expect(try write(timeout: 60))
  }
}
