import Foundation
import TestSupport
import Testing

@testable import FileReplacement

/// Whose files, links and folders root takes, and of whom besides.
@Suite(.enabled(if: getuid() == 0, "only root has more to lose than whoever wrote the file")) struct TrustedUsersTests {
  private let folder: TemporaryFolder
  private let path: String
  private let other: UInt32 = 12345

  init() throws {
    folder = try TemporaryFolder()
    path = try folder.write("place/file", text: "x")
  }

  /// What stands against a file where nobody but root, or root and the other user, may have a hand in it.
  private func objection(to path: String, trustsOther: Bool = false) throws -> String? {
    let user = trustsOther ? other : nil
    let users = try #require(TrustedUsers(besidesRoot: user, user))
    do throws(FileError) {
      _ = try FileSnapshot(of: path, from: users)
      return nil
    } catch {
      #expect(error.code == .untrusted)
      return error.description
    }
  }

  private func own(_ path: String, _ user: UInt32, _ group: UInt32, _ mode: mode_t) throws {
    try #require(chown(path, user, group) == 0 && chmod(path, mode) == 0)
  }

  @Test("A file that only root can change is trusted") func fileOfRootAloneIsTaken() throws {
    #expect(try objection(to: path) == nil)
    #expect(try objection(to: folder.path("place/none")) == nil)
  }

  @Test("A file that other users can write is not trusted") func fileThatOthersMayWriteIsNot() throws {
    let expected = "\(path): another user can write this file"
    for (user, group, mode) in [(other, 0, 0o644), (0, other, 0o664), (0, 0, 0o646)] as [(UInt32, UInt32, mode_t)] {
      try own(path, user, group, mode)
      #expect(try objection(to: path) == expected)
      #expect(try objection(to: path, trustsOther: true) == (mode == 0o646 ? expected : nil))
    }
  }

  @Test(.needs("setfacl")) func usersInAnAccessControlListCount() async throws {
    _ = try await Program.required("setfacl").run(["-m", "u:12345:rw", path])
    #expect(try objection(to: path) == "\(path): another user can write this file")
    _ = try await Program.required("setfacl").run(["-b", path])
    #expect(try objection(to: path) == nil)
    _ = try await Program.required("setfacl").run(["-m", "u:12345:rwx", folder.path("place")])
    #expect(try objection(to: path) == "\(folder.path("place")): another user can change this folder")
  }

  @Test("A folder whose files other users can exchange is not trusted") func folderInWhichOthersExchangeFilesIsNot()
    throws
  {
    let place = folder.path("place")
    let expected = "\(place): another user can change this folder"
    for (user, group, mode) in [(other, 0, 0o755), (0, other, 0o775), (0, 0, 0o777), (0, 0, 0o1777)]
      as [(UInt32, UInt32, mode_t)]
    {
      try own(place, user, group, mode)
      #expect(try objection(to: path) == expected)
      #expect(try objection(to: path, trustsOther: true) == (user == other || group == other ? nil : expected))
    }
  }

  @Test("A parent folder whose folders other users can exchange is not trusted")
  func folderAboveInWhichOthersExchangeFoldersIsNot() throws {
    try own(folder.path, other, 0, 0o755)
    #expect(try objection(to: path) == "\(folder.path): another user can change this folder")
    #expect(try objection(to: path, trustsOther: true) == nil)
    // As in /tmp: there, nobody else can exchange the folder.
    try own(folder.path, 0, 0, 0o1777)
    #expect(try objection(to: path) == nil)
  }

  @Test(arguments: ["link", "way/file"]) func linkOfAnotherUserIsNotTrusted(name: String) throws {
    let link = folder.path(name == "link" ? "link" : "way")
    try #require(symlink(name == "link" ? path : folder.path("place"), link) == 0)
    #expect(try objection(to: folder.path(name)) == nil, "root's own links are followed")
    try #require(lchown(link, other, other) == 0)
    #expect(try objection(to: folder.path(name)) == "\(link): this symbolic link belongs to another user")
    #expect(try objection(to: folder.path(name), trustsOther: true) == nil)
  }
}
