import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension FileSnapshot {
  /// Refuses a path that another user could redirect to another file.
  ///
  /// - Throws: ``FileError`` if root would write through a symbolic link of another user.
  func requireTrustedPath() throws(FileError) {
    guard let untrustedLink else { return }
    throw .untrustedLink(untrustedLink)
  }

  /// Refuses a file that cannot be replaced, before anything is written.
  ///
  /// - Throws: ``FileError`` if the file or its folder is immutable, on a read-only file system or in the Nix store, if the
  ///   folder is missing or not writable by this user, or if the path cannot be trusted.
  package func requireReplaceable() throws(FileError) {
    try requireTrustedPath()
    if resolvedPath.hasPrefix("/nix/store/") {
      throw FileError(
        .unchangeable, path: resolvedPath,
        "the file is in the Nix store, which is read-only. Add the names to networking.extraHosts in the system "
          + "configuration.")
    }
    // A mount point is not replaced, so only the folder of its backup must be writable.
    let isMountPoint = exists && MountPoint(at: resolvedPath) != nil
    let folder = folderPath(of: isMountPoint ? Backup(of: self).path : resolvedPath)
    for place in exists ? [resolvedPath, folder] : [folder] {
      if cfilecalls_is_immutable(place) != 0 {
        throw FileError(
          .unchangeable, path: place,
          "marked immutable or append-only. Run 'chattr -ia \(place)' first, or 'chflags nouchg,nouappnd \(place)' on macOS."
        )
      }
      guard faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) != 0 else { continue }
      switch errno {
      case EROFS where exists && place == folder:
        throw FileError(
          .unchangeable, path: place,
          "the folder is on a read-only file system, so the backup for an in-place rewrite cannot be written. "
            + "Remount the file system read-write first.")
      case EROFS:
        throw FileError(
          .unchangeable, path: place,
          "on a read-only file system. Change the file at its source, or remount the file system read-write "
            + "first.")
      case EACCES where place == folder || MountPoint(at: resolvedPath) != nil:
        throw FileError(
          .unchangeable, path: place,
          "no write permission. Run the command with sudo, or give the path of another file.")
      case ENOENT:
        throw FileError(
          .unchangeable, path: path,
          "its folder \(folder) does not exist. Create it, or give the path of another "
            + "file.")
      default: continue
      }
    }
  }
}
