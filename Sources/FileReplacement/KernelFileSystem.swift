import CFileCalls

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// File systems in which the kernel shows what it knows, such as the environment of a process: nobody keeps a file there.
enum KernelFileSystem {
  /// Refuses a file that lies in one.
  ///
  /// - Parameters:
  ///   - file: the file, which is open.
  ///   - path: what messages call it.
  /// - Throws: ``FileError`` also when nobody can say where it lies.
  static func refuse(_ file: borrowing OpenFile, calledBy path: String) throws(FileError) {
    try refuse(file.descriptor, nil, try file.status(), calledBy: path)
  }

  /// Refuses a new file that would lie in one, by the nearest folder above it that is there.
  ///
  /// - Parameters:
  ///   - place: where the file would be, symbolic links followed.
  ///   - path: what messages call it.
  /// - Throws: ``FileError`` also when nobody can say where it would lie.
  static func refuse(newFileAt place: String, calledBy path: String) throws(FileError) {
    var folder = folderPath(of: place)
    var status = stat()
    while stat(folder, &status) != 0, errno == ENOENT, folder != folderPath(of: folder) {
      folder = folderPath(of: folder)
    }
    try refuse(-1, folder, status, calledBy: path)
  }

  private static func refuse(
    _ descriptor: Int32, _ place: String?, _ status: stat, calledBy path: String
  ) throws(FileError) {
    var name: UnsafePointer<CChar>?
    try systemCall("look where it lies", path) { cfilecalls_kernel_file_system(descriptor, place, &name) }
    guard let name = isOfDevices(status) ? "devtmpfs" : name.map({ String(cString: $0) }) else { return }
    throw FileError(
      .ofKernel, path: path,
      "lies in the file system '\(name)', in which the kernel shows what it knows; give the path of a file on a "
        + "disk")
  }

  /// Whether a file lies in the file system of devices, which calls itself one of those that keep files in memory.
  private static func isOfDevices(_ status: stat) -> Bool {
    var (devices, root) = (stat(), stat())
    guard stat("/dev", &devices) == 0, stat("/", &root) == 0, devices.st_dev != root.st_dev else { return false }
    return status.st_dev == devices.st_dev
  }
}
