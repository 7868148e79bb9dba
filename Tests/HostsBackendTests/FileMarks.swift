import Foundation
import TestSupport

/// The marks of `chattr`, such as immutable.
enum FileMarks {
  /// Whether files can be marked here; only root can, and not on every file system.
  static let canBeSet: Bool = {
    guard getuid() == 0, let folder = try? TemporaryFolder(), let chattr = Program(named: "chattr") else {
      return false
    }
    let process = Process()
    process.executableURL = URL(filePath: chattr.path)
    process.arguments = ["=", folder.path]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
