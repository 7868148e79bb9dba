import Diagnostics
import ProgramExecution
import Reconciliation

/// A hosts file of another machine as it was at one moment, with what is known of its place.
struct RemoteHostsFile {
  /// The bytes; empty where there is no file.
  let bytes: [UInt8]
  /// Whether there is a file.
  let exists: Bool
  /// Where it really is, symbolic links followed.
  let resolvedPath: String
  /// How many names it has.
  let linkCount: Int
  /// Where in its own file system it lies, if it is mounted on its own.
  let mountRoot: String?
  /// What the machine calls itself.
  let machineName: String?
  /// The file or folder that cannot be written, not even by root.
  let lockedPlace: String?
  /// The name for the contents before a change, where it is a symbolic link or no regular file.
  let occupiedName: String?
  /// The symbolic link of another user on the way to the file.
  let foreignLink: String?
  /// The folder on the way to the file in which others than root may change something.
  let foreignFolder: String?
  /// What sudo said where it gives no rights of root.
  let denial: String?

  /// The script that reads a file: a line for each thing that is known, then the bytes.
  static func script(for path: String) -> RemoteScript {
    let head = "set -u\n\(HostsScript.part(PackageResources.path_sh))file=\(ShellCommand.quoted(path))\n"
    return RemoteScript(
      head + HostsScript.opening + HostsScript.part(PackageResources.look_sh),
      privileges: .whateverThereAre)
  }

  /// Takes what the script wrote.
  ///
  /// - Returns: nothing where that cannot be understood.
  init?(_ output: ArraySlice<UInt8>) {
    var facts: [String: String] = [:]
    var rest = output
    while true {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      rest = rest[line.endIndex...].dropFirst()
      let words = String(decoding: line, as: UTF8.self).split(separator: " ", maxSplits: 1).map(String.init)
      guard let name = words.first else { return nil }
      facts[name] = words.count > 1 ? words[1] : ""
      if ["contents", "absent"].contains(name) { break }
    }
    guard let target = facts["target"] else { return nil }
    exists = facts["contents"] != nil
    bytes = exists ? Array(rest) : []
    resolvedPath = target
    linkCount = facts["links"].flatMap { Int($0) } ?? 1
    mountRoot = facts["mount"]
    machineName = facts["machine"]
    func harmless(_ name: String) -> String? { facts[name].map { PrintableText.messageLines(Array($0.utf8)).joined() } }
    lockedPlace = harmless("locked")
    occupiedName = harmless("occupied")
    foreignLink = harmless("link")
    foreignFolder = harmless("folder")
    denial = harmless("denied")
  }
}
