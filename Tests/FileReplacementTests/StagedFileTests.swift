import Foundation
import TestSupport
import Testing

@testable import FileReplacement

@Suite struct StagedFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// Why a staged file cannot be committed.
  private func failure(of staged: consuming StagedFile) -> FileError? {
    do throws(FileError) {
      try staged.commit()
      return nil
    } catch {
      return error
    }
  }

  @Test("The file is unchanged before the commit") func nothingIsInPlaceBeforeTheCommit() throws {
    let path = try folder.write("file", text: "old")
    let staged = try StagedFile("new", for: path)
    #expect(try folder.text(of: "file") == "old")
    #expect(try String(contentsOfFile: staged.temporaryPath, encoding: .utf8) == "new")
    try staged.commit()
    #expect(try folder.contents() == ["file": Array("new".utf8)])
  }

  @Test func uncommittedFileIsRemoved() throws {
    let path = try folder.write("file", text: "old")
    do { _ = try StagedFile("new", for: path) }
    #expect(try folder.contents() == ["file": Array("old".utf8)])
  }

  @Test(arguments: [0o600, 0o640, 0o644]) func modeIsKept(_ mode: Int) throws {
    let path = try folder.write("file", text: "old")
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    try StagedFile("new", for: path).commit()
    #expect(try self.mode(of: path) == mode)
  }

  @Test func newFileIsReadableByAll() throws {
    let path = folder.path("file")
    try StagedFile("new", for: path).commit()
    #expect(try mode(of: path) == 0o644)
  }

  @Test func symbolicLinkIsKept() throws {
    let target = try folder.write("target", text: "old")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    try StagedFile("new", for: link).commit()
    #expect(try folder.text(of: "target") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
  }

  @Test("A file that changed since it was read is not replaced") func fileThatSomebodyChangedIsLeftAlone() throws {
    let path = try folder.write("file", text: "old")
    let staged = try StagedFile("new", for: path)
    try folder.write("file", text: "theirs")
    let error = failure(of: staged)
    #expect(error?.code == .changedMeanwhile)
    #expect(error?.isRefusal == true)
    #expect(error?.description == "\(path): the file changed since the plan. Plan again.")
    #expect(try folder.contents() == ["file": Array("theirs".utf8)])
  }

  @Test("A file that was created meanwhile is not replaced") func fileThatAppearedIsLeftAlone() throws {
    let path = folder.path("file")
    let staged = try StagedFile("new", for: path)
    try folder.write("file", text: "theirs")
    #expect(failure(of: staged)?.code == .changedMeanwhile)
    #expect(try folder.contents() == ["file": Array("theirs".utf8)])
  }

  @Test func missingFolderIsAnError() throws {
    let path = folder.path("none/file")
    let error = #expect(throws: FileError.self) {
      try StagedFile("", for: path).commit()
    }
    #expect(
      error?.description
        == "\(folder.path("none")): the folder does not exist. Create it, or give the path of another file.")
  }

  @Test("A pipe is refused") func pipeIsRefused() throws {
    let path = folder.path("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let error = #expect(throws: FileError.self) { try FileSnapshot(of: path) }
    #expect(error?.description == "\(path): not a regular file. Give the path of the file itself.")
  }

  /// To open one fails in another way than to open a pipe.
  @Test("Sockets and devices are refused") func socketAndDeviceAreRefused() throws {
    for (kind, number) in [(S_IFSOCK, 0), (S_IFCHR, 0x103), (S_IFBLK, 0xFFEFE)] {
      let path = folder.path("special")
      guard mknod(path, kind | 0o600, dev_t(number)) == 0 else {
        try #require(errno == EPERM && kind != S_IFSOCK, "only root may make a device")
        continue
      }
      let error = #expect(throws: FileError.self) { try FileSnapshot(of: path) }
      #expect(error?.description == "\(path): not a regular file. Give the path of the file itself.")
      #expect(error?.isRefusal == true)
      unlink(path)
    }
  }

  @Test func tooLargeFileIsRefused() throws {
    let path = try folder.write("sparse", text: "")
    try #require(truncate(path, 1 << 30 + 1) == 0)
    let error = #expect(throws: FileError.self) { _ = try FileSnapshot(of: path) }
    #expect(error?.description == "\(path): larger than 1 GiB. Give the path of the right file.")
  }

  /// Its list of who may write would become that of the new file, even if the old one were back before that is put in place.
  @Test("A file that was exchanged is not copied from") func attributesOfAnExchangedFileAreNotCopied() throws {
    let path = try folder.write("file", text: "old")
    let snapshot = try FileSnapshot(of: path)
    try folder.write("other", text: "old")
    try #require(rename(folder.path("other"), path) == 0)
    let error = #expect(throws: FileError.self) {
      _ = try StagedFile(Array("new".utf8), replacing: snapshot, under: FolderLock(around: path))
    }
    #expect(error?.description == "\(path): the file changed since the plan. Plan again.")
    #expect(try folder.contents() == ["file": Array("old".utf8)])
  }
}

extension StagedFile {
  /// Writes a text beside a file, under a lock that lasts as long.
  init(_ text: String, for path: String) throws {
    try self.init(Array(text.utf8), replacing: FileSnapshot(of: path), under: FolderLock(around: path))
  }
}
