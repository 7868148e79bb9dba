import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileSnapshot {
  /// Refuses a path that somebody else could lead to another file.
  ///
  /// - Throws: ``FileError`` when root would follow a symbolic link of another user to write.
  func requireTrustedPath() throws(FileError) {
    guard let untrustedLink else { return }
    throw .untrustedLink(untrustedLink)
  }

  /// Refuses a file that no program can replace before its owner clears the way.
  ///
  /// - Throws: ``FileError`` when the file or its folder is immutable, lies on a read-only file system or in the Nix store,
  ///   the folder is missing or not for this user to write, or the path cannot be trusted.
  package func requireReplaceable() throws(FileError) {
    try requireTrustedPath()
    if resolvedPath.hasPrefix("/nix/store/") {
      throw FileError(
        .unchangeable, path: resolvedPath,
        "lies in the Nix store, whose files never change; put the names under networking.extraHosts in the system's "
          + "configuration")
    }
    // Nothing takes the place of a file that is mounted on its own, so only its backup is made.
    let isMountedAlone = exists && MountPoint(at: resolvedPath) != nil
    let folder = folderPath(of: isMountedAlone ? Backup(of: self).path : resolvedPath)
    for place in exists ? [resolvedPath, folder] : [folder] {
      if cfilecalls_is_immutable(place) != 0 {
        throw FileError(
          .unchangeable, path: place,
          "is marked immutable, and that mark is not ours to clear; run 'chattr -i \(place)' first (macOS: chflags)")
      }
      guard faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) != 0 else { continue }
      switch errno {
      case EROFS where exists && place == folder:
        throw FileError(
          .unchangeable, path: place,
          "lies on a read-only file system, so that a file mounted in it cannot have the backup beside it without which it is "
            + "not rewritten; mount the folder for writing first")
      case EROFS:
        throw FileError(
          .unchangeable, path: place,
          "lies on a read-only file system; change it where it comes from, or mount it for writing first")
      case EACCES where place == folder || MountPoint(at: resolvedPath) != nil:
        throw FileError(
          .unchangeable, path: place,
          "this user may not change what is in it; run the command with sudo, or give the path of another file")
      case ENOENT:
        throw FileError(
          .unchangeable, path: path, "its folder \(folder) is not there; make it, or give the path of another file")
      default: continue
      }
    }
  }
}
