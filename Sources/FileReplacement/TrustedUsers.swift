import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The users who may be able to change a file that root acts on: root, and perhaps one more, such as the user of sudo.
package struct TrustedUsers: Sendable {
  private let users: Set<UInt32>
  private let groups: Set<UInt32>

  /// Trusts root and one more user; nil, which trusts everybody, if this process does not run as root.
  ///
  /// - Parameters:
  ///   - user: the other user.
  ///   - group: the primary group of that user.
  package init?(besidesRoot user: UInt32?, _ group: UInt32?) {
    guard geteuid() == 0 else { return nil }
    // In a user namespace, the owner of `/` may have another number than 0.
    var root = stat()
    let owner = stat("/", &root) == 0 ? root.st_uid : 0
    users = Set([0, owner] + [user].compactMap(\.self))
    groups = Set([0] + [group].compactMap(\.self))
  }

  /// Why a link on the path cannot be trusted; nil if it can.
  func objection(toLink path: String, _ status: stat) -> FileError? {
    users.contains(status.st_uid) ? nil : objection(path, "this symbolic link belongs to another user")
  }

  /// Why the folder of a part of the path cannot be trusted.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - isForFolder: whether that part is itself a folder. In a sticky folder, the owner of a subfolder can be trusted, but
  ///     not that of a file: any user who can add names could add a hard link to a file of root.
  /// - Returns: the error; nil if the folder can be trusted.
  func objection(toFolder path: String, isForFolder: Bool) -> FileError? {
    var status = stat()
    let isKnown = lstat(path, &status) == 0
    let isProtectedBySticky = isForFolder && status.st_mode & S_ISVTX != 0
    if isKnown, users.contains(status.st_uid), isProtectedBySticky || !mayOthersWrite(path, status) { return nil }
    return objection(path, "another user can change this folder")
  }

  /// Why the file itself cannot be trusted; nil if it can.
  func objection(to file: borrowing OpenFile, _ status: stat, calledBy path: String) -> FileError? {
    let hasList = cfilecalls_has_access_list(file.descriptor, nil) != 0
    if users.contains(status.st_uid), !Self.mayOthersWrite(status, hasList: hasList, besides: groups) { return nil }
    return objection(path, "another user can write this file")
  }

  /// An error without a fix, which the caller adds.
  private func objection(_ path: String, _ what: String) -> FileError { FileError(.untrusted, path: path, what) }

  private func mayOthersWrite(_ path: String, _ status: stat) -> Bool {
    Self.mayOthersWrite(path, status, besides: groups)
  }

  /// Whether users other than the owner and the members of some groups can write a file or folder.
  static func mayOthersWrite(_ path: String, _ status: stat, besides groups: Set<UInt32>) -> Bool {
    mayOthersWrite(status, hasList: cfilecalls_has_access_list(-1, path) != 0, besides: groups)
  }

  /// The same by the mode; with an access control list, the group bits are the most that any entry of it allows.
  private static func mayOthersWrite(_ status: stat, hasList: Bool, besides groups: Set<UInt32>) -> Bool {
    let groupMayWrite = status.st_mode & S_IWGRP != 0 && (hasList || !groups.contains(status.st_gid))
    return groupMayWrite || status.st_mode & S_IWOTH != 0
  }
}
