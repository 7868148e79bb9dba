import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Who may have a hand in a file on which root acts: root, and perhaps one more user, such as the one who called sudo.
package struct TrustedUsers: Sendable {
  private let users: Set<UInt32>
  private let groups: Set<UInt32>

  /// Trusts root and one more user; whoever is not root trusts everybody, as they have no more rights than others gave them.
  ///
  /// - Parameters:
  ///   - user: the other user.
  ///   - group: that user's own group.
  package init?(besidesRoot user: UInt32?, _ group: UInt32?) {
    guard geteuid() == 0 else { return nil }
    // Where root is root of a namespace only, the owner of everything has another number than 0.
    var root = stat()
    let owner = stat("/", &root) == 0 ? root.st_uid : 0
    users = Set([0, owner] + [user].compactMap(\.self))
    groups = Set([0] + [group].compactMap(\.self))
  }

  /// What stands against a link on the way to a file.
  func objection(toLink path: String, _ status: stat) -> FileError? {
    users.contains(status.st_uid) ? nil : objection(path, "is a symbolic link of another user")
  }

  /// What stands against the folder in which a part of the path lies.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - isForFolder: whether that part is a folder itself. Its owner shows whose it is; of a file that is no sign, because who
  ///     may add names to a folder can add one for a file of root.
  /// - Returns: the error; nothing where the folder can be trusted.
  func objection(toFolder path: String, isForFolder: Bool) -> FileError? {
    var status = stat()
    let isKnown = lstat(path, &status) == 0
    let isKeptApart = isForFolder && status.st_mode & S_ISVTX != 0
    if isKnown, users.contains(status.st_uid), isKeptApart || !mayOthersWrite(path, status) { return nil }
    return objection(path, "another user may change what is in this folder")
  }

  /// What stands against the file itself.
  func objection(to file: borrowing OpenFile, _ status: stat, calledBy path: String) -> FileError? {
    let hasList = cfilecalls_has_access_list(file.descriptor, nil) != 0
    if users.contains(status.st_uid), !Self.mayOthersWrite(status, hasList: hasList, besides: groups) { return nil }
    return objection(path, "can be written by another user")
  }

  /// An error that says who has a hand in what; whoever wanted the file says what to do.
  private func objection(_ path: String, _ what: String) -> FileError { FileError(.untrusted, path: path, what) }

  private func mayOthersWrite(_ path: String, _ status: stat) -> Bool {
    Self.mayOthersWrite(path, status, besides: groups)
  }

  /// Whether anybody but the owner and the members of some groups may write a file or folder.
  static func mayOthersWrite(_ path: String, _ status: stat, besides groups: Set<UInt32>) -> Bool {
    mayOthersWrite(status, hasList: cfilecalls_has_access_list(-1, path) != 0, besides: groups)
  }

  /// Whether anybody else may write by the mode; beside an access control list, the group's bits stand for all whom it names.
  private static func mayOthersWrite(_ status: stat, hasList: Bool, besides groups: Set<UInt32>) -> Bool {
    let groupMayWrite = status.st_mode & S_IWGRP != 0 && (hasList || !groups.contains(status.st_gid))
    return groupMayWrite || status.st_mode & S_IWOTH != 0
  }
}
