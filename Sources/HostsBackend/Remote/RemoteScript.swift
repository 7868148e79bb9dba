import Diagnostics
import ProgramExecution

/// A script for another machine, wrapped so that its output can be told from that of login files and sudo.
///
/// The wrapped script is one compound command: a shell that receives only a part of it, because the connection broke, does
/// nothing.
struct RemoteScript {
  /// The privileges that a script runs with.
  enum Privileges {
    /// Root, directly or with sudo; without them, the script does not run.
    case root
    /// Root if possible, otherwise those of the user.
    case available
  }

  /// The exit status and the output of the script.
  struct Result {
    let status: Int32
    /// The bytes of standard output.
    let output: ArraySlice<UInt8>
    /// The lines of standard error, also of other programs, safe for a terminal.
    let errors: [String]
  }

  /// The input for `sh -s`.
  let text: String
  /// A random word that marks the start and the end of the script and of its output.
  private let delimiter: String

  /// Wraps a script.
  ///
  /// - Parameters:
  ///   - script: the script, which may exit.
  ///   - privileges: the privileges that it runs with. Without those of root, its standard output begins with a line
  ///     `denied` and the message of sudo.
  init(_ script: String, privileges: Privileges) {
    let delimiter = "apim-dns-\(String(UInt64.random(in: .min ... .max), radix: 16))"
    self.delimiter = delimiter
    let sudo =
      switch privileges {
      case .root: "else set -- sudo -n; fi"
      case .available:
        """
        elif message=$(sudo -n sh -c : 2>&1); then set -- sudo -n
        else set --; echo "denied $(printf '%s' "$message" | tail -n 1)"; fi
        """
      }
    text = """
      {
      \(HostsScript.part(PackageResources.path_sh))
      echo '\(delimiter) begins'
      if [ "$(id -u)" = 0 ]; then set --
      \(sudo)
      "$@" sh -s <<'\(delimiter)'
      \(script)
      \(delimiter)
      status=$?
      printf '\\n%s\\n' "\(delimiter) ended with $status"
      exit 0
      }

      """
  }

  /// Whether the machine started the script.
  func hasBegun(in output: ProgramOutput) -> Bool { beginning(in: output.output) != nil }

  /// Finds the result of the script in the output of ssh; nil if the script did not run to its end.
  func result(of output: ProgramOutput) -> Result? {
    guard let begin = beginning(in: output.output) else { return nil }
    let rest = output.output[begin...]
    // Other output at the end of a session is short.
    guard let end = rest.suffix(8192).ranges(of: Array("\n\(delimiter) ended with ".utf8)).last,
      let status = Int32(String(decoding: rest[end.upperBound...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    else { return nil }
    return Result(status: status, output: rest[..<end.lowerBound], errors: PrintableText.messageLines(output.errors))
  }

  /// The offset of the script's output; login files may have written something before it.
  private func beginning(in bytes: [UInt8]) -> Int? {
    bytes.prefix(65_536).firstRange(of: Array("\(delimiter) begins\n".utf8))?.upperBound
  }
}
