import Diagnostics
import ProgramExecution

/// A script for another machine, wrapped so that its output can be told from that of login files, sudo and PAM.
///
/// The wrapped script is one compound command: a shell that receives only a part of it, because the connection broke, does
/// nothing. The shell that runs it with its privileges marks the start and the end of its output, so that what sudo prints
/// before and after is not taken for a part of the file.
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
    /// The lines of standard error, safe for a terminal; those of sudo only if it did not run the script to its end.
    let errors: [String]
  }

  /// The input for `sh -s`.
  let text: String
  /// A random word in all marks: `opened` and `closed` around everything, `begins` and `ended` around the script.
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
        elif message=$(sudo -n sh -c : 2>&1 >/dev/null); then set -- sudo -n
        else set --; denied=$(printf '%s' "$message" | tail -n 1); fi
        """
      }
    text = """
      {
      \(HostsScript.part(PackageResources.path_sh))
      echo '\(delimiter) opened'; echo '\(delimiter) opened' >&2
      denied=
      export denied
      if [ "$(id -u)" = 0 ]; then set --
      \(sudo)
      "$@" sh -s <<'\(delimiter)'
      echo '\(delimiter) begins'; echo '\(delimiter) begins' >&2
      [ -z "${denied-}" ] || printf 'denied %s\\n' "$denied"
      (
      \(script)
      )
      status=$?
      printf '\\n%s\\n' "\(delimiter) ended with $status"; echo '\(delimiter) ended' >&2
      \(delimiter)
      status=$?
      printf '\\n%s\\n' "\(delimiter) closed with $status"
      exit 0
      }

      """
  }

  /// What the script has written to standard output, if it did not run to its end.
  func beginning(of output: [UInt8]) -> ArraySlice<UInt8> {
    rest(of: output[...], after: "opened\n").flatMap { rest(of: $0, after: "begins\n") } ?? []
  }

  /// Whether the machine received the script and started it.
  func hasBegun(in output: ProgramOutput) -> Bool { rest(of: output.output[...], after: "opened\n") != nil }

  /// Finds the result of the script in the output of ssh; nil if neither it nor sudo ran to its end.
  func result(of output: ProgramOutput) -> Result? {
    guard let all = rest(of: output.output[...], after: "opened\n") else { return nil }
    let errors = PrintableText.messageLines(messages(in: output))
    if let own = rest(of: all, after: "begins\n"), let (status, end) = end("ended with ", in: own) {
      return Result(status: status, output: own[..<end], errors: errors)
    }
    // The script did not run, or was killed.
    return end("closed with ", in: all).map { Result(status: max(1, $0.status), output: [], errors: errors) }
  }

  /// The lines of standard error without those from before the script, such as the banner of the ssh server.
  ///
  /// - Parameter output: the output of an ssh that did not come to its end.
  /// - Returns: the lines, safe for a terminal, without marks.
  func messagesOfBrokenConnection(in output: ProgramOutput) -> [String] {
    let errors = rest(of: output.errors[...], after: "opened\n") ?? output.errors[...]
    return PrintableText.messageLines(errors).filter { !$0.hasPrefix(delimiter) }
  }

  /// What the script wrote to standard error; what sudo wrote, if the script did not run.
  private func messages(in output: ProgramOutput) -> ArraySlice<UInt8> {
    let all = rest(of: output.errors[...], after: "opened\n") ?? []
    let own = rest(of: all, after: "begins\n") ?? all
    return own.firstRange(of: Array("\(delimiter) ended".utf8)).map { own[..<$0.lowerBound] } ?? own
  }

  /// The bytes after a mark, before which login files, banners and PAM may have written something; nil if it is not there.
  private func rest(of bytes: ArraySlice<UInt8>, after mark: String) -> ArraySlice<UInt8>? {
    bytes.prefix(65_536).firstRange(of: Array("\(delimiter) \(mark)".utf8)).map { bytes[$0.upperBound...] }
  }

  /// The status in the last mark with a word, and where the mark starts; other output at the end of a session is short.
  private func end(_ word: String, in bytes: ArraySlice<UInt8>) -> (status: Int32, start: Int)? {
    guard let mark = bytes.suffix(65_536).ranges(of: Array("\n\(delimiter) \(word)".utf8)).last,
      let status = Int32(String(decoding: bytes[mark.upperBound...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    else { return nil }
    return (status, mark.lowerBound)
  }
}
