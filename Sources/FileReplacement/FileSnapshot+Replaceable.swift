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
    if let error = FileError.inNixStore(resolvedPath) { throw error }
    // A mount point is not replaced, so only the folder of its backup must be writable.
    let isMountPoint = exists && MountPoint(at: resolvedPath) != nil
    let folder = folderPath(of: isMountPoint ? Backup(of: self).path : resolvedPath)
    for place in exists ? [resolvedPath, folder] : [folder] {
      if cfilecalls_is_immutable(place) != 0 { throw .marked(place) }
      guard faccessat(AT_FDCWD, place, W_OK, AT_EACCESS) != 0 else { continue }
      switch errno {
      case EROFS:
        throw .onReadOnlyFileSystem(place, isFolderOfFile: exists && place == folder)
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
