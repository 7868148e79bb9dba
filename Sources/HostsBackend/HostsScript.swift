import DNSModel
import ProgramExecution
import Reconciliation

/// A POSIX shell script that does to a hosts file what the backend would do, on a machine that has no such program.
///
/// It needs what nearly every Linux and macOS has, and looks for it first: a POSIX shell, `awk`, `cmp`, and the small programs
/// of coreutils or busybox that `needs.sh` lists; `flock` and `lsattr` are used where they are there
/// ([POSIX, shell command language](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html)). Its exit
/// codes are 0 for done or nothing to do, 1 for failed, 3 for refused. What does not depend on the block stands in the folder
/// `Script`.
struct HostsScript {
  /// The text of the script.
  let text: String

  /// Writes the script.
  ///
  /// - Parameters:
  ///   - settings: the file and the block; the path is what the script takes without an argument.
  ///   - sets: the record sets of the block; none to take it out.
  ///   - overridesConflicts: whether it goes past every conflict that yields to force.
  ///   - planned: what the plan has seen in the place of our block; the script refuses where that is not there any more.
  init(_ settings: HostsBackendSettings, _ sets: [RecordSet], overridesConflicts: Bool, planned: PlannedTarget? = nil) {
    let lines = sets.flatMap { set in set.addresses.map { "\($0)\t\(set.name)\n" } }.joined()
    func marker(_ lineEndBeforeIsOurs: Bool) -> String {
      BlockMarker(.begin, of: settings.owner, lineEndBeforeIsOurs: lineEndBeforeIsOurs).text
    }
    let variables = [
      "file=${1-\(ShellCommand.quoted(settings.path))}", "owner=\(settings.owner)",
      "force=\(overridesConflicts ? 1 : 0)",
      "backup=\(settings.keepsBackup ? 1 : 0)", "plain=\(ShellCommand.quoted(marker(false)))",
      "glued=\(ShellCommand.quoted(marker(true)))",
      "end=\(ShellCommand.quoted(BlockMarker(.end, of: settings.owner).text))",
      "planned=\(ShellCommand.quoted(planned?.text ?? ""))",
    ]
    text =
      Self.part(PackageResources.head_sh) + Self.part(PackageResources.path_sh) + variables.joined(separator: "\n")
      + "\nlines() {\n  cat <<'END_OF_LINES'\n\(lines)END_OF_LINES\n}\n\n"
      + Self.opening + "\n"
      + [
        PackageResources.obstacles_sh, PackageResources.stage_sh, PackageResources.examine_sh,
        PackageResources.compose_sh, PackageResources.rewrite_sh, PackageResources.replace_sh,
      ].map(Self.part).joined(separator: "\n")
  }

  /// What comes before all else, also where a file is only looked at: the programs that it takes, and where the file is.
  static var opening: String {
    [
      PackageResources.endings_sh, PackageResources.needs_sh, PackageResources.locate_sh,
      PackageResources.trust_sh, PackageResources.unfinished_sh, PackageResources.lock_sh,
    ].map(part).joined(separator: "\n")
  }

  /// A file of the folder `Script`, which the compiler puts into the program.
  static func part(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// What a plan has seen in the place of our block on another machine, in a form that a shell script can look at again.
struct PlannedTarget {
  /// A sum over the bytes of the block, their number, and where the file really is.
  let text: String

  /// Takes the bytes of the block, none where there is no block, and the path without symbolic links.
  init(of block: ArraySlice<UInt8>, at path: String) {
    // The largest prime below 2^32; what awk reckons with has 53 bits, and no step needs more than 49.
    let sum = block.reduce(0) { (sum: UInt64, byte) in (sum * 65_599 + UInt64(byte) + 1) % 4_294_967_291 }
    text = "\(sum) \(block.count) \(path)"
  }
}
