import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// The copy of what was there before, and the name that it has while its file is rewritten in place.
@Suite struct BackupTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("file", text: "old\nbehind\n")
  }

  private func refusal(isLocked: Bool) -> FileError? {
    do throws(FileError) {
      try Backup.requireFinished(path, isLocked: isLocked)
      return nil
    } catch {
      return error
    }
  }

  @Test("A rewrite in place keeps a backup") func whatIsRewrittenHasItsBackup() throws {
    let snapshot = try FileSnapshot(of: path)
    let backup = try InPlaceRewrite([[], Array("new and longer\n".utf8)[...], snapshot.bytes[4...]], over: snapshot)
      .run(under: FolderLock(around: path))
    #expect(backup.path == folder.path(".file.apim-dns.bak"))
    #expect(
      try folder.contents() == [
        "file": Array("new and longer\nbehind\n".utf8), ".file.apim-dns.bak": Array("old\nbehind\n".utf8),
      ])
    #expect(refusal(isLocked: false) == nil)
  }

  @Test("Backups go into their folder if it exists") func copiesGoIntoTheirFolderWhereThereIsOne() throws {
    try FileManager.default.createDirectory(atPath: path + ".apim-dns", withIntermediateDirectories: false)
    let snapshot = try FileSnapshot(of: path)
    let backup = try InPlaceRewrite([[], Array("new\n".utf8)[...]], over: snapshot).run(under: FolderLock(around: path))
    #expect(backup.path == path + ".apim-dns/bak")
    #expect(
      try folder.contents() == ["file": Array("new\n".utf8), "file.apim-dns/bak": Array("old\nbehind\n".utf8)])
    try backup.markUnfinished()
    #expect(
      refusal(isLocked: false)?.description
        == "\(path): a run was killed while it rewrote this file in place; the previous contents are in "
        + "\(path).apim-dns/unfinished. Compare that file with this one, copy it back if lines are missing, then "
        + "remove it.")
  }

  @Test("A new backup replaces one with the old name") func newBackupReplacesOneWithTheOldName() throws {
    for _ in 0..<2 {
      try folder.write("file.apim-dns.bak", text: "older\n")
      try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
      #expect(
        try folder.contents() == [
          "file": Array("old\nbehind\n".utf8), ".file.apim-dns.bak": Array("old\nbehind\n".utf8),
        ])
    }
    try #require(symlink("file", path + ".apim-dns.bak") == 0)
    try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
    #expect(folder.exists("file.apim-dns.bak"), "a link is not one of ours")
  }

  @Test("A backup has the permissions of its file") func copyIsForNobodyElseThanItsFile() throws {
    let copy = folder.path(".file.apim-dns.bak")
    try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
    try #require(chmod(path, 0o600) == 0)
    try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
    var status = stat()
    #expect(stat(copy, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let inode = status.st_ino
    try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
    #expect(stat(copy, &status) == 0 && status.st_ino == inode, "a copy that is as it should be is left alone")
  }

  /// What the link leads to is the copy now, and its owner makes something else of it.
  @Test(
    "A link to the same bytes does not count as a backup",
    .enabled(if: getuid() == 0, "only root can make a link for somebody else"))
  func linkToTheSameBytesIsNotABackup() throws {
    let (same, link) = (try folder.write("same", text: "old\nbehind\n"), folder.path(".file.apim-dns.bak"))
    try #require(chmod(same, 0o644) == 0 && chmod(path, 0o644) == 0)
    try #require(symlink(same, link) == 0 && lchown(link, 12345, 12345) == 0)
    let error = #expect(throws: FileError.self) {
      try Backup(of: FileSnapshot(of: path)).write(under: FolderLock(around: path))
    }
    #expect(error?.code == .notRegular)
  }

  /// A link of root leads to a file of root, which is none of ours; a folder takes no copy.
  @Test(arguments: ["link", "folder", "pipe"]) func backupPathMustBeFreeOrARegularFile(kind: String) throws {
    let copy = folder.path(".file.apim-dns.bak")
    let precious = try folder.write("precious", text: "precious\n")
    switch kind {
    case "link": try #require(symlink(precious, copy) == 0)
    case "folder": try #require(mkdir(copy, 0o755) == 0)
    default: try #require(mkfifo(copy, 0o600) == 0)
    }
    let backup = try Backup(of: FileSnapshot(of: path))
    let expected =
      "\(copy): this path is needed for the backup, but is not a regular file. Remove it."
    let errors = [
      #expect(throws: FileError.self) { try backup.requireFree() },
      #expect(throws: FileError.self) { try backup.write(under: FolderLock(around: path)) },
    ]
    #expect(errors.map(\.?.description) == [expected, expected])
    #expect(errors.allSatisfy { $0?.isRefusal == true })
    #expect(try folder.text(of: "precious") == "precious\n")
  }

  /// Whoever owns or writes the folder could put anything in the place of a copy.
  @Test(
    "A folder that other users can change is not used for backups",
    .enabled(if: getuid() == 0, "only root can give a folder away"),
    arguments: [(12345, 0, 0o755), (0, 0, 0o757), (0, 12345, 0o775)])
  func folderOfOtherUsersIsNotUsedForBackups(user: Int, group: Int, mode: Int) throws {
    let own = path + ".apim-dns"
    try folder.write("file.apim-dns/unfinished", text: "")
    try #require(chown(own, uid_t(user), gid_t(group)) == 0 && chmod(own, mode_t(mode)) == 0)
    #expect(try Backup(of: FileSnapshot(of: path)).path == folder.path(".file.apim-dns.bak"))
    #expect(refusal(isLocked: false) == nil)
    try #require(chown(own, 0, 0) == 0 && chmod(own, 0o775) == 0)
    #expect(try Backup(of: FileSnapshot(of: path)).path == own + "/bak")
    #expect(refusal(isLocked: false)?.code == .unfinished)
  }

  @Test("If the backup keeps its unfinished name, the next run refuses") func copyThatKeepsItsNameIsARefusal() throws {
    let backup = try Backup(of: FileSnapshot(of: path))
    try backup.write(under: FolderLock(around: path))
    try backup.markUnfinished()
    for isLocked in [false, true] {
      let error = refusal(isLocked: isLocked)
      #expect(error?.code == .unfinished)
      #expect(error?.isRefusal == true)
      #expect(
        error?.description
          == "\(path): a run was killed while it rewrote this file in place; the previous contents are in "
          + "\(folder.path(".file.apim-dns.unfinished")). Compare that file with this one, copy it back if lines are missing, then "
          + "remove it.")
    }
    try backup.markFinished()
    #expect(refusal(isLocked: false) == nil)
    #expect(try folder.contents().keys.sorted() == [".file.apim-dns.bak", "file"])
  }

  @Test("If the backup cannot be renamed, the file is unchanged") func copyThatCannotBeNamedIsTheOldBackup() throws {
    let backup = try Backup(of: FileSnapshot(of: path))
    try backup.write(under: FolderLock(around: path))
    try folder.write(".file.apim-dns.unfinished/in the way", text: "")
    #expect(throws: FileError.self) { try backup.markUnfinished() }
    #expect(try folder.text(of: ".file.apim-dns.bak") == "old\nbehind\n")
  }

  /// Somebody has the lock and is in the middle of it: no run was killed.
  @Test("A run waits for another one that is rewriting the file") func whoeverRewritesJustNowIsWaitedFor() throws {
    let backup = try Backup(of: FileSnapshot(of: path))
    try backup.write(under: FolderLock(around: path))
    try backup.markUnfinished()
    let lock = open(folder.path, O_RDONLY | O_DIRECTORY)
    try #require(flock(lock, LOCK_EX) == 0)
    Thread.detachNewThread {
      usleep(100_000)
      try? backup.markFinished()
      close(lock)
    }
    #expect(refusal(isLocked: false) == nil)
  }
}
