import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// File systems whose files the kernel generates, such as procfs with the environment of each process.
enum KernelFileSystem {
  /// Refuses a file in such a file system.
  ///
  /// - Parameters:
  ///   - file: the open file.
  ///   - path: its path in messages.
  /// - Throws: ``FileError`` also if its file system is unknown.
  static func refuse(_ file: borrowing OpenFile, calledBy path: String) throws(FileError) {
    try refuse(file.descriptor, nil, try file.status(), calledBy: path)
  }

  /// Refuses a new file in such a file system, which is that of the nearest existing folder above it.
  ///
  /// - Parameters:
  ///   - newPath: the path of the file, with symbolic links followed.
  ///   - path: its path in messages.
  /// - Throws: ``FileError`` also if the file system is unknown.
  static func refuse(newFileAt newPath: String, calledBy path: String) throws(FileError) {
    var folder = folderPath(of: newPath)
    var status = stat()
    while stat(folder, &status) != 0, errno == ENOENT, folder != folderPath(of: folder) {
      folder = folderPath(of: folder)
    }
    try refuse(-1, folder, status, calledBy: path)
  }

  private static func refuse(
    _ descriptor: Int32, _ folder: String?, _ status: stat, calledBy path: String
  ) throws(FileError) {
    var name: UnsafePointer<CChar>?
    try systemCall("find its file system", path) { cfilecalls_kernel_file_system(descriptor, folder, &name) }
    guard let name = isInDeviceFileSystem(status) ? "devtmpfs" : name.map({ String(cString: $0) }) else { return }
    throw FileError(
      .kernelFileSystem, path: path,
      "the file is in the kernel file system '\(name)', not on a disk. Give the path of a file on a disk.")
  }

  /// Whether a file is in the file system of devices, which reports the type of a tmpfs.
  private static func isInDeviceFileSystem(_ status: stat) -> Bool {
    var (devices, root) = (stat(), stat())
    guard stat("/dev", &devices) == 0, stat("/", &root) == 0, devices.st_dev != root.st_dev else { return false }
    return status.st_dev == devices.st_dev
  }
}
