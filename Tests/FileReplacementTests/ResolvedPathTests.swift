import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// Paths with symbolic links, and what somebody else could do with them.
@Suite struct ResolvedPathTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func link(_ name: String, to target: String) throws {
    try #require(symlink(target, folder.path(name)) == 0)
  }

  private func failure<Result>(_ body: () throws(FileError) -> Result) -> FileError? {
    do throws(FileError) {
      _ = try body()
      return nil
    } catch {
      return error
    }
  }

  /// Makes a link that belongs to somebody else, where there may be one who can.
  private func foreignLink(_ name: String, to target: String) throws {
    try link(name, to: target)
    try #require(lchown(folder.path(name), 12345, 12345) == 0)
  }

  @Test("Paths resolve as realpath resolves them") func linksLeadWhereTheSystemSaysTheyDo() throws {
    mkdir(folder.path("a"), 0o755)
    mkdir(folder.path("a/b"), 0o755)
    try folder.write("a/b/file", text: "x")
    try link("a/up", to: "..")
    try link("b", to: "a/b")
    try link("absolute", to: folder.path("a"))
    try link("a/b/file2", to: "../up/b/./file")
    for path in ["a/b/file", "b/file", "absolute/b/file", "a/up/b/file", "b/../b/file2", "a//b/./file2", "b", "b/.."] {
      let expected = try #require(realpath(folder.path(path), nil))
      defer { free(expected) }
      #expect(try ResolvedPath(folder.path(path)).path == String(cString: expected))
    }
    #expect(try ResolvedPath("/").path == "/")
    let place = try ResolvedPath(folder.path("a/b")).path
    #expect(try ResolvedPath(ofNew: folder.path("b/new")).path == place + "/new")
    #expect(try ResolvedPath(ofNew: folder.path("b/none/./x/../new")).path == place + "/none/new")
    #expect(try ResolvedPath(ofNew: folder.path("b/none/../file2/new")).path == place + "/file/new")
  }

  @Test func relativePathStartsInTheWorkingFolder() throws {
    #expect(try ResolvedPath(".").path == FileManager.default.currentDirectoryPath)
  }

  @Test("A link that points to itself is an error") func linkThatLeadsToItselfIsAnError() throws {
    try link("loop", to: "loop")
    let path = folder.path("loop")
    #expect(
      failure { () throws(FileError) in try ResolvedPath(path) }?.description
        == "\(path): cannot resolve the path: Too many levels of symbolic links. Check for a link that points to "
        + "itself."
    )
  }

  @Test func folderThatBecomesALinkIsNotFollowed() throws {
    mkdir(folder.path("ours"), 0o755)
    mkdir(folder.path("theirs"), 0o755)
    try folder.write("ours/file", text: "old")
    try folder.write("theirs/file", text: "secret")
    let before = try FileSnapshot(of: folder.path("ours/file"))
    let lock = try FolderLock(around: folder.path("ours/file"))
    let staged = try StagedFile(Array("new".utf8), replacing: before, under: lock)
    rename(folder.path("ours"), folder.path("moved"))
    try link("ours", to: "theirs")
    let error = failure { () throws(FileError) in
      try StagedFile([], replacing: before, under: FolderLock(around: folder.path("ours/file"))).commit()
    }
    #expect(error?.number == ELOOP)
    #expect(error?.reason == "cannot open the folder: Too many levels of symbolic links")
    #expect(failure { () throws(FileError) in try Folder.remove(before) }?.number == ELOOP)
    do throws(FileError) {
      try staged.commit()
      Issue.record("it must not be committed")
    } catch {
      #expect(error.code == .changedMeanwhile)
    }
    #expect(try folder.text(of: "theirs/file") == "secret")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("theirs")) == ["file"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("moved")) == ["file"], "no litter stays")
  }

  @Test(
    "Root does not write through a link of another user",
    .enabled(if: getuid() == 0, "only root can make a link for somebody else"), arguments: ["link", "way/file"])
  func rootWritesThroughNoLinkOfAnotherUser(path: String) throws {
    mkdir(folder.path("place"), 0o755)
    try folder.write("place/file", text: "old")
    try foreignLink("link", to: "place/file")
    try foreignLink("way", to: "place")
    let snapshot = try FileSnapshot(of: folder.path(path))
    #expect(snapshot.bytes == Array("old".utf8), "it may be read")
    let link = folder.path(path == "link" ? "link" : "way")
    let words =
      "\(link): this symbolic link belongs to another user, who could point it at any file that root can write. "
      + "Give the path of the file itself, or make root the link's owner with 'chown -h root'."
    let lock = try FolderLock(around: folder.path("place/file"))
    for attempt in [
      failure { () throws(FileError) in try StagedFile([], replacing: snapshot, under: lock).commit() },
      failure { () throws(FileError) in try Folder.remove(snapshot) },
      failure { () throws(FileError) in try InPlaceRewrite([[]], over: snapshot).run(under: lock) },
      failure { () throws(FileError) in try snapshot.requireReplaceable() },
    ] {
      #expect(attempt?.code == .untrustedLink)
      #expect(attempt?.description == words)
    }
    #expect(try folder.text(of: "place/file") == "old")
    try #require(lchown(link, 0, 0) == 0)
    try StagedFile(Array("new".utf8), replacing: FileSnapshot(of: folder.path(path)), under: lock).commit()
    #expect(try folder.text(of: "place/file") == "new")
  }

  @Test(
    "Root does not create a file behind a link of another user",
    .enabled(if: getuid() == 0, "only root can make a link for somebody else"))
  func newFileBelowALinkOfAnotherUserIsNotMade() throws {
    mkdir(folder.path("place"), 0o755)
    try foreignLink("way", to: "place")
    let snapshot = try FileSnapshot(of: folder.path("way/new"))
    #expect(
      failure { () throws(FileError) in
        try StagedFile([], replacing: snapshot, under: FolderLock(around: snapshot.resolvedPath)).commit()
      }?.code == .untrustedLink)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("place")).isEmpty)
  }

  @Test(.enabled(if: getuid() == 0, "only root can make a link for somebody else"))
  func noFolderIsCreatedBehindALinkOfAnotherUser() throws {
    mkdir(folder.path("place"), 0o755)
    try foreignLink("way", to: "place")
    let attempt = failure { () throws(FileError) in try Folder(folder.path("way/a/b")).create() }
    #expect(attempt?.code == .untrustedLink && attempt?.path == folder.path("way"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("place")).isEmpty)
    try #require(lchown(folder.path("way"), 0, 0) == 0)
    try Folder(folder.path("way/a/b/")).create()
    #expect(FileManager.default.fileExists(atPath: folder.path("place/a/b")))
  }
}
