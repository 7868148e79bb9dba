import Diagnostics
import ProgramExecution
import Reconciliation

/// A hosts file of another machine at one moment, and what keeps it from being changed.
struct RemoteHostsFile {
  /// The bytes; empty if there is no file.
  let bytes: [UInt8]
  /// Whether there is a file.
  let exists: Bool
  /// The path with all symbolic links followed.
  let resolvedPath: String
  /// The number of hard links.
  let linkCount: Int
  /// The path of the file in its own file system; nil if it is not a mount point.
  let mountRoot: String?
  /// The name of the machine.
  let machineName: String?
  /// The file or folder that cannot be written for a reason that the script does not know; nil if there is none.
  let unwritablePath: String?
  /// The file or folder that is immutable or append-only; nil if there is none.
  let markedPath: String?
  /// The file or folder that is on a read-only file system; nil if there is none.
  let readOnlyPath: String?
  /// The path of the backup, if something other than a regular file has it.
  let takenBackupPath: String?
  /// The first symbolic link of another user on the path; nil if there is none.
  let untrustedLink: String?
  /// The first folder on the path that users other than root can change; nil if there is none.
  let untrustedFolder: String?
  /// The message of sudo, if it does not grant root privileges.
  let sudoRefusal: String?
  /// The path of the reload mark of the owner; nil if no reload is due.
  let reloadMarkPath: String?

  /// The script that reads a file: it writes a line for each property, then the bytes.
  static func script(for path: String, owner: Owner) -> RemoteScript {
    let head =
      "set -u\n\(HostsScript.part(PackageResources.path_sh))file=\(ShellCommand.quoted(path)) owner=\(owner)\n"
    return RemoteScript(
      head + HostsScript.preamble + HostsScript.part(PackageResources.inspect_sh),
      privileges: .available)
  }

  /// Parses the output of the script; nil if it does not have the expected form.
  init?(_ output: ArraySlice<UInt8>) {
    var properties: [String: String] = [:]
    var rest = output
    while true {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1).map(String.init)
      guard let name = words.first else { return nil }
      properties[name] = words.count > 1 ? words[1] : ""
      if ["contents", "absent"].contains(name) { break }
    }
    guard let target = properties["target"] else { return nil }
    exists = properties["contents"] != nil
    bytes = exists ? Array(rest) : []
    resolvedPath = target
    linkCount = properties["links"].flatMap { Int($0) } ?? 1
    mountRoot = properties["mount"]
    machineName = properties["machine"]
    func printable(_ name: String) -> String? {
      properties[name].map { PrintableText.messageLines(Array($0.utf8)).joined() }
    }
    unwritablePath = printable("locked")
    markedPath = printable("marked")
    readOnlyPath = printable("readonly")
    takenBackupPath = printable("occupied")
    untrustedLink = printable("link")
    untrustedFolder = printable("folder")
    sudoRefusal = printable("denied")
    reloadMarkPath = printable("due")
  }
}
