import DNSModel
import ProgramExecution
import Reconciliation

/// A POSIX shell script that makes the same change as the backend, on a machine without this program.
///
/// It needs what nearly every Linux and macOS has, and checks for it first: a POSIX shell, `awk`, `cmp`, and the programs of
/// coreutils or busybox that `requirements.sh` lists; it uses `flock` and `lsattr` if they exist
/// ([POSIX, shell command language](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html)). Its argument
/// is `--help` or the path of the file. Its exit codes are 0 for changed or in sync, 1 for failed, 3 for refused. The parts
/// that do not depend on the block are in the folder `Script`.
struct HostsScript {
  let text: String

  /// Assembles the script.
  ///
  /// - Parameters:
  ///   - settings: the hosts file and the owner; the script uses this path if it has no argument.
  ///   - sets: the record sets of the managed block; none to remove it.
  ///   - newOwner: the owner in the markers that it writes; nil for the owner of the settings.
  ///   - overridesConflicts: whether it overrides every conflict that yields to force.
  ///   - planned: the managed block at the time of the plan; the script refuses if it has changed since.
  init(
    _ settings: HostsBackendSettings, _ sets: [RecordSet], for newOwner: Owner? = nil, overridesConflicts: Bool,
    planned: BlockFingerprint? = nil
  ) {
    let writtenOwner = newOwner ?? settings.owner
    let lines = sets.flatMap { set in set.addresses.map { "\($0)\t\(set.name)\n" } }.joined()
    func marker(_ ownsPrecedingLineEnd: Bool) -> String {
      BlockMarker(.begin, of: writtenOwner, ownsPrecedingLineEnd: ownsPrecedingLineEnd).text
    }
    let variables = [
      "standard=\(ShellCommand.quoted(settings.path))", "owner=\(settings.owner)",
      "force=\(overridesConflicts ? 1 : 0)",
      "backup=\(settings.keepsBackup ? 1 : 0)", "plain=\(ShellCommand.quoted(marker(false)))",
      "glued=\(ShellCommand.quoted(marker(true)))",
      "end=\(ShellCommand.quoted(BlockMarker(.end, of: writtenOwner).text))",
      "planned=\(ShellCommand.quoted(planned?.text ?? ""))",
      "reload=\(ShellCommand.quoted(settings.reloadCommand ?? ""))",
    ]
    text =
      Self.part(PackageResources.header_sh) + Self.part(PackageResources.path_sh) + variables.joined(separator: "\n")
      + "\nlines() {\n  cat <<'END_OF_LINES'\n\(lines)END_OF_LINES\n}\n\n"
      + Self.part(PackageResources.arguments_sh) + Self.preamble + "\n"
      + [
        PackageResources.preconditions_sh, PackageResources.stage_sh, PackageResources.examine_sh,
        PackageResources.compose_sh, PackageResources.rewrite_sh, PackageResources.reload_sh,
        PackageResources.replace_sh,
      ].map(Self.part).joined(separator: "\n")
  }

  /// The common start of all scripts: messages, required programs, and the path of the file.
  static var preamble: String {
    [
      PackageResources.messages_sh, PackageResources.requirements_sh, PackageResources.locate_sh,
      PackageResources.trust_sh, PackageResources.unfinished_sh, PackageResources.lock_sh,
    ].map(part).joined(separator: "\n")
  }

  /// The text of a file of the folder `Script`, which is embedded in the program.
  static func part(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A fingerprint of the managed block on another machine, which a shell script can compute too.
struct BlockFingerprint {
  /// A checksum of the bytes of the block, their number, and the resolved path of the file.
  let text: String

  /// Takes the bytes of the block, empty if there is none, and the path with symbolic links followed.
  init(of block: ArraySlice<UInt8>, at path: String) {
    // The largest prime below 2^32: numbers in awk have 53 bits, and no step needs more than 49.
    let sum = block.reduce(0) { (sum: UInt64, byte) in (sum * 65_599 + UInt64(byte) + 1) % 4_294_967_291 }
    text = "\(sum) \(block.count) \(path)"
  }
}
