import Diagnostics
import ProgramExecution

/// A script for another machine, wrapped so that what it writes can be told from what login files and sudo write.
///
/// The wrapped script is one compound command: a shell that gets only a part of it, because the connection broke, does
/// nothing at all.
struct RemoteScript {
  /// Whether the script needs the rights of root, or does what it can with those that it has.
  enum Privileges {
    case root
    case whateverThereAre
  }

  /// What the script left behind.
  struct Result {
    /// Its exit status.
    let status: Int32
    /// What it wrote to standard output.
    let output: ArraySlice<UInt8>
    /// What it and others wrote to standard error, a line each, harmless on a terminal.
    let errors: [String]
  }

  /// What `sh -s` is to read.
  let text: String
  private let mark: String

  /// Wraps a script.
  ///
  /// - Parameters:
  ///   - script: the script, which may exit.
  ///   - rights: with which rights it runs. Without those of root, its standard output begins with a line `denied` and what
  ///     sudo said.
  init(_ script: String, privileges: Privileges) {
    let mark = "apim-dns-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    self.mark = mark
    let sudo =
      switch privileges {
      case .root: "else set -- sudo -n; fi"
      case .whateverThereAre:
        """
        elif message=$(sudo -n sh -c : 2>&1); then set -- sudo -n
        else set --; echo "denied $(printf '%s' "$message" | tail -n 1)"; fi
        """
      }
    text = """
      {
      \(HostsScript.part(PackageResources.path_sh))
      echo '\(mark) begins'
      if [ "$(id -u)" = 0 ]; then set --
      \(sudo)
      "$@" sh -s <<'\(mark)'
      \(script)
      \(mark)
      status=$?
      printf '\\n%s\\n' "\(mark) ended with $status"
      exit 0
      }

      """
  }

  /// Whether the machine did anything of the script.
  func hasBegun(in output: ProgramOutput) -> Bool { beginning(in: output.output) != nil }

  /// Finds what the script wrote in what ssh wrote; nothing where it did not come to its end.
  func result(of output: ProgramOutput) -> Result? {
    guard let begin = beginning(in: output.output) else { return nil }
    let rest = output.output[begin...]
    // Whatever else may be written at the end of a session is short.
    guard let end = rest.suffix(8192).ranges(of: Array("\n\(mark) ended with ".utf8)).last,
      let status = Int32(String(decoding: rest[end.upperBound...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    else { return nil }
    return Result(status: status, output: rest[..<end.lowerBound], errors: PrintableText.messageLines(output.errors))
  }

  /// The place behind the first mark; login files may have written something before it.
  private func beginning(in bytes: [UInt8]) -> Int? {
    bytes.prefix(65_536).firstRange(of: Array("\(mark) begins\n".utf8))?.upperBound
  }
}
